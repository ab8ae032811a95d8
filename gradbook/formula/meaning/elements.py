"""What a subscript counts of what a name is bound to."""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token, Tree
from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.context import Context
from gradbook.formula.meaning.indices import Use, shifted
from gradbook.formula.reading.names import EXTREMES, plain_name
from gradbook.formula.reading.trees import leaves, span
from gradbook.formula.values.bound import length, start
from gradbook.formula.values.nodes import Node

__all__ = ["counted", "has_element"]


def has_element(value: object, items: Sequence[Tree | Token]) -> bool:
    """Tell whether some subscripts could count what a value holds; no word does."""
    letters = [leaf for item in items for leaf in leaves(item)]
    words = any(
        leaf in EXTREMES or (leaf.type == "WORD" and len(plain_name(leaf) or "") > 1)
        for leaf in letters
    )
    zero = letters == ["0"] and isinstance(value, Tensor)
    array = isinstance(value, (list, tuple)) or getattr(value, "ndim", 0) > 0
    return array and not words and not zero


def counted(context: Context, item: Tree | Token, value: object, name: str) -> Node:
    """Return a subscript, and keep what its letter counts."""
    node = context.sum(item)
    try:
        low, count = start(value), length(value)
    except FormulaError as error:
        raise FormulaError(f"{name} is a number: {error.message}", span(item)) from None
    if not count:
        raise FormulaError(f"{name} is empty", span(item))
    letter, offset = shifted(node)
    if letter:
        high = low + count - 1
        exact = offset == 0 and low == 1
        context.uses.append(
            Use(letter, name, low - offset, high - offset, exact, offset != 0, span(item))
        )
    return node
