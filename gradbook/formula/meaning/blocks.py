"""Brackets, fractions, roots, bars, cases and matrices."""

from __future__ import annotations

from collections.abc import Callable

import torch
from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.context import Children, Context
from gradbook.formula.meaning.norms import inner_product, norm
from gradbook.formula.reading.trees import span
from gradbook.formula.values.cases import Cases, Indicator, Relation, Rounded
from gradbook.formula.values.counting import binomial
from gradbook.formula.values.nodes import Array, Binary, Node, Number, Unary
from gradbook.formula.values.powers import power
from gradbook.formula.values.quantity import Quantity

__all__ = ["SIGNS", "conditions_of", "structure"]

SIGNS = {
    **{"=": "=", "<": "<", ">": ">", "\\lt": "<", "\\gt": ">"},
    **{":=": "=", "\\coloneqq": "=", "\\triangleq": "=", "\\doteq": "="},
    **{"\\approx": "≈"},
    **{"\\leqslant": "≤", "\\geqslant": "≥"},
    **{"\\le": "≤", "\\leq": "≤", "\\ge": "≥", "\\geq": "≥", "\\ne": "≠", "\\neq": "≠"},
}


def structure(context: Context, tree: Tree) -> Node:
    """Return what stands in brackets, in a fraction, in cases …"""
    if tree.data not in STRUCTURES:
        raise FormulaError(f"not supported here: {tree.data}", span(tree))
    return STRUCTURES[tree.data](context, tree)


def group(context: Context, tree: Tree) -> Node:
    parts = [context.sum(part) for part in tree.children[1:-1] if isinstance(part, Tree)]
    return parts[0] if len(parts) == 1 else Array(span(tree), [parts], False)


def fraction(context: Context, tree: Tree) -> Node:
    context.use(tree.children[0])
    above, below = (context.sum(part) for part in tree.children[1:])
    chosen = str(tree.children[0]).endswith("binom")
    return Binary(span(tree), binomial if chosen else Quantity.__truediv__, above, below)


def inner(context: Context, tree: Tree) -> Node:
    one, other = (context.sum(part) for part in tree.children[1:-1])
    return Binary(span(tree), inner_product, one, other)


def barred(context: Context, tree: Tree) -> Node:
    operation = norm if tree.data == "norm" else absolute
    return Unary(span(tree), operation, context.sum(tree.children[1]))


def rounded(context: Context, tree: Tree) -> Node:
    rounding = torch.floor if tree.data == "floor" else torch.ceil
    return Rounded(span(tree), rounding, context.sum(tree.children[1]))


def indicator(context: Context, tree: Tree) -> Node:
    context.use(tree.children[0])
    found = Indicator(span(tree), all_of(context, tree.children[1:]))
    context.cases.append(found)
    return found


def root_of(context: Context, tree: Tree) -> Node:
    *degree, body = tree.children
    power = Number(span(tree), 2.0) if not degree else context.sum(degree[0])
    inverse = Binary(span(tree), Quantity.__truediv__, Number(span(tree), 1.0), power)
    return Binary(span(tree), root, context.sum(body), inverse)


def case_rows(context: Context, tree: Tree) -> Node:
    rows, otherwise = [], None
    for case in tree.find_data("case"):
        value, ampersand, *given = case.children
        context.use(ampersand)
        node = context.sum(value)
        if isinstance(given[0], Token):
            context.use(given[0])
            if otherwise:
                raise FormulaError("expected one row otherwise", span(given[0]))
            otherwise = node
        else:
            rows.append((node, all_of(context, given)))
    rows.sort(key=lambda row: row[0].span)
    cases = Cases(span(tree), rows, otherwise)
    context.cases.append(cases)
    return cases


def matrix(context: Context, tree: Tree) -> Node:
    rows = []
    for row in (child for child in tree.children if isinstance(child, Tree)):
        context.use(*(child for child in row.children if isinstance(child, Token)))
        rows.append([context.sum(child) for child in row.children if isinstance(child, Tree)])
    if len({len(row) for row in rows}) > 1:
        raise FormulaError("expected rows of one length", span(tree))
    node = Array(span(tree), rows, True)
    if tree.children[0] == "\\begin{vmatrix}":
        return Unary(span(tree), determinant, node)
    return node


def all_of(context: Context, pieces: Children) -> list[Relation]:
    """Return the conditions of several chains, with what stands between them."""
    context.use(*(piece for piece in pieces if getattr(piece, "type", "") == "AND"))
    chains = [piece for piece in pieces if isinstance(piece, Tree)]
    return [one for chain in chains for one in conditions_of(context, chain)]


def conditions_of(context: Context, chain: Tree) -> list[Relation]:
    """Return the conditions a < b < c as a list of pairs."""
    if chain.data != "chain" or len(chain.children) < 3:
        raise FormulaError("expected a condition", span(chain))
    sides = [context.sum(part) for part in chain.children[::2]]
    found = []
    for left, sign, right in zip(sides, chain.children[1::2], sides[1:], strict=False):
        context.use(sign)
        if str(sign) not in SIGNS:
            raise FormulaError(f"not supported in a condition: {sign}", span(sign))
        found.append(Relation((left.span[0], right.span[1]), SIGNS[str(sign)], left, right))
    return found


def absolute(quantity: Quantity) -> Quantity:
    if quantity.value.ndim == 2:
        return determinant(quantity)
    if quantity.value.ndim:
        raise FormulaError(
            f"expected a number between bars, got {quantity.kind}; a norm is \\lVert x \\rVert"
        )
    return Quantity(quantity.value.abs(), quantity.size, tolerance=quantity.tolerance)


def determinant(quantity: Quantity) -> Quantity:
    """Return what |Σ| is of a matrix."""
    if quantity.value.shape[0] != quantity.value.shape[1]:
        raise FormulaError(f"expected a square matrix between bars, got {quantity.kind}")
    return quantity.of(torch.linalg.det(quantity.value))


def root(body: Quantity, inverse: Quantity) -> Quantity:
    if body.value.ndim > 1:
        raise FormulaError(f"expected a number or a vector under the root, got {body.kind}")
    if bool((body.value < 0).any()):
        raise FormulaError("expected a number that is not negative under the root")
    if not body.value.ndim and body.value == 0:
        return body
    return power(body, inverse)


STRUCTURES: dict[str, Callable[[Context, Tree], Node]] = {
    **{"group": group, "braces": lambda context, tree: context.sum(tree.children[0])},
    **{"fraction": fraction, "root": root_of, "inner": inner, "norm": barred, "absolute": barred},
    **{
        "floor": rounded,
        "ceiling": rounded,
        "indicator": indicator,
        "cases": case_rows,
        "matrix": matrix,
    },
}
