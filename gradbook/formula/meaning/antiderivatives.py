r"""Lines with integrals without ends: \int x \, dx = x^2/2 + C."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.elaboration import Elaboration
from gradbook.formula.meaning.integrals import differential
from gradbook.formula.reading.names import plain_name
from gradbook.formula.reading.trees import leaves, span
from gradbook.formula.values.bound import Bound
from gradbook.formula.values.integrals import Beside
from gradbook.formula.values.nodes import Node, Sum
from gradbook.formula.values.placed import At

__all__ = ["paired_sides"]

CONSTANTS = {"C", "c", "K", "k", "const"}  # what + C may be called, where it means nothing else
FORM = (
    "expected an integral without ends to begin the line, or to be an addend behind it, "
    r"as in \int x e^x \, dx = x e^x - \int e^x \, dx"
)


def paired_sides(
    elaboration: Elaboration, chain: Tree, trees: Sequence[Tree]
) -> list[tuple[Node, Node]]:
    """Return the sides of each relation of a chain.

    An integral without ends is known but for a constant: beside it, both sides are what they
    change by as its symbol moves.
    """
    endless = [has_no_ends(tree) for tree in trees]
    if not any(endless):
        sides = [elaboration.side(tree) for tree in trees]
        return list(pairwise(sides))
    name = variable_of(elaboration, chain, trees)
    constant = [constant_of(elaboration, tree) for tree in trees]
    pairs = zip(trees, constant, strict=True)
    kept = [Tree("sum", tree.children[:-2], tree.meta) if c else tree for tree, c in pairs]
    sides = [elaboration.side(tree) for tree in kept]
    found = []
    for k in range(len(sides) - 1):
        if endless[k] or endless[k + 1]:
            found.append((moved(sides[k], name), moved(sides[k + 1], name)))
        elif constant[k] != constant[k + 1]:
            raise FormulaError("expected + C on both sides, or on none", span(trees[k + 1]))
        else:
            found.append((sides[k], sides[k + 1]))
    return found


def has_no_ends(side: Tree) -> bool:
    """Tell whether an integral without ends stands in a side."""
    return any(map(is_endless, side.find_data("factor")))


def variable_of(elaboration: Elaboration, chain: Tree, trees: Sequence[Tree]) -> str:
    """Return the symbol of all integrals without ends, or raise where one stands elsewhere."""
    names = set[str | None]()
    for number, tree in enumerate(trees):
        terms = [part for part in tree.children if isinstance(part, Tree)]
        found = [term for term in terms if any(is_endless(part) for part in term.children)]
        if not len(found) == sum(map(count_endless, found)) == count_endless(tree):
            raise FormulaError(FORM, span(tree))
        if not number and (len(terms) > 1 or not is_endless(terms[0].children[0])):
            raise FormulaError(FORM, span(tree))
        for term in found:
            names |= {name_behind(elaboration, term)}
    if len(names) != 1 or any(str(sign) != "=" for sign in chain.children[1::2]):
        raise FormulaError("expected = between integrals by one symbol", span(chain))
    return str(names.pop())


def is_endless(part: Tree | Token) -> bool:
    return isinstance(part, Tree) and part.children == ["\\int"]


def count_endless(tree: Tree) -> int:
    return sum(map(is_endless, tree.find_data("factor")))


def name_behind(elaboration: Elaboration, term: Tree) -> str | None:
    """Return by what an addend is integrated; what stands before must not depend on it."""
    place = next(k for k, part in enumerate(term.children) if is_endless(part))
    split = differential(term.children[place + 1 :])
    name = plain_name(split.variable.children[0]) if split else None
    before = {plain_name(leaf) for part in term.children[:place] for leaf in leaves(part)}
    setting = elaboration.point.setting
    leading = [one for one in before if one and name and setting.leads({name}, one)]
    if split is None or place + 1 + split.taken < len(term.children) or name in before or leading:
        raise FormulaError(FORM, span(term))
    return name


def constant_of(elaboration: Elaboration, side: Tree) -> str:
    """Return the C that a side ends with, or nothing."""
    *before, sign, last = [None, None, *side.children]
    found = [*leaves(last)] if isinstance(last, Tree) else []
    name = plain_name(found[0]) if len(found) == 1 else None
    if len(before) < 3 or sign != "+" or name not in CONSTANTS or name in elaboration.bound:
        return ""
    if name in elaboration.candidates:
        return ""
    elaboration.use(found[0], side.children[-2])
    return str(name)


def moved(side: Node, name: str) -> Node:
    """Return by how much a side changes from beside a symbol to it."""
    symbol = Bound(side.span, name, [])
    there = At(side.span, side, [symbol], [Beside(side.span, symbol)])
    return Sum(side.span, [(False, side), (True, there)])
