"""Brackets, fractions, roots, bars, cases and matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.expressions import Array, Binary, Cases, Node, Number, Relation, Unary
from gradbook.formula.parser import span
from gradbook.formula.quantity import Quantity

if TYPE_CHECKING:
    from gradbook.formula.elaboration import Elaboration

__all__ = ["SIGNS", "conditions_of", "structure"]

SIGNS = {
    **{"=": "=", "<": "<", ">": ">", "\\lt": "<", "\\gt": ">"},
    **{"\\le": "≤", "\\leq": "≤", "\\ge": "≥", "\\geq": "≥", "\\ne": "≠", "\\neq": "≠"},
}


def structure(elaboration: Elaboration, tree: Tree) -> Node:
    """Return what stands in brackets, in a fraction, in cases …"""
    place = span(tree)
    if tree.data == "group":
        parts = [elaboration.sum(part) for part in tree.children[1:-1]]
        return parts[0] if len(parts) == 1 else Array(place, [parts], False)
    if tree.data == "braces":
        return elaboration.sum(tree.children[0])
    if tree.data == "fraction":
        elaboration.use(tree.children[0])
        above, below = (elaboration.sum(part) for part in tree.children[1:])
        return Binary(place, Quantity.__truediv__, above, below)
    if tree.data == "root":
        return root_of(elaboration, tree)
    if tree.data in {"norm", "absolute"}:
        return Unary(
            place, norm if tree.data == "norm" else absolute, elaboration.sum(tree.children[1])
        )
    if tree.data == "cases":
        return case_rows(elaboration, tree)
    if tree.data == "matrix":
        return matrix(elaboration, tree)
    raise FormulaError("not supported here", place)


def root_of(elaboration: Elaboration, tree: Tree) -> Node:
    *degree, body = tree.children
    power = Number(span(tree), 2.0) if not degree else elaboration.sum(degree[0])
    inverse = Binary(span(tree), Quantity.__truediv__, Number(span(tree), 1.0), power)
    return Binary(span(tree), root, elaboration.sum(body), inverse)


def case_rows(elaboration: Elaboration, tree: Tree) -> Node:
    rows, otherwise = [], None
    for case in tree.find_data("case"):
        value, ampersand, condition = case.children
        elaboration.use(ampersand)
        node = elaboration.sum(value)
        if isinstance(condition, Token):
            elaboration.use(condition)
            if otherwise:
                raise FormulaError("expected one row otherwise", span(condition))
            otherwise = node
        else:
            rows.append((node, conditions_of(elaboration, condition)))
    rows.sort(key=lambda row: row[0].span)
    cases = Cases(span(tree), rows, otherwise)
    elaboration.cases.append(cases)
    return cases


def matrix(elaboration: Elaboration, tree: Tree) -> Node:
    rows = []
    for row in (child for child in tree.children if isinstance(child, Tree)):
        elaboration.use(*(child for child in row.children if isinstance(child, Token)))
        rows.append([elaboration.sum(child) for child in row.children if isinstance(child, Tree)])
    if len({len(row) for row in rows}) > 1:
        raise FormulaError("expected rows of one length", span(tree))
    return Array(span(tree), rows, True)


def conditions_of(elaboration: Elaboration, chain: Tree) -> list[Relation]:
    """Return the conditions a < b < c as a list of pairs."""
    if chain.data != "chain" or len(chain.children) < 3:
        raise FormulaError("expected a condition", span(chain))
    sides = [elaboration.sum(part) for part in chain.children[::2]]
    found = []
    for left, sign, right in zip(sides, chain.children[1::2], sides[1:], strict=False):
        elaboration.use(sign)
        if str(sign) not in SIGNS:
            raise FormulaError(f"not supported in a condition: {sign}", span(sign))
        found.append(Relation((left.span[0], right.span[1]), SIGNS[str(sign)], left, right))
    return found


def absolute(quantity: Quantity) -> Quantity:
    if quantity.value.ndim:
        raise FormulaError(
            f"expected a number between bars, got {quantity.kind}; a norm is \\lVert x \\rVert"
        )
    return Quantity(quantity.value.abs(), quantity.size, tolerance=quantity.tolerance)


def norm(quantity: Quantity) -> Quantity:
    if quantity.value.ndim != 1 or quantity.row:
        raise FormulaError(f"expected a vector in the norm, got {quantity.kind}")
    return quantity.of(quantity.value.norm())


def root(body: Quantity, inverse: Quantity) -> Quantity:
    if body.value.ndim or body.value < 0:
        raise FormulaError("expected a number that is not negative under the root")
    if body.value == 0:
        return body
    return body**inverse
