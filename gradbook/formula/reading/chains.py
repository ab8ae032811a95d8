"""The relations of a formula, in the order in which they are written."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import Any

from lark import Token, Tree
from lark.tree import Meta

from gradbook.formula.errors import FormulaError
from gradbook.formula.reading.names import (
    plain_name,
    scripted,
    subscript_items,
    with_primes,
    with_subscript,
)
from gradbook.formula.reading.trees import leaves, placed, span

__all__ = ["chains", "is_statement"]


def chains(tree: Tree) -> Iterator[tuple[Tree, list[Tree]]]:
    """Yield each chain a = b = c with its conditions; lines that go on are joined.

    A line that begins with a relation goes on with the last side of the line before. A line
    without a relation adds to that side.
    """
    open_chain: list[Any] = []
    conditions: list[Tree] = []
    for statement in tree.children:
        if isinstance(statement, Token):
            continue
        first, *rest = statement.children
        parts = list(first.children)
        if open_chain and first.data == "continued":
            open_chain += parts
        elif open_chain and len(parts) == 1 and isinstance(parts[0].children[0], Token):
            open_chain[-1] = joined(open_chain[-1], parts[0])
        else:
            if open_chain:
                yield closed(open_chain, conditions), conditions
            if first.data == "continued":
                raise FormulaError("expected a left side", span(first))
            open_chain, conditions = parts, []
        conditions += rest
    yield closed(open_chain, conditions), conditions


def is_statement(relation: Tree, bound: Container[str]) -> bool:
    """Tell whether what stands after a comma is an equation to be checked, and no condition.

    A condition compares an index, or a plain quantity and a number: i = j + 1, y = i, x = 0. All
    else is a further chain, as in p_i = e^{a_i}/s, s = e^{a_1} + e^{a_2}, or in z = 2a, a - x = 0.
    """
    signs, sides = relation.children[1::2], relation.children[::2]
    if relation.data != "chain" or not sides[1:] or any(str(sign) != "=" for sign in signs):
        return False
    stated = [side for side in sides if is_stated(side, bound)]
    others = [side for side in sides if side not in stated]
    if any(map(has_name, others)):  # an index, or a constant of mathematics
        return False
    return bool(stated) and (not others or any(map(is_compound, stated)))


def is_stated(side: Tree, bound: Container[str]) -> bool:
    """Tell whether a side has a name of the setting, in an exponent as well."""
    names = {plain_name(leaf) for leaf in leaves(side)}
    return any(name in bound for name in names if name) or any(
        is_bound(factor, bound) for factor in side.find_data("factor")
    )


def has_name(side: Tree) -> bool:
    return any(plain_name(factor.children[0]) for factor in side.find_data("factor"))


def is_compound(side: Tree) -> bool:
    """Tell whether a side is more than a name with its scripts."""
    if len(side.children) > 1 or len(side.children[0].children) > 1:
        return True
    return plain_name(side.children[0].children[0].children[0]) is None


def is_bound(factor: Tree, bound: Container[str]) -> bool:
    """Tell whether a factor is a name of the setting: y, y_1 or y^{(1)}, which is y1."""
    found = scripted(factor)
    name = plain_name(found.base)
    if name is None:
        return False
    layer = "".join(map(str, leaves(found.layer))) if found.layer else ""
    items = subscript_items(found.subscripts) or []
    full = with_subscript(bound, name, items) if items else with_primes(name, found.primes)
    return any(one in bound for one in (name, f"{name}{layer}", full))


def joined(left: Tree, right: Tree) -> Tree:
    """Return one sum of the addends of two."""
    meta = placed(left)
    meta.end_pos = right.meta.end_pos
    return Tree("sum", [*left.children, *right.children], meta)


def closed(parts: Sequence[Any], conditions: Sequence[Tree]) -> Tree:
    if len(parts) < 3:
        raise FormulaError("expected a relation, such as =", span(parts[0]))
    chain = Tree("chain", list(parts), Meta())
    chain.meta.start_pos, chain.meta.end_pos = span(parts[0])[0], span(parts[-1])[1]
    chain.meta.empty = False
    return chain
