"""One letter in two fonts, which a page shows as two symbols."""

from __future__ import annotations

import re

from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.reading.names import plain_name
from gradbook.formula.reading.trees import span

__all__ = ["check_fonts"]

FONT = re.compile(r"\\(mathcal|mathbf|mathsf|boldsymbol|bm|vec|mathit)(?![A-Za-z])")
ALIKE = {"bm": "mathbf", "boldsymbol": "mathbf", "mathit": ""}


def check_fonts(tree: Tree) -> None:
    """Raise where a whole name stands in two fonts: x_i may be an entry of a bold x."""
    fonts: dict[str, str] = {}
    for factor in tree.find_data("factor"):
        base, *scripts = factor.children
        name = plain_name(base) if isinstance(base, Token) else None
        below = any(isinstance(s, Tree) and s.data == "subscript" for s in scripts)
        if name is None or len(name.strip("_")) > 1 or below:
            continue
        found = FONT.match(str(base))
        font = ALIKE.get(found[1], found[1]) if found else ""
        if fonts.setdefault(name, font) != font:
            text = f"{name} stands in two fonts, and both are {name} in the setting"
            raise FormulaError(text, span(base))
