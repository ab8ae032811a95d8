"""Results are not typed: what a page states that was measured comes from a cell, through glue.

A number is a result if it has a decimal point, an exponent, a percent sign or a unit of time, or
says how many times as fast or small something is, or if it is whole and above twelve; as a word
too. It is none

- in a name: after a word with a capital letter or a word such as *chapter*, joined to letters, an
  ordinal, a year, a date, a shape, in the text of a link or in code;
- if it is a setting: the same number stands in the code of a cell of the chapter.

What no cell can compute is a fact, and says its source: {fact}`60,000 images <key>`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from reading.pieces import Piece, checked_by

from checks.literals import literal_glue, settings, spoken

SMALL = 12  # up to here, a reader counts
TIME = r"(?:ms|µs|ns|s|min|h|(?:milli|micro|nano)?seconds?|minutes?|hours?|days?|weeks?)\b"
COMPARED = r"(?:times|×)\s(?:as|more|less|better|worse|\w+er)\b|-?fold\b"
UNIT = rf"[\s\u00a0\u202f-]?(?:%|‰|percent\b|per cent\b|{TIME}|{COMPARED})"
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
WHOLE = r"(?<![\w.,])\d+(?![.,]?\d)"
LATER = rf"(?:(?:, | and | or | to |–|-|/)\d[\d.]*\b(?!{UNIT}))*"
# Words that count things, so that a number after one of them is a name: closed, as they are few.
COUNTING = (
    r"(?:appendix|chapter|class|column|digit|equation|example|exercise|figure|item|layer|lemma|line"
    r"|note|number|page|paragraph|part|question|row|section|seed|table|theorem|version|volume|year)"
)
# What may begin a sentence and is no name: prepositions, articles, conjunctions, adverbs.
BEGIN = set(
    "a about above after all almost already also although among an and another any are around as"
    " at because before below between both but by can do does during each either even every for"
    " from given has have hence here how however if in into is it its just less like many merely"
    " more most near no nor not now of off on once only or other our over per plus since so some"
    " still such than that the their then there these they this those though through throughout"
    " thus to under unless until up upon was we were what when where while with within without"
    " yet you".split()
)
# What is no result, wherever it stands.
NAMES = [
    re.compile(pattern)
    for pattern in (
        r"\S*(?:://|@|www\.)\S*|(?i:\b(?:arxiv|doi|isbn)[:\s]\S+)",
        rf"\d{{4}}-\d\d(?:-\d\d)?|\d\d?\.?\s{MONTH}(?:\s\d{{4}})?|{MONTH}\s\d+(?:st|nd|rd|th)?"
        r"(?:,\s\d{4})?",
        # ResNet-50, GPT-3.5, float32, x₁ and x²; 64-bit, 2D; v1.2, 1.2.3; 20th, 1980s.
        r"(?<![\w.])[^\W\d_][^\W_]*(?:(?:-|\+\+)[^\W_]+)*(?:(?<=\d)\.\d+)*(?:-[^\W_]+)*(?![.,]?\d)",
        r"[^\W\d_]+[²³¹⁰-⁹⁻ⁿ₀-₉]+",
        rf"{WHOLE}-?(?!{TIME}|fold|times|percent)(?:D\b|(?<=-)[^\W\d_]\w*)",
        r"\bv\d[\d.]*|(?<![\w.])\d+(?:\.\d+){2,}",
        r"\b\d+(?:st|nd|rd|th)\b|\b\d{3}0s\b",
        # Shapes: 28 × 28 and (784, 10).
        r"(?<![\d.,])\d+(?:\s?(?:×|x|by)\s?\d+)+(?!\.?\d)|[(\[]\d+(?:,\s?\d+)*,?[)\]]",
        # Years, but not 2000 steps.
        r"(?i:\b(?:since|until)\s)\d{4}\b",
        rf"(?<![\w.,])(?:1[6-9]|20)\d\d(?:[–-]\d+)?(?![.,]?\d|{UNIT}|\s(?!(?:was|is|has|this)\b)[a-z]+s\b)",
        rf"(?i:\b{COUNTING}s?\.?)\s\(?\d+(?:\.\d+)*\b\)?(?!{UNIT}){LATER}",
    )
]
NAMED = re.compile(rf"\b([^\W\d_][\w+.-]*)\s(?!0\.)\d+(?:\.\d+)*\b(?!{UNIT}){LATER}\+?")
NUMBER = re.compile(
    rf"(?:\d+(?:[.,\u202f]\d+)*|\.\d+)(?:e[+-]?\d+)?(?P<power>[⁻⁰¹²³⁴-⁹]*)(?P<unit>{UNIT})?"
)
ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
LARGE = {"dozen": 12, "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9}
VALUES = {word: i for i, word in enumerate(ONES)} | {t: 10 * i for i, t in enumerate(TENS, 2)}
ROUND = r"(?<!\ba\s)(?<!\bsome\s)(?<!\bfew\s)(?<!\bseveral\s)"
WORD = re.compile(
    rf"\b(?:(?P<ten>{'|'.join(TENS)})(?:-(?P<ten_one>{'|'.join(ONES[1:10])}))?"
    rf"|(?P<one>{'|'.join(ONES)}))?\b(?:(?(one)\s|(?(ten)\s|{ROUND}))(?P<large>{'|'.join(LARGE)}))?"
    rf"\b(?!-?(?:first|second|third|\w+th)\b)(?P<unit>{UNIT})?",
    re.IGNORECASE,
)
SHAPE_IN_MATH = re.compile(
    r"(?<![\d.])\d+(?:\s*\\times\s*\d+)+(?!\.?\d|\^)|\\(?:mathbb|mathbf)\s?\{?\w\}?\^\{?[\d\\a-z\s]+\}?"
    r"|_\{?\d+\}?|[(\[]\d+(?:,\s?(?:\\,\s?)?\d+)+[)\]]"
)
IN_MATH = re.compile(r"10\^(?:\{-?\d+\}|\d)|\d*\.\d+|\d+(?:\{?,\}?\d{3})+|\d+")
EXPECTED = (
    "expected a result through {glue:text}`key:.2f`, a setting as in a cell of this chapter, or a "
    "fact with its source, as in {fact}`60,000 images <key>`, got the typed number"
)


def typed_in_text(text: str, known: set[float]) -> Iterator[str]:
    """Yield the results that stand in a text, but those that are known as settings."""
    for pattern in NAMES:
        text = pattern.sub(hidden, text)
    text = NAMED.sub(hidden_name, text)
    for match in NUMBER.finditer(text):
        if match["power"]:
            yield match[0]
        elif is_result(value_of(match[0].removesuffix(match["unit"] or "")), match["unit"], known):
            yield match[0]
    for match in WORD.finditer(text):
        if any(match.group("ten", "one", "large")):
            large = LARGE[match["large"].lower()] if match["large"] else 1
            parts = [VALUES.get((p or "").lower(), 0) for p in match.group("ten", "ten_one", "one")]
            if is_result((sum(parts) or 1) * large, match["unit"], known, word=True):
                yield match[0]


def is_result(value: float, unit: str | None, known: set[float], word: bool = False) -> bool:
    """Tell whether a number states what was measured."""
    if value in known or ("%" in (unit or "") or "cent" in (unit or "")) and value / 100 in known:
        return False
    if unit and not (word and (value == 1 or "times" in unit)):
        return True
    return value > SMALL or value != int(value)


def value_of(number: str) -> float:
    """Return the value of a number as it is written: 1,437 is whole."""
    return float(re.sub(r"[,\u202f](?=\d{3}\b)", "", number).replace(",", "."))


def hidden(match: re.Match[str]) -> str:
    return re.sub(r"\d", "_", match[0]) if match[0] else ""


def hidden_name(match: re.Match[str]) -> str:
    """Hide a number after a name, which has a capital letter, and not from a sentence's begin."""
    word, before = match[1], match.string[: match.start()].rstrip(" \"'“(*")
    begins = not before or before[-1] in ".!?:|"
    plain = word.lower() in BEGIN or word.endswith(("ly", "ing"))
    name = any(letter.isupper() for letter in word) and not (begins and plain)
    return hidden(match) if name or is_package(word) else match[0]


