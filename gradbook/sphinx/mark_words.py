"""What the mark of a formula says, with the letters that one sees."""

from __future__ import annotations

import re
from typing import Any
from unicodedata import lookup
from unicodedata import name as char_name

from sphinx.locale import _

from gradbook.cells.formulas import KINDS, magnitude

__all__ = ["HELD", "bound", "letter", "power", "words"]

HELD = "✓"
NAME = re.compile(r"[A-Za-z](?:_(?:\w|\{\w+\}))?")
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def words(data: dict[str, Any]) -> str:
    """Return what the mark says."""
    if "unchecked" in data:
        return _("Not checked: {kind}").format(kind=_(KINDS[data["unchecked"]]))
    points = f"{data['points']:,}".replace(",", "\u202f")
    text = _("Held at {points} points").format(points=points)
    if data["points"] == 1:
        text = _("Held at one point")
    said = [f"{HELD} {text}, {_('largest error')} {bound(data['error'])}"]
    if excluded := data.get("excluded", 0):
        text = _("{count} points excluded") if excluded > 1 else _("one point excluded")
        said.append(text.format(count=f"{excluded:,}".replace(",", "\u202f")))
    for operand, by, names, fixed in data["fixed"]:
        how = _("{names} held fixed") if fixed else _("{by} moves {names} as well")
        # In words there is no TeX: what is more than a name is left to the formula.
        above = NAME.fullmatch(operand) and letter(operand)
        others = ", ".join(map(letter, names.split(", ")))
        said.append(f"∂{above or ''}/∂{letter(by)}: {how.format(names=others, by=letter(by))}")
    # What an earlier version executed has no such list, and no such number.
    return "; ".join([*said, *map(silence, data.get("silent", ()))])


def silence(silent: tuple[str, int, int]) -> str:
    """Return what is said of a piece that changes nothing, at all its places or at one."""
    piece, place, places = silent
    name = letter(piece.replace("\\", ""))
    if not place:
        return _("{name} changes nothing").format(name=name)
    text = _("{name} ({place} of {places}) changes nothing")
    return text.format(name=name, place=place, places=places)


def letter(name: str) -> str:
    """Return a name as one sees it, where Unicode has its letters: w_1 as w₁, theta as θ."""
    stem, _line, index = name.replace("{", "").replace("}", "").partition("_")
    try:
        first = stem if len(stem) == 1 else greek(stem)
        return first + "".join(map(lowered, index))
    except KeyError:
        return name


def greek(word: str) -> str:
    """Return the small letter that a name spells; Unicode writes lambda without its b."""
    if not word.isalpha() or not word.islower():
        raise KeyError(word)
    return lookup(f"GREEK SMALL LETTER {word.replace('lambda', 'lamda')}")


def lowered(sign: str) -> str:
    """Return a digit or small letter as it stands below the line."""
    if sign.isdigit():
        return lookup(f"SUBSCRIPT {char_name(sign).split()[-1]}")
    if not sign.islower():
        raise KeyError(sign)
    return lookup(f"LATIN SUBSCRIPT SMALL LETTER {sign}")


def bound(error: float) -> str:
    """Return the power of ten below which an error is, as < 10⁻¹²."""
    return f"< 10{str(magnitude(error)).translate(RAISED)}"


def power(digits: str, exponent: str) -> str:
    """Return a number with its power of ten."""
    return f"{digits}·10{str(int(exponent)).translate(RAISED)}"
