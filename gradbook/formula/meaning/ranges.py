"""Sums, products and extremes: over which indices, and over which of their values."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.blocks import conditions_of
from gradbook.formula.meaning.context import Children, Context
from gradbook.formula.meaning.indices import Use, index_range
from gradbook.formula.reading.names import Scripted, plain_name, subscript_items
from gradbook.formula.reading.trees import leaves, span
from gradbook.formula.values.aggregates import OVER, Repeated
from gradbook.formula.values.bound import Bound
from gradbook.formula.values.nodes import Node
from gradbook.formula.values.points import Point

__all__ = ["repeated", "variable"]

ADDENDS = 10_000


def repeated(context: Context, found: Scripted, rest: Children, place: tuple[int, int]) -> Node:
    """Return a sum, a product or an extreme, whose range is written or what it counts."""
    if not found.subscripts:
        raise FormulaError(f"expected an index under {found.base}", found.span)
    under = below(context, found)
    letters, low, members = under.letters, under.low, under.members
    high = context.sum(found.power) if found.power is not None else None
    if (low is None) != (high is None):
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
    values = choices(letters, low, high, members, inside, found.span)
    over = OVER[str(found.base)]
    return Repeated((found.span[0], place[1]), over, letters, values, excluded, body)


@dataclass
class Below:
    """What stands below a sum, sorted: i, i = 1, i ∈ S, i ≠ j."""

    letters: list[str] = field(default_factory=list)
    low: Node | None = None
    members: Bound | None = None
    relations: list[Tree] = field(default_factory=list)


def below(context: Context, found: Scripted) -> Below:
    """Sort what stands below a sum."""
    result = Below()
    for part in found.subscripts:
        if isinstance(part, Tree) and len(part.children) > 1:
            add_relation(context, found, part, result)
            continue
        for item in subscript_items([part]) or []:
            context.use(item)
            result.letters.append(variable(context, item))
    return result


def add_relation(context: Context, found: Scripted, part: Tree, result: Below) -> None:
    """Add the low end of a range, the list of its values, or a condition."""
    single = len(found.subscripts) == 1
    sign = str(part.children[1]) if len(part.children) == 3 else ""
    if not (sign in {"\\ne", "\\neq"} or (sign in {"=", "\\in"} and single)):
        how = "; write two sums, each with its range" if sign in {"<", ">", "\\le", "\\ge"} else ""
        raise FormulaError(f"not supported below {found.base}{how}", span(part))
    left, relation, right = part.children
    result.letters.append(variable(context, left))
    if sign in {"\\ne", "\\neq"}:
        result.relations.append(part)
        return
    context.use(left, relation)
    if sign == "=":
        result.low = context.sum(right)
        return
    members = context.sum(right)
    if not isinstance(members, Bound):
        raise FormulaError("expected the name of a list after \\in", span(right))
    result.members = members


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
        return Between(place, low, high)
    for letter in letters:
        if all(use.shifted for use in inside if use.letter == letter):
            raise FormulaError(f"expected the range of {letter}, which counts nothing", place)
    ranges = [index_range(letter, inside, place) for letter in letters]
    check_count(math.prod(map(len, ranges)), place)
    return Listed(place, ranges)


@dataclass
class Between:
    """A range whose ends are written."""

    span: tuple[int, int]
    low: Node
    high: Node

    def __call__(self, point: Point) -> list[tuple[int, ...]]:
        first, last = self.low.evaluate(point).index(), self.high.evaluate(point).index()
        check_count(last - first + 1, self.span)
        if last < first - 1:
            raise FormulaError(f"expected a range that grows, got {first} to {last}", self.span)
        return [(value,) for value in range(first, last + 1)]


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


def variable(context: Context, tree: Tree | Token) -> str:
    """Return the one letter of a sum's index or a limit's variable."""
    names = [plain_name(leaf) for leaf in leaves(tree)]
    if len(names) != 1 or names[0] is None:
        raise FormulaError("expected one letter", span(tree))
    if names[0] in {"e", "pi", "d"}:
        raise FormulaError(
            f"{names[0]} has a meaning of its own; choose another letter", span(tree)
        )
    if names[0] in context.point.setting.assigned:
        text = f"{names[0]} is bound in the setting; choose another letter here"
        raise FormulaError(text, span(tree))
    if names[0] in context.inner:
        raise FormulaError(f"{names[0]} is the letter of an outer sum", span(tree))
    return names[0]
