"""Sums, products and extremes: over which indices, and over which of their values."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.below import below
from gradbook.formula.meaning.blocks import conditions_of
from gradbook.formula.meaning.context import Children, Context
from gradbook.formula.meaning.indices import Use, index_range
from gradbook.formula.reading.names import Scripted
from gradbook.formula.reading.trees import leaves
from gradbook.formula.values.aggregates import OVER
from gradbook.formula.values.bound import Bound
from gradbook.formula.values.nodes import Node
from gradbook.formula.values.points import Point
from gradbook.formula.values.series import Series

__all__ = ["repeated"]

ADDENDS = 10_000


def repeated(context: Context, found: Scripted, rest: Children, place: tuple[int, int]) -> Node:
    """Return a sum, a product or an extreme, whose range is written or what it counts."""
    if not found.subscripts:
        raise FormulaError(f"expected an index under {found.base}", found.span)
    under = below(context, found)
    letters, low, high, members = under.letters, under.low, under.high, under.members
    endless = is_endless(found, letters)
    if found.power is not None and endless:
        context.use(found.power)
    elif found.power is not None and high is None:
        high = context.sum(found.power)
    if (low is None) != (high is None and not endless):
        raise FormulaError("expected both ends of the range, or none", found.span)
    outside = set(context.letters)
    uses, context.uses = context.uses, []
    with context.binding(letters) as counted:
        excluded = [c for chain in under.relations for c in conditions_of(context, chain)]
        body = context.term(rest, place)
        for letter in letters:
            if letter not in counted and low is None and members is None:
                raise FormulaError(f"{letter} counts nothing in this sum", found.span)
            if letter in outside:
                raise FormulaError(f"{letter} is used outside of its sum as well", found.span)
    inside = [use for use in context.uses if use.letter in letters]
    context.uses = uses + [use for use in context.uses if use.letter not in letters]
    context.summed |= set(letters)
    whole = found.span[0], place[1]
    if endless and low:
        return Series(whole, letters[0], low, excluded, body)
    values = choices(letters, low, high, members, inside, found.span)
    return OVER[str(found.base)](whole, letters, values, excluded, body)


def is_endless(found: Scripted, letters: Sequence[str]) -> bool:
    """Tell whether a sum over one letter has no end."""
    above = [str(leaf) for leaf in leaves(found.power)] if found.power is not None else []
    return above == ["\\infty"] and found.base == "\\sum" and len(letters) == 1


def choices(
    letters: Sequence[str],
    low: Node | None,
    high: Node | None,
    members: Bound | None,
    inside: Sequence[Use],
    place: tuple[int, int],
) -> Callable[[Point], Sequence[tuple[int, ...]]]:
    """Return the function that lists the values of the indices at a point."""
    if members is not None:
        return Members(place, members)
    if low is not None and high is not None:
        return Between(place, low, high, len(letters))
    for letter in letters:
        if all(use.shifted for use in inside if use.letter == letter):
            raise FormulaError(f"expected the range of {letter}, which counts nothing", place)
    ranges = [index_range(letter, inside, place) for letter in letters]
    check_count(math.prod(map(len, ranges)), place)
    return Listed(place, ranges)


@dataclass
class Between:
    """A range whose ends are written, of one index or of several."""

    span: tuple[int, int]
    low: Node
    high: Node
    count: int = 1

    def __call__(self, point: Point) -> list[tuple[int, ...]]:
        first, last = self.low.evaluate(point).index(), self.high.evaluate(point).index()
        check_count((last - first + 1) ** self.count, self.span)
        if last < first - 1:
            raise FormulaError(f"expected a range that grows, got {first} to {last}", self.span)
        return list(itertools.product(range(first, last + 1), repeat=self.count))


@dataclass
class Members:
    """The indices that a list of the setting holds."""

    span: tuple[int, int]
    bound: Bound

    def __call__(self, point: Point) -> list[tuple[int, ...]]:
        return [(value,) for value in members_of(self.bound, point)]


@dataclass
class Listed:
    """All values of all indices, from what they count."""

    span: tuple[int, int]
    ranges: Sequence[range]

    def __call__(self, point: Point) -> Sequence[tuple[int, ...]]:
        return list(itertools.product(*self.ranges))


def check_count(count: int, place: tuple[int, int]) -> None:
    if count > ADDENDS:
        raise FormulaError(f"expected at most {ADDENDS} addends, got {count}", place)


def members_of(node: Bound, point: Point) -> list[int]:
    found = node.object(point)
    if not isinstance(found, (list, tuple, set, range)) and getattr(found, "ndim", 0) != 1:
        raise FormulaError(f"expected {node.name} to be a list of indices", node.span)
    return [int(v) for v in (found.tolist() if hasattr(found, "tolist") else found)]
