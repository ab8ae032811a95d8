"""Derivatives of functions of several numbers: gradient, Jacobian, slope along a direction."""

from __future__ import annotations

import torch
from torch import Tensor

from gradbook.arguments import expected
from gradbook.arguments import shape as shape_of
from gradbook.differences.checks import Function, result, unit, values
from gradbook.differences.steps import checked


def numerical_gradient(f: Function, x: Tensor, h: float | Tensor | None = None) -> Tensor:
    """Return every ``∂f/∂xᵢ ≈ (f(x + h eᵢ) − f(x − h eᵢ)) / (2h)`` of a scalar f.

    Parameters
    ----------
    f : callable
        What is differentiated: takes a tensor of the shape of x, returns one number, ``()``.
    x : Tensor
        The point at which the gradient is wanted, any shape.
    h : float, optional
        The step to both sides along each axis; by default ``eps^(1/3) · max(1, |xᵢ|)`` for each
        coordinate.

    Returns
    -------
    Tensor
        Shape of x.
    """
    x, h = checked(x, h, root=3)
    if h.shape != x.shape:
        raise expected("h", f"a shape that broadcasts to that of x, {shape_of(x)}", shape_of(h))
    pairs = [values(f, x + e, ()) - values(f, x - e, ()) for e in _offsets(x, h)]
    # An x without entries has no pairs.
    return torch.stack([x.new_zeros(()), *pairs])[1:].reshape(x.shape) / (2 * h)


def numerical_jacobian(f: Function, x: Tensor) -> Tensor:
    """Return the matrix of all ``∂f_i/∂x_j``, by one central difference a column.

    Parameters
    ----------
    f : callable
        What is differentiated: takes shape ``(n,)``, returns shape ``(m,)``.
    x : Tensor
        The point at which the matrix is wanted, shape ``(n,)``.

    Returns
    -------
    Tensor
        Shape ``(m, n)``: a row for each output, a column for each input.
    """
    x, h = checked(x, None, root=3)
    here = result(f, x)
    if x.dim() != 1 or here.dim() != 1:
        raise expected("f", "(n,) → (m,)", f"{shape_of(x)} → {shape_of(here)}")
    m = here.shape
    columns = [values(f, x + e, m) - values(f, x - e, m) for e in _offsets(x, h)]
    return torch.stack([torch.zeros_like(here), *columns], -1)[:, 1:] / (2 * h)


def directional_derivative(f: Function, x: Tensor, direction: Tensor) -> Tensor:
    """Return ``(f(x + h u) − f(x − h u)) / (2h)``, the slope along ``u = direction / ‖direction‖``.

    Parameters
    ----------
    f : callable
        The landscape: takes points ``(..., n)``, returns one number for each, ``(...)``.
    x : Tensor
        Where the walks begin, ``(..., n)``.
    direction : Tensor
        Where they lead, ``(..., n)``; broadcasts with x. Its length does not matter, however long
        or short, but one that is not finite, or 0, is a `ValueError`.

    Returns
    -------
    Tensor
        Shape ``(...)``.
    """
    x, h = checked(x, None, root=3)
    u = unit(direction, x)
    step = h.amax(dim=-1, keepdim=True) * u
    above, below = x + step, x - step
    shape = above.shape[:-1]
    length_made = ((above - below) * u).sum(-1)
    return (values(f, above, shape) - values(f, below, shape)) / length_made


def _offsets(x: Tensor, h: Tensor) -> Tensor:
    return torch.diag(h.flatten()).reshape(x.numel(), *x.shape)
