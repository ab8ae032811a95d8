"""What takes the rest of its term: sums, products, limits; and expectations."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from lark import Token, Tree

from gradbook.formula.aggregates import Expectation, Limit, Repeated
from gradbook.formula.blocks import conditions_of
from gradbook.formula.errors import FormulaError
from gradbook.formula.expressions import Bound, Node
from gradbook.formula.indices import Use, index_range
from gradbook.formula.names import Scripted, placed, plain_name, scripted, subscript_items
from gradbook.formula.parser import leaves, span
from gradbook.formula.points import Point

if TYPE_CHECKING:
    from gradbook.formula.elaboration import Elaboration

__all__ = ["big"]

ADDENDS = 10_000


def big(
    elaboration: Elaboration, found: Scripted, rest: Sequence[Tree | Token]
) -> tuple[Node, int, str | None]:
    """Return what takes the rest of the term."""
    assert isinstance(found.base, Token)
    elaboration.use(found.base)
    if not rest:
        raise FormulaError(f"expected something after {found.base}", found.span)
    if found.base == "\\mathbb{E}":
        return expectation(elaboration, found, rest)
    body_span = span(rest[0])[0], span(rest[-1])[1]
    if found.base == "\\lim":
        node = limit(elaboration, found, rest, body_span)
    else:
        node = repeated(elaboration, found, rest, body_span)
    return node, 1 + len(rest), None


def expectation(
    elaboration: Elaboration, found: Scripted, rest: Sequence[Tree | Token]
) -> tuple[Node, int, str | None]:
    inner = scripted(rest[0]) if isinstance(rest[0], Tree) else None
    group = inner.base if inner else None
    if not isinstance(group, Tree) or group.data != "group" or len(group.children) != 3:
        raise FormulaError("expected brackets after \\mathbb{E}", found.span)
    if len(found.tree.children) > 1:
        raise FormulaError("not supported: a script on \\mathbb{E}", found.span)
    assert inner is not None
    node = Expectation((found.span[0], span(group)[1]), elaboration.sum(group.children[1]))
    return elaboration.scripts(inner, node), 2, None


def limit(
    elaboration: Elaboration, found: Scripted, rest: Sequence[Tree | Token], place: tuple[int, int]
) -> Node:
    chains = [part for part in found.subscripts if isinstance(part, Tree)]
    if len(chains) != 1 or len(chains[0].children) != 3 or chains[0].children[1] != "\\to":
        raise FormulaError("expected h \\to 0 under the limit", found.span)
    left, arrow, right = chains[0].children
    elaboration.use(left, arrow)
    letter = variable(elaboration, left)
    side, sides = right, [1, -1]
    factors = right.children[0].children if len(right.children) == 1 else []
    if len(factors) == 1:
        inner = scripted(factors[0])
        if inner.side:
            sides = [1 if inner.side == "+" else -1]
            elaboration.use(inner.side)
            side = Tree("factor", [inner.base], placed(inner.base))
    target = elaboration.factor(side) if side.data == "factor" else elaboration.sum(side)
    with_letter = elaboration.opened([letter])
    body = elaboration.term(rest, place)
    elaboration.closed(with_letter)
    if letter not in elaboration.letters:
        raise FormulaError(f"{letter} does not stand in what the limit is taken of", found.span)
    elaboration.letters.discard(letter)
    return Limit((found.span[0], place[1]), letter, target, sides, body)


def variable(elaboration: Elaboration, tree: Tree | Token) -> str:
    """Return the one letter of a sum's index or a limit's variable."""
    names = [plain_name(leaf) for leaf in leaves(tree)]
    if len(names) != 1 or names[0] is None:
        raise FormulaError("expected one letter", span(tree))
    if names[0] in {"e", "pi", "d"}:
        raise FormulaError(
            f"{names[0]} has a meaning of its own; choose another letter", span(tree)
        )
    if names[0] in elaboration.point.setting.assigned:
        text = f"{names[0]} is bound in the setting; choose another letter here"
        raise FormulaError(text, span(tree))
    if names[0] in elaboration.inner:
        raise FormulaError(f"{names[0]} is the letter of an outer sum", span(tree))
    return names[0]


def repeated(
    elaboration: Elaboration, found: Scripted, rest: Sequence[Tree | Token], place: tuple[int, int]
) -> Node:
    """Return a sum or a product, with its range written or taken from what it counts."""
    if not found.subscripts:
        raise FormulaError(f"expected an index under {found.base}", found.span)
    letters, low, members, relations = below(elaboration, found)
    high = elaboration.sum(found.power) if found.power is not None else None
    if (low is None) != (high is None):
        raise FormulaError("expected both ends of the range, or none", found.span)
    outside = set(elaboration.letters)
    count = elaboration.opened(letters)
    uses, elaboration.uses = elaboration.uses, []
    excluded = [c for chain in relations for c in conditions_of(elaboration, chain)]
    elaboration.letters = set()
    body = elaboration.term(rest, place)
    for letter in letters:
        if letter not in elaboration.letters and low is None and members is None:
            raise FormulaError(f"{letter} counts nothing in this sum", found.span)
        if letter in outside:
            raise FormulaError(f"{letter} is used outside of its sum as well", found.span)
    elaboration.closed(count)
    inside = [use for use in elaboration.uses if use.letter in letters]
    elaboration.uses = uses + [use for use in elaboration.uses if use.letter not in letters]
    elaboration.letters = (elaboration.letters - set(letters)) | outside
    elaboration.summed |= set(letters)
    values = choices(letters, low, high, members, inside, found.span)
    product = found.base == "\\prod"
    return Repeated((found.span[0], place[1]), product, letters, values, excluded, body)


def below(
    elaboration: Elaboration, found: Scripted
) -> tuple[list[str], Node | None, Node | None, list[Tree]]:
    """Sort what stands below a sum: i, i = 1, i \\in S, i \\ne j."""
    letters: list[str] = []
    low = members = None
    relations: list[Tree] = []
    for part in found.subscripts:
        if isinstance(part, Token):
            elaboration.use(part)
            letters.append(variable(elaboration, part))
            continue
        children = part.children
        if len(children) == 1:
            for item in subscript_items([part]) or []:
                elaboration.use(item)
                letters.append(variable(elaboration, item))
        elif len(children) == 3 and children[1] == "=" and len(found.subscripts) == 1:
            elaboration.use(children[0], children[1])
            letters.append(variable(elaboration, children[0]))
            low = elaboration.sum(children[2])
        elif len(children) == 3 and children[1] == "\\in" and len(found.subscripts) == 1:
            elaboration.use(children[0], children[1])
            letters.append(variable(elaboration, children[0]))
            members = elaboration.sum(children[2])
            if not isinstance(members, Bound):
                raise FormulaError("expected the name of a list after \\in", span(children[2]))
        elif len(children) == 3 and children[1] in ("\\ne", "\\neq"):
            relations.append(part)
            letters.append(variable(elaboration, children[0]))
        else:
            raise FormulaError(f"not supported below {found.base}", span(part))
    return letters, low, members, relations


def choices(
    letters: Sequence[str],
    low: Node | None,
    high: Node | None,
    members: Node | None,
    inside: Sequence[Use],
    place: tuple[int, int],
) -> Callable[[Point], Sequence[tuple[int, ...]]]:
    """Return the function that lists the values of the indices at a point."""
    if members is not None:
        return lambda point: [(int(v),) for v in members_of(members, point)]
    if low is not None and high is not None:

        def written(point: Point) -> list[tuple[int, ...]]:
            first, last = low.evaluate(point).index(), high.evaluate(point).index()
            check_count(last - first + 1, place)
            if last < first - 1:
                raise FormulaError(f"expected a range that grows, got {first} to {last}", place)
            return [(value,) for value in range(first, last + 1)]

        return written
    for letter in letters:
        if all(use.shifted for use in inside if use.letter == letter):
            raise FormulaError(f"expected the range of {letter}, which counts nothing", place)
    ranges = [index_range(letter, inside, place) for letter in letters]
    check_count(math.prod(map(len, ranges)), place)
    listed = list(itertools.product(*ranges))
    return lambda point: listed


def check_count(count: int, place: tuple[int, int]) -> None:
    if count > ADDENDS:
        raise FormulaError(f"expected at most {ADDENDS} addends, got {count}", place)


def members_of(node: Node, point: Point) -> list[int]:
    assert isinstance(node, Bound)
    found = node.object(point)
    if not isinstance(found, (list, tuple, set, range)) and getattr(found, "ndim", 0) != 1:
        raise FormulaError(f"expected {node.name} to be a list of indices", node.span)
    return [int(v) for v in (found.tolist() if hasattr(found, "tolist") else found)]
