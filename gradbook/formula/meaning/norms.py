"""Norms of vectors and matrices, and inner products."""

from __future__ import annotations

import torch

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.context import Children, Context
from gradbook.formula.reading.names import Scripted
from gradbook.formula.reading.trees import leaves
from gradbook.formula.values.nodes import Binary, Node, Unary
from gradbook.formula.values.quantity import Quantity

__all__ = ["inner_product", "norm", "of_kind"]


def of_kind(context: Context, found: Scripted, node: Node, items: Children) -> Node:
    r"""Return a norm that says below it which one it is: \|x\|_2, \|W\|_F, \|x\|_p."""
    assert isinstance(node, Unary)
    letters = "".join(str(leaf) for part in found.subscripts for leaf in leaves(part))
    if letters in NORMS:
        context.use(*found.subscripts)
        return Unary(found.span, NORMS[letters], node.body)
    if len(items) != 1:
        text = f"expected one of {', '.join(NORMS)} or a number below a norm"
        raise FormulaError(text, found.span)
    return Binary(found.span, p_norm, node.body, context.sum(items[0]))


def inner_product(one: Quantity, other: Quantity) -> Quantity:
    """Return what ⟨x, y⟩ is of two vectors, or of two matrices: the sum of xᵢyᵢ."""
    product = one.hadamard(other)
    size = product.size.expand(product.value.shape).sum()
    return Quantity(product.value.sum(), size, tolerance=product.tolerance)


def taxicab(quantity: Quantity) -> Quantity:
    return normed(quantity, 1)


def largest(quantity: Quantity) -> Quantity:
    return normed(quantity, torch.inf)


def euclidean(quantity: Quantity) -> Quantity:
    """Return the length of a vector; of a matrix, by how much it stretches one at most."""
    return normed(quantity, 2)


def normed(quantity: Quantity, order: float) -> Quantity:
    if quantity.value.ndim == 2:
        return quantity.of(torch.linalg.matrix_norm(quantity.value, order))
    return quantity.of(torch.linalg.vector_norm(vector(quantity).value, order))


def p_norm(quantity: Quantity, order: Quantity) -> Quantity:
    """Return the root of the sum of all |xᵢ| to the power of a number."""
    if order.value.ndim or not order.value >= 1:
        raise FormulaError("expected a number from 1 on below a norm")
    powers = vector(quantity).value.abs() ** order.value
    return quantity.of(powers.sum() ** (1 / order.value))


def frobenius(quantity: Quantity) -> Quantity:
    if quantity.value.ndim != 2:
        raise FormulaError(f"expected a matrix in the norm with F, got {quantity.kind}")
    return quantity.of(quantity.value.norm())


def norm(quantity: Quantity) -> Quantity:
    if quantity.value.ndim == 2:
        text = "expected a vector in the norm; that of a matrix has its kind below it"
        raise FormulaError(rf"{text}: F, 1, 2 or \infty")
    return vector(quantity).of(quantity.value.norm())


def vector(quantity: Quantity) -> Quantity:
    if quantity.value.ndim != 1 or quantity.row:
        raise FormulaError(f"expected a vector in the norm, got {quantity.kind}")
    return quantity


NORMS = {"1": taxicab, "2": euclidean, "F": frobenius, "\\infty": largest}
