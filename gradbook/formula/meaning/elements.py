"""What a subscript counts of what a name is bound to."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from lark import Token, Tree
from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.context import Context
from gradbook.formula.meaning.indices import Use, shifted
from gradbook.formula.reading.names import EXTREMES, Scripted, plain_name
from gradbook.formula.reading.trees import leaves, span
from gradbook.formula.values.bound import Bound, length, start
from gradbook.formula.values.nodes import Node

__all__ = ["check_inverse", "check_transposition", "counted", "has_element"]

MEASURED = 2  # draws whose lengths are compared


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
        use = Use(letter, name, low - offset, high - offset, span=span(item))
        use.exact, use.shifted = exact, offset != 0
        use.steady = is_steady(context, name)
        context.uses.append(use)
    return node


def is_steady(context: Context, name: str) -> bool:
    """Tell whether what a name is bound to has the same length in other draws."""
    setting = context.point.setting
    if setting.live or name not in context.bound:
        return True
    runs = map(setting.run, range(min(MEASURED, setting.draws)))
    return len({size(values.get(name)) for values in runs}) == 1


def size(value: object) -> object:
    """Return the lengths of a tensor, or of a list."""
    if isinstance(value, Tensor):
        return tuple(value.shape)
    return len(value) if isinstance(value, (list, tuple)) else None


def check_inverse(context: Context, found: Scripted, node: Node) -> None:
    """Refuse W^{-1}_{ij}, which is displayed as W_{ij}^{-1} is."""
    power = "".join(map(str, leaves(found.power))) if found.power is not None else ""
    if power != "-1" or not isinstance(node, Bound) or len(node.subscripts) != 2:
        return
    if getattr(context.bound.get(node.name), "ndim", 0) == 2:
        text = "two ways to read this: write an entry of the inverse as (W^{-1})_{ij}"
        raise FormulaError(text, found.span)


def check_transposition(context: Context, found: Scripted, node: Node) -> None:
    """Refuse A^T of a matrix or a vector where T is a name of the setting."""
    if [str(leaf) for leaf in leaves(found.power or found.tree)] != ["T"]:
        return
    with suppress(FormulaError):
        if not node.evaluate(context.point.elsewhere()).value.ndim:
            return
    text = "two ways to read this, since T is bound: write \\top for a transpose"
    raise FormulaError(text, found.span)
