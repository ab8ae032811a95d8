r"""What is said behind a formula of what its symbols are: x \in \mathbb{R}^n, y \in \{-1, 1\}."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.elaboration import Elaboration
from gradbook.formula.reading.names import plain_name
from gradbook.formula.reading.trees import leaves, span
from gradbook.formula.values.nodes import Node
from gradbook.formula.values.points import Point
from gradbook.formula.values.quantity import Quantity

__all__ = ["check_members", "memberships"]

Lengths = dict[str, int]
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


def check_members(elaboration: Elaboration, parts: Sequence[Tree]) -> None:
    """Raise where a symbol is, at one of the usual draws, not in the set that is named."""
    waiting: list[Node] = []
    lengths: Lengths = {}
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
    for draw in range(setting.draws):
        point = Point(setting, draw, False)
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
    first, *_ = leaves(named)
    if first.type != "NUMBERS":
        return is_listed(elaboration, point, value, named, first)
    low = WHOLE.get(str(first)[-2])
    here = value.value.detach()
    if low is not None and not bool((here.round() == here).all() and here.min() >= low):
        return False
    expected = list(axes(elaboration, named))
    if len(expected) != here.ndim or value.row:
        return False
    known = [
        lengths.setdefault(one, count) if isinstance(one, str) else one
        for one, count in zip(expected, here.shape, strict=True)
    ]
    return known == list(here.shape)


def is_listed(
    elaboration: Elaboration, point: Point, value: Quantity, named: Tree, first: Token
) -> bool:
    """Tell whether a number is one of those in braces, or lies between two ends."""
    group = next(named.find_data("group"))
    numbers = [number(elaboration, point, one) for one in group.children if isinstance(one, Tree)]
    if value.value.ndim:
        return False
    here = float(value.value.detach())
    if first.type == "LCURLY":
        return here in numbers
    low, high = numbers
    return low <= here <= high if first.type == "LBRACKET" else low < here < high


def number(elaboration: Elaboration, point: Point, tree: Tree) -> float:
    """Return a number of a set, of which +1 may be one."""
    first, *rest = tree.children
    plain = Tree("sum", rest, tree.meta) if first == "+" else tree
    return float(elaboration.sum(plain).evaluate(point).value.detach())


def axes(elaboration: Elaboration, named: Tree) -> Iterator[int | str]:
    r"""Yield the lengths that \mathbb{R}^{m \times n} names; a letter has one length throughout."""
    raised = next(named.find_data("superscript"), None)
    if raised is None:
        return
    pieces: list[list[Token]] = [[]]
    for leaf in leaves(raised):
        if leaf == "\\times":
            pieces.append([])
        else:
            pieces[-1].append(leaf)
    for piece in pieces:
        text = "".join(map(str, piece))
        known = elaboration.bound.get(plain_name(piece[0]) or "") if len(piece) == 1 else None
        if text.isdigit():
            yield int(text)
        else:
            yield int(known) if isinstance(known, int | float) else text
