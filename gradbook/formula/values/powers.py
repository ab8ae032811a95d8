"""Powers of numbers, of vectors entry by entry, and of square matrices."""

from __future__ import annotations

from dataclasses import replace

import torch

from gradbook.formula.errors import FormulaError
from gradbook.formula.values.quantity import Quantity
from gradbook.formula.values.underflow import Underflow

__all__ = ["inverse", "power"]


def power(base: Quantity, exponent: Quantity) -> Quantity:
    """Return a quantity to the power of another one."""
    if base.value.ndim == 2 and not exponent.value.ndim:
        return of_matrix(base, exponent)
    if base.value.ndim or exponent.value.ndim:
        return each(base, exponent)
    written = exponent.literal or not exponent.value.requires_grad
    below, above = float(base.value.item()), float(exponent.value.item())
    whole = written and above.is_integer()
    if not whole and below <= 0:
        raise FormulaError(f"expected a positive base, got {below:.6g}")
    if below == 0 and above < 0:
        raise FormulaError("the base is 0 and the exponent negative")
    size = max(abs(below), 1e-300)
    value = base.value ** (int(above) if whole else exponent.value)
    if whole and exponent.value.requires_grad:  # a probe asks what the exponent does
        value = value * size ** (exponent.value - exponent.value.detach())
    if value.item() == 0 and below != 0:
        Underflow.check()
    ratio = 1 + abs(above) * (base.size.item() / size)
    return base.joined(exponent, value, value.detach().abs() * ratio, False)


def each(base: Quantity, exponent: Quantity) -> Quantity:
    """Return powers entry by entry: the g² of Adam, the root of a vector, e^x of one."""
    of_vector = base.value.ndim == 1 and exponent.literal and bool(exponent.value > 0)
    if not (of_vector or (not base.value.ndim and exponent.value.ndim == 1)):
        raise FormulaError(f"no power of {base.kind} to {exponent.kind}")
    whole = not exponent.value.ndim and float(exponent.value.detach()).is_integer()
    if not whole and bool((base.value <= 0).any()):
        raise FormulaError(f"expected a positive base, got {base.value.tolist()}")
    size = base.value.detach().abs().clamp_min(1e-300)
    value = base.value ** (int(exponent.value.detach()) if whole else exponent.value)
    if whole and exponent.value.requires_grad:  # a probe asks what the exponent does
        value = value * size ** (exponent.value - exponent.value.detach())
    if bool(((value == 0) & (base.value != 0)).any()):
        Underflow.check()
    ratio = 1 + exponent.value.detach().abs() * (base.size / size)
    return base.joined(exponent, value, value.detach().abs() * ratio, base.row or exponent.row)


def of_matrix(base: Quantity, exponent: Quantity) -> Quantity:
    """Return a square matrix times itself, so many times, or its inverse."""
    count = float(exponent.value.detach())
    if base.value.shape[0] != base.value.shape[1]:
        how = "; entry by entry, it is W \\odot W"
        raise FormulaError(f"no power of {base.kind}, which is not square{how}")
    if not count.is_integer():
        raise FormulaError(f"no power of {base.kind} to {count:g}")
    if count < 0:
        base = inverse(base)
    if abs(count) == 1:
        return base
    size = torch.linalg.matrix_power(base.size.expand(base.value.shape), abs(int(count)))
    value = torch.linalg.matrix_power(base.value, abs(int(count)))
    return base.joined(exponent, value, size, False)


def inverse(matrix: Quantity) -> Quantity:
    """Return the inverse of a square matrix."""
    try:
        value = torch.linalg.inv(matrix.value)
        return replace(matrix.of(value), size=value.detach().abs().max())
    except RuntimeError:
        raise FormulaError(f"no inverse of {matrix.kind}") from None
