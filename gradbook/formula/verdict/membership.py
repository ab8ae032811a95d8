r"""What is said behind a formula of what its symbols are: x \in \mathbb{R}^n, y \in \{-1, 1\}."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.elaboration import Elaboration
from gradbook.formula.reading.names import plain_name
from gradbook.formula.reading.trees import leaves, simple_factors, span
from gradbook.formula.values.nodes import Node
from gradbook.formula.values.points import Point
from gradbook.formula.values.quantity import Quantity

__all__ = ["check_members", "memberships"]

Lengths = dict[str, int]
HALVES = {"+", ">0", "\\ge0", "\\geq0"}
WHOLE = {"N": 0.0, "Z": float("-inf")}  # from where on the numbers of a set are whole


def memberships(conditions: Sequence[Tree]) -> list[Tree]:
    r"""Return what says in which set a symbol is, with those before it: x, y \in \mathbb{R}."""
    found: list[Tree] = []
    for place, part in enumerate(conditions):
        if part.children[1::2] != ["\\in"] or not is_set(part.children[2]):
            continue
        first = place
        while first and len(conditions[first - 1].children) == 1:
            first -= 1
        found += conditions[first : place + 1]
    return found


def is_set(tree: Tree | Token) -> bool:
    first = next(leaves(tree), None)
    return first is not None and first.type in {"NUMBERS", "LCURLY", "LPAR", "LBRACKET"}


def check_members(elaboration: Elaboration, parts: Sequence[Tree], lengths: Lengths) -> None:
    """Raise where a symbol is, at one of the usual draws, not in the set that is named."""
    waiting: list[Node] = []
    for part in parts:
        waiting.append(elaboration.side(part.children[0]))
        if len(part.children) == 1:
            continue
        elaboration.use(part)
        for node in waiting:
            check_member(elaboration, node, part.children[2], lengths)
        waiting = []


def check_member(elaboration: Elaboration, node: Node, named: Tree, lengths: Lengths) -> None:
    setting = elaboration.point.setting
    outcomes = range(setting.outcomes) if setting.outcomes > 1 else [None]
    for draw, outcome in product(range(setting.draws), outcomes):
        point = Point(setting, draw, False, outcome=outcome)
        value = node.evaluate(point)
        if not is_member(elaboration, point, value, named, lengths):
            where = f" at draw {draw + 1}" if setting.varies else ""
            text = f"{number_or_kind(value)}{where} is not in this set"
            raise FormulaError(text, span(named))


def number_or_kind(value: Quantity) -> str:
    return value.kind if value.value.ndim else f"{float(value.value.detach()):g}"


def is_member(
    elaboration: Elaboration, point: Point, value: Quantity, named: Tree, lengths: Lengths
) -> bool:
    base, *scripts = sole_factor(named).children
    if isinstance(base, Tree):
        return is_listed(elaboration, point, value, base, scripts)
    here = value.value.detach()
    low = WHOLE.get(str(base)[-2])
    if low is not None and not bool((here.round() == here).all() and here.min() >= low):
        return False
    expected: list[int | str] = []
    for script in scripts:
        text = "".join(map(str, leaves(script)))
        if text in HALVES:
            if not bool((here > 0).all() if text == ">0" else (here >= 0).all()):
                return False
        elif isinstance(script, Tree) and script.data == "superscript":
            expected = list(axes(elaboration, point, script))
        else:
            raise FormulaError("not supported here: this script on a set", span(script))
    if len(expected) != here.ndim or value.row:
        return False
    known = [
        lengths.setdefault(one, count) if isinstance(one, str) else one
        for one, count in zip(expected, here.shape, strict=True)
    ]
    return known == list(here.shape)


def sole_factor(named: Tree) -> Tree:
    """Return the one factor that names a set."""
    factors = simple_factors(named)
    if len(factors) != 1:
        raise FormulaError("expected a set, such as \\mathbb{R}^n", span(named))
    return factors[0]


def is_listed(
    elaboration: Elaboration, point: Point, value: Quantity, group: Tree, scripts: Sequence[object]
) -> bool:
    """Tell whether a number is one of those in braces, or lies between two ends."""
    numbers = [number(elaboration, point, one) for one in group.children if isinstance(one, Tree)]
    between = group.children[0] in {"(", "["}
    if scripts or (between and len(numbers) != 2):
        raise FormulaError("expected a set, such as \\{0, 1\\} or (0, 1)", span(group))
    if value.value.ndim:
        return False
    here = float(value.value.detach())
    if not between:
        return here in numbers
    low, high = numbers
    return low <= here <= high if group.children[0] == "[" else low < here < high


def number(elaboration: Elaboration, point: Point, tree: Tree) -> float:
    """Return a number of a set, of which +1 may be one."""
    first, *rest = tree.children
    plain = Tree("sum", rest, tree.meta) if first == "+" else tree
    return float(elaboration.sum(plain).evaluate(point).value.detach())


def axes(elaboration: Elaboration, point: Point, raised: Tree) -> Iterator[int | str]:
    r"""Yield the lengths that \mathbb{R}^{m \times n} names; a letter has one length throughout."""
    (content,) = raised.children
    if isinstance(content, Tree) and len(content.children) > 1:  # n + 1
        yield elaboration.sum(content).evaluate(point).index()
        return
    parts = content.children[0].children if isinstance(content, Tree) else [content]
    pieces: list[list[Tree | Token]] = [[]]
    for part in parts:
        if part == "\\times":
            pieces.append([])
        else:
            pieces[-1].append(part)
    for piece in pieces:
        found = [leaf for part in piece for leaf in leaves(part)]
        names = [plain_name(leaf) for leaf in found]
        if len(found) == 1 and names[0] and names[0] not in elaboration.bound:
            yield names[0]
        elif len(found) == 1 and found[0].isdigit():
            yield int(found[0])
        elif all(isinstance(part, Tree) for part in piece):
            yield elaboration.term(piece, span(raised)).evaluate(point).index()
        else:
            yield elaboration.sum(Tree("factor", piece, raised.meta)).evaluate(point).index()
