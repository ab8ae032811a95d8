"""What a function of TeX is taken of where no brackets say it."""

from __future__ import annotations

from lark import Token, Tree

from gradbook.formula.meaning.context import Children
from gradbook.formula.reading.names import Scripted, scripted

__all__ = ["TURNING", "ends_argument", "multiple"]

WAVES = {"sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh"}
# \sin x \cos y is a product: nobody writes the sine of one without brackets.
TURNING = {f"what \\{name} is taken of" for name in WAVES}


def multiple(found: Scripted, rest: Children) -> Children:
    r"""Return what a function takes without brackets: one factor, or 2x and 2\pi x of \sin."""
    first = scripted(rest[0]).base if isinstance(rest[0], Tree) else rest[0]
    count = 1
    counts = isinstance(first, Token) and (first.type == "NUMBER" or first == "\\pi")
    if str(found.base)[1:] in WAVES and counts:
        while count < len(rest) and is_letter(rest[count]):
            count += 1
    return rest[:count]


def is_letter(part: Tree | Token) -> bool:
    """Tell whether a factor is one letter, with its scripts."""
    base = part.children[0] if isinstance(part, Tree) else part
    return isinstance(base, Token) and base.type == "NAME"


def ends_argument(factor: Tree, before: Tree | Token) -> bool:
    r"""Tell whether a function of TeX ends the argument of the one before: \sin x \cos y."""
    base = factor.children[0]
    name = base[1:] if isinstance(base, Token) and base.type == "COMMAND" else ""
    one = before.children[0] if isinstance(before, Tree) else before
    number = isinstance(one, Token) and one.type == "NUMBER"  # \log 2 \sin x
    return name in WAVES and not number
