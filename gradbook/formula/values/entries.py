"""The tensor that a derivative is taken by, and where it stands in lists."""

from __future__ import annotations

import torch
from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.values.bound import Bound, element, start
from gradbook.formula.values.points import Point
from gradbook.formula.values.quantity import is_finite

__all__ = ["in_outcomes", "outer", "tensor"]


def tensor(symbol: Bound, point: Point) -> tuple[Tensor, list[int]]:
    """Return the tensor that a derivative is taken by, and the place of the entry in it."""
    value = point.values[symbol.name]
    numbers = [node.evaluate(point).index() for node in symbol.subscripts]
    while isinstance(value, (list, tuple)) and numbers:
        value = element(value, numbers.pop(0), symbol.name)
    if isinstance(value, Tensor) and value.dtype != torch.float64:
        text = f"expected {symbol.name} in float64, got {value.dtype}"
        raise FormulaError(text, symbol.span)
    if not isinstance(value, Tensor) or not value.requires_grad:
        text = f"expected {symbol.name} to be a tensor that autograd follows; use draw()"
        raise FormulaError(text, symbol.span)
    if value.ndim - len(numbers) > 2 or not value.numel():
        shape = tuple(value.shape)
        raise FormulaError(f"expected no derivative by a tensor of shape {shape}", symbol.span)
    if not is_finite(value.detach()):
        raise FormulaError(f"expected {symbol.name} to be finite", symbol.span)
    if len(numbers) > value.ndim:
        text = f"expected at most {value.ndim} subscripts on {symbol.name}, got {len(numbers)}"
        raise FormulaError(text, symbol.span)
    for axis, index in enumerate(numbers):
        if not 1 <= index <= value.shape[axis]:
            text = f"expected an index from 1 to {value.shape[axis]} on {symbol.name}, got {index}"
            raise FormulaError(text, symbol.span)
    return value, [index - 1 for index in numbers]


def outer(symbol: Bound, point: Point) -> list[int]:
    """Return the places in lists that lead to the tensor of a symbol."""
    value = point.values[symbol.name]
    found: list[int] = []
    for node in symbol.subscripts:
        if isinstance(value, (list, tuple)):
            found.append(node.evaluate(point).index() - start(value))
            value = value[found[-1]]
    return found


def in_outcomes(point: Point, symbol: Bound) -> list[Tensor]:
    """Return what a symbol is in the runs of an expectation, each of which has its own."""
    keys = [("outcome", outcome) for outcome in range(point.setting.outcomes)]
    return [tensor(symbol, point.cache[key])[0] for key in keys if key in point.cache]
