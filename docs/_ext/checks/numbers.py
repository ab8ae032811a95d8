"""Results are not typed: what a page states that was measured comes from a cell, through glue.

A number is a result if it has a decimal point, an exponent, a percent sign or a unit of time, or
says how many times as much something is, or if it is whole and above twelve; as a word too.
It is none in a name (after a word with a capital letter or one such as *chapter*, joined to
letters; an ordinal, a year, a date, a shape), in the text of a link and in code, and none if it is
a setting: if the same number stands in the code of a cell of the chapter.
What no cell can compute is a fact, and says its source: {fact}`60,000 images <key>`.
"""

import math
import re
from collections.abc import Iterator
from typing import Any

from reading.pieces import Piece, checked_by

from checks.literals import literal_glue, settings, spoken
from checks.names import SHAPE, UNIT, without_names, words

# What mathematics fixes, as everybody writes it.
CONSTANTS = {round(number, digits) for number in (math.pi, math.e) for digits in range(2, 9)}
SMALL = 12  # up to here, a reader counts
NUMBER = re.compile(
    rf"(?P<value>(?:\d+(?:[.,\u202f]\d+)*|\.\d+)(?:e[+-]?\d+)?)(?P<power>[⁻⁰¹²³⁴-⁹]*)"
    rf"(?P<unit>{UNIT})?"
)
IN_MATH = re.compile(r"10\^(?:\{-?\d+\}|\d)|\d*\.\d+|\d+(?:\{?,\}?\d{3})+|\d+")
EXPECTED = (
    "expected a result through {glue:text}`key:.2f`, a setting as in a cell of this chapter, or a "
    "fact with its source, as in {fact}`60,000 images <key>`, got the typed number"
)


def typed_in_text(text: str, known: set[float]) -> Iterator[str]:
    """Yield the results that stand in a text, but those that are known as settings."""
    for match in NUMBER.finditer(without_names(text)):
        value = re.sub(r"[,\u202f](?=\d{3}\b)", "", match["value"]).replace(",", ".")
        if match["power"] or is_result(float(value), match["unit"] or "", known):
            yield match[0]
    for word, number, unit in words(text):
        if is_result(number, unit if number > 1 and "times" not in unit else "", known):
            yield word


def typed_in_math(tex: str, known: set[float]) -> Iterator[str]:
    """Yield the numbers of a formula that the mathematics does not fix."""
    tex = SHAPE.sub(lambda match: " " * len(match[0]), tex)
    for match in IN_MATH.finditer(tex):
        power = match[0].startswith("10^")
        value = float("1e" + match[0][3:].strip("{}") if power else re.sub("[{},]", "", match[0]))
        unit = "%" if tex[match.end() :].lstrip().startswith("\\%") else ""
        if is_result(value, unit, known) or (power and value not in known):
            yield match[0]


def is_result(value: float, unit: str, known: set[float]) -> bool:
    """Tell whether a number says what was measured."""
    percent = "%" in unit or "cent" in unit
    if value in known or (not unit and value in CONSTANTS) or (percent and value / 100 in known):
        return False
    return bool(unit) or value > SMALL or value != int(value)


def check(found: list[Piece]) -> Iterator[tuple[int, str]]:
    """Yield line and message of all results of a chapter that are typed."""
    cells = [piece for piece in found if piece.kind == "cell"]
    known = settings([cell.text for cell in cells])
    for kind, text, line in found:
        if kind == "text":
            yield from ((line, f"{EXPECTED} {number!r}") for number in typed_in_text(text, known))
        elif kind == "output":
            numbers = [number for number in typed_in_text(text, known) if "." in number]
            yield from ((line, f"{EXPECTED} {number!r}") for number in numbers)
        elif kind == "math":
            for number in typed_in_math(text, known):
                yield line, f"{EXPECTED} {number!r} in the formula {text!r}"
    for cell in cells:
        for at, text in spoken(cell.text):
            if any("." in number for number in typed_in_text(text, known)):
                message = "expected a number that is computed, got a text with it typed"
                yield cell.line + at - 1, f"{message}: {text!r}"
    for place, at, value in literal_glue([cell.text for cell in cells]):
        yield cells[place].line + at - 1, f"expected a glued value that is computed, got {value}"


def setup(app: Any) -> None:
    app.connect("source-read", checked_by(check, "number"))