@lru_cache
def is_package(word: str) -> bool:
    """Tell whether a word names what the book is made with: a version follows it."""
    try:
        return bool(version(word))
    except PackageNotFoundError:
        return False


def typed_in_math(tex: str, known: set[float]) -> Iterator[str]:
    """Yield the numbers of a formula that the mathematics does not fix."""
    tex = SHAPE_IN_MATH.sub(lambda match: " " * len(match[0]), tex)
    for match in IN_MATH.finditer(tex):
        power = match[0].startswith("10^")
        digits = "1e" + match[0][3:].strip("{}") if power else re.sub(r"[{},]", "", match[0])
        unit = "%" if tex[match.end() :].lstrip().startswith("\\%") else None
        if is_result(float(digits), unit, known) or (power and float(digits) not in known):
            yield match[0]


def check(found: list[Piece]) -> Iterator[tuple[int, str]]:
    """Yield line and message of all results of a chapter that are typed."""
    cells = [piece for piece in found if piece.kind == "cell"]
    known = settings([cell.text for cell in cells])
    for kind, text, line in found:
        if kind == "text":
            yield from ((line, f"{EXPECTED} {number!r}") for number in typed_in_text(text, known))
        elif kind == "math":
            for number in typed_in_math(text, known):
                yield line, f"{EXPECTED} {number!r} in the formula {text!r}"
        else:
            for at, words in spoken(text):
                for number in typed_in_text(words, known):
                    if "." in number:
                        message = "expected a number that is computed, got a text with it typed"
                        yield line + at - 1, f"{message}: {words!r}"
    for place, at, value in literal_glue([cell.text for cell in cells]):
        yield cells[place].line + at - 1, f"expected a glued value that is computed, got {value}"


def setup(app: Any) -> None:
    app.connect("source-read", checked_by(check, "number"))
