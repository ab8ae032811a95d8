"""Names with numbers in them, which are no results, and numbers that are written as words."""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

TIME = r"(?:ms|µs|ns|s|min|h|(?:milli|micro|nano)?seconds?|minutes?|hours?|days?|weeks?)\b"
COMPARED = r"(?:times|×|x)\s(?:as|more|less|better|worse|\w+er)\b|-?fold\b"
# After a number: it was measured.
UNIT = rf"[\s\u00a0\u202f-]?(?:%|‰|percent\b|per cent\b|{TIME}|{COMPARED})"
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
WHOLE = r"(?<![\w.,])\d+(?![.,]?\d)"
# More numbers of the same name: Python 3.11, 3.12 and 3.13.
LATER = rf"(?:(?:, | and | or | to |–|-|/)\d[\d.]*\b(?!{UNIT}))*"
# Words that count things: the number after one of them names the thing. They are few.
COUNTING = (
    r"(?:appendix|chapter|class|column|digit|equation|example|exercise|figure|item|layer|lemma|line"
    r"|note|number|page|paragraph|part|question|row|section|seed|table|theorem|version|volume|year"
    r"|pp?|vol|no|fig|sec|eq|ch)"
)
# And those that a number before them sizes: they are chosen.
SIZED = r"(?:bit|byte|channel|class(?:es)?|dimension|feature|input|neuron|output|pixel|unit)s?\b"
# Words with a capital at a sentence's begin, where it says nothing: those that are no nouns.
BEGIN = """
    a about above after all almost already also although among an and another any are around as at
    because before below between both but by can do does during each either even every for from
    given has have hence here how however if in into is it its just less like many merely more most
    near no nor not now of off on once only or other our over per plus since so some still such than
    that the their then there these they this those though through throughout thus to under unless
    until up upon was we were what when where while with within without yet you
"""
NAMES = [
    re.compile(pattern)
    for pattern in (
        r"\S*(?:://|@|www\.)\S*|(?i:\b(?:arxiv|doi|isbn)[:\s]\S+)|#\d+\b",
        # Dates and times of a day, ratios.
        rf"\d{{4}}-\d\d(?:-\d\d)?|\d\d?\.?\s{MONTH}(?:\s\d{{4}})?|{MONTH}\s\d+(?:st|nd|rd|th)?"
        r"(?:,\s\d{4})?|(?<![\d.])\d+:\d+\b(?!\.\d)",
        # ResNet-50, GPT-3.5, float32, C++17, x₁, x², 64-bit, 2D, 5950X, v1.2, 1.2.3, 20th, 1980s.
        r"(?<![\w.])[^\W\d_][^\W_]*(?:(?:-|\+\+)[^\W_]+)*(?:(?<=\d)\.\d+)*(?:-[^\W_]+)*(?![.,]?\d)",
        r"[^\W\d_]+[²³¹⁰-⁹⁻ⁿ₀-₉]+|(?<!\d)[2-9][²³¹⁰-⁹ⁿ]+",
        rf"{WHOLE}-?(?!{TIME}|fold|times|percent)(?:(?<=\d)[A-Z]|(?<=-)[^\W\d_])\w*",
        r"\bv\d[\d.]*|(?<![\w.])\d+(?:\.\d+){2,}",
        r"\b\d+(?:st|nd|rd|th)\b|\b\d{3}0s\b|(?:['’]|\bthe\s)\d0s\b",
        # Shapes: 28 × 28 and (784, 10). Right angles.
        r"(?<![\d.,])\d+(?:\s?(?:×|x|by)\s?\d+)+(?!\.?\d)|[(\[]\d+(?:,\s?\d+)*,?[)\]]",
        r"(?<![\d.,])(?:45|90|180|270|360)\s?(?:°|degrees?\b)",
        rf"(?<![\w.,])\d+(?:,\d{{3}})*\s(?:(?:hidden|input|output)\s)?{SIZED}",
        # The ends of what percents and bytes can be.
        r"\b0(?:\s?%)?\s?(?:to|and|–)\s?(?:100|255)(?:\s?%)?(?!\.?\d)",
        # Years, but not 2000 steps.
        r"(?i:\b(?:since|until)\s)\d{4}\b",
        rf"(?<![\w.,])(?:1[6-9]|20)\d\d(?:[–-]\d+)?"
        rf"(?![.,]?\d|{UNIT}|\s(?!(?:was|is|has|this)\b)[a-z]+s\b)",
        rf"(?i:\b{COUNTING}s?\.?)\s\(?\d+(?:\.\d+)*\b\)?(?!{UNIT}){LATER}",
    )
]
NAMED = re.compile(rf"\b([^\W\d_][\w+.-]*)\s(?!0\.)\d+(?:\.\d+)*\b(?!{UNIT}){LATER}\+?")
SHAPE = re.compile(
    r"(?<![\d.])\d+(?:\s*\\times\s*\d+)+(?!\.?\d|\^)|[(\[]\d+(?:,\s?(?:\\,\s?)?\d+)+[)\]]"
    r"|\\(?:mathbb|mathbf)\s?\{?\w\}?\^\{?[\d\\a-z\s]+\}?|_\{?\d+\}?"
)
ONES = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen
"""
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
LARGE = {"dozen": 12, "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9}
VALUES = {word: i for i, word in enumerate(ONES.split())}
VALUES |= {word: 10 * i for i, word in enumerate(TENS.split(), 2)}
# Round words, as in a hundred or some dozen, are no results.
ROUND = r"(?<!\ba\s)(?<!\bsome\s)(?<!\bfew\s)(?<!\bseveral\s)"
WORD = re.compile(
    rf"\b(?:(?P<ten>{TENS.replace(' ', '|')})(?:-(?P<ten_one>{'|'.join(ONES.split()[1:10])}))?"
    rf"|(?P<one>{'|'.join(ONES.split())}))?\b"
    rf"(?:(?(one)\s|(?(ten)\s|{ROUND}))(?P<large>{'|'.join(LARGE)}))?"
    rf"\b(?!-?(?:first|second|third|\w+th)\b)(?P<unit>{UNIT})?",
    re.IGNORECASE,
)


def without_names(text: str) -> str:
    """Return a text with a sign for each digit of a name."""
    for pattern in NAMES:
        text = pattern.sub(hidden, text)
    return NAMED.sub(hidden_name, text)


def hidden(match: re.Match[str]) -> str:
    return re.sub(r"\d", "_", match[0])


def hidden_name(match: re.Match[str]) -> str:
    """Hide a number after a name: a word with a capital, which no sentence's begin gave it.

    With a decimal point after it, a sentence's first word is rather a measure: Accuracy 91.5.
    """
    word, before = match[1], match.string[: match.start()].rstrip(" \"'“(*")
    begins = not before or before[-1] in ".!?:|"
    plain = word.lower() in BEGIN.split() or word.endswith(("ly", "ing")) or "." in match[0]
    name = any(letter.isupper() for letter in word[begins and plain :])
    return hidden(match) if name or word == "Python" or is_package(word) else match[0]


@lru_cache
def is_package(word: str) -> bool:
    """Tell whether a word names what the book is made with: a version follows it."""
    try:
        return bool(version(word))
    except PackageNotFoundError:
        return False


def words(text: str) -> Iterator[tuple[str, float, str]]:
    """Yield the numbers that are written as words, each with its value and its unit."""
    for match in WORD.finditer(text):
        if any(match.group("ten", "one", "large")):
            parts = [VALUES.get((p or "").lower(), 0) for p in match.group("ten", "ten_one", "one")]
            large = LARGE[match["large"].lower()] if match["large"] else 1
            yield match[0], (sum(parts) or 1) * large, match["unit"] or ""
