r"""A cell with a formula: ``%%formula label``, the setting, a line ``---``, and the TeX."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = [
    "KINDS",
    "LOAD",
    "MIME",
    "RULE",
    "FormulaCell",
    "counted",
    "is_formula",
    "magnitude",
    "read",
]

LOAD = "%load_ext gradbook.formula"
# What a cell displays besides text, for pages that know how to show it.
MIME = "application/vnd.gradbook.formula+json"
# Why a formula is not checked, and the words that say so.
KINDS = {
    "words": "a definition in words",
    "limit": "a limit that is not taken",
    "order": "an order of magnitude",
    "assignment": "an assignment",
    "membership": "a membership",
    "quotation": "a quotation",
}
FORMULA = re.compile(r"%%formula\b")
LABEL = re.compile(r"[A-Za-z][\w-]*")
RULE = re.compile(r"^---[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class FormulaCell:
    """What a formula cell says.

    Attributes
    ----------
    label : str
        Its name, or nothing.
    kind : str
        Why it is not checked, one of `KINDS`, or nothing.
    setting : str or None
        The Python above the line ``---``; None without that line.
    tex : str
        The formula.
    first : int
        The line of the cell on which the formula begins; the magic's own is the first.
    """

    label: str
    kind: str
    setting: str | None
    tex: str
    first: int

    def line(self, setting_line: int = 0, place: int = 0) -> int:
        """Return the line of the cell of a line of the setting, or else of a place in the TeX."""
        if setting_line:
            return 1 + setting_line
        return self.first + self.tex.count("\n", 0, place)


def is_formula(source: str) -> bool:
    """Tell whether a cell begins with the magic."""
    return bool(FORMULA.match(source))


def counted(number: int, noun: str) -> str:
    """Return how many there are of something, in words."""
    return f"{number} {noun}{'s' * (number != 1)}"


def magnitude(error: float) -> int:
    """Return the exponent of the power of ten below which an error is, -12 at least.

    The digits of an error come from the order in which numbers were rounded, and this is another
    one on another machine. So steps of three are all that is said, and the smallest one is wide.
    """
    return next((exponent for exponent in range(-12, 0, 3) if error < 10.0**exponent), 0)


def read(source: str) -> FormulaCell:
    """Return what a formula cell says.

    Raises
    ------
    ValueError
        If its first line is not ``%%formula label unchecked=kind``, both optional, or if a
        formula that is not checked has a setting.
    """
    line, _, cell = source.partition("\n")
    label, kind = arguments(line.removeprefix("%%formula"))
    rule = RULE.search(cell)
    if rule and kind:
        raise ValueError(
            f"unchecked={kind}: expected no setting above a formula that is not checked, got one"
        )
    below = cell[rule.end() :] if rule else cell
    tex = below.strip("\n").rstrip()
    above = cell[: rule.end()] if rule else ""
    blank = len(below) - len(below.lstrip("\n"))
    setting = cell[: rule.start()] if rule else None
    return FormulaCell(label, kind, setting, tex, 2 + above.count("\n") + blank)


def arguments(line: str) -> tuple[str, str]:
    """Return label and kind of ``%%formula label unchecked=kind``."""
    label, kind = "", ""
    for word in line.split():
        if word.startswith("unchecked="):
            kind = word.removeprefix("unchecked=")
            if kind not in KINDS:
                kinds = ", ".join(KINDS)
                raise ValueError(f"first line: expected unchecked to be one of {kinds}, got {kind}")
        elif not label and LABEL.fullmatch(word):
            label = word
        else:
            raise ValueError(f"first line: expected %%formula label, got {line.strip()!r}")
    return label, kind
