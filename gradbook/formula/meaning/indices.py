"""What an index letter counts, and so which values it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.reading.trees import leaves, span
from gradbook.formula.values.nodes import Index, Node, Number, Sum

__all__ = ["Use", "counted", "index_range", "one_by_one", "shifted"]


@dataclass
class Use:
    """An index letter where it counts what a list or an axis holds."""

    letter: str
    name: str
    low: int
    high: int
    span: tuple[int, int]
    exact: bool = True  # whether the letter stands alone, so that its range is the whole axis
    shifted: bool = False
    steady: bool = True  # whether there are as many in other draws


def index_range(letter: str, uses: Sequence[Use], place: tuple[int, int]) -> range:
    """Return the values of an index, from all that it counts.

    Raises
    ------
    FormulaError
        If it counts nothing, or two axes of different lengths.
    """
    own = [use for use in uses if use.letter == letter]
    for use in own:
        if not use.steady:
            text = f"{use.name} has another length in another draw: write the range of {letter}"
            raise FormulaError(text, use.span)
    if not own:
        raise FormulaError(f"{letter} counts nothing: it is no subscript of anything", place)
    # Of an axis that is counted with a shift as well, as in x_i - x_{i+1}, some is left over.
    cut = {use.name for use in own if use.shifted}
    exact = [use for use in own if use.exact and use.name not in cut]
    for use in exact[1:]:
        if use.high != exact[0].high:
            text = (
                f"{letter} counts {exact[0].name}, which has {exact[0].high}, "
                f"and {use.name}, which has {use.high}"
            )
            raise FormulaError(text, use.span)
    low, high = max(use.low for use in own), min(use.high for use in own)
    if high < low:
        raise FormulaError(f"no value of {letter} fits all that it counts", place)
    return range(low, high + 1)


def counted(values: range, letter: str, uses: Sequence[Use]) -> int:
    """Return how many values an index has where it stands alone: x_{i+1} leaves some out."""
    alone = [use.high - use.low + 1 for use in uses if use.letter == letter and use.exact]
    return max([len(values), *alone])


def shifted(node: Node) -> tuple[str | None, int]:
    """Return letter and shift of a subscript such as s + 1."""
    if isinstance(node, Index):
        return node.letter, 0
    if isinstance(node, Sum) and len(node.addends) == 2:
        (minus, first), (negative, second) = node.addends
        if not minus and isinstance(first, Index) and isinstance(second, Number):
            return first.letter, int(-second.value if negative else second.value)
    return None, 0


def one_by_one(
    items: Sequence[Tree | Token], value: Any, before: Sequence[Node]
) -> Sequence[Tree | Token]:
    """Return 1 and 2 for the 12 of W_{12}, 1 and j for W_{1j}, where W is a matrix.

    It has fewer than ten rows; of a larger one, 12 could be a row as well.
    """
    small = getattr(value, "ndim", 0) == 2 and max(value.shape) < 10 and not before
    found = [leaf for item in items for leaf in leaves(item)]
    if small and len(items) == 1 and sorted(leaf.type for leaf in found) == ["NAME", "NUMBER"]:
        return found
    if getattr(value, "ndim", 0) == 2 and not small and is_pair(found) and not before:
        text = "two ways to read this: write an entry as x_{1,2}, and a row by its own name"
        raise FormulaError(text, span(found[0]))
    if not small or not is_pair(found):
        return items
    (leaf,) = found
    start, _ = span(leaf)
    return [Token("NUMBER", digit, start_pos=start, end_pos=start + 2) for digit in leaf]


def is_pair(found: Sequence[Token]) -> bool:
    """Tell whether a subscript is two digits."""
    return len(found) == 1 and len(found[0]) == 2 and found[0].isdigit()
