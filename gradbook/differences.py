"""Derivatives from values of a function alone: without a formula, without autograd.

Every x is a floating-point tensor (otherwise `TypeError`), every step h is positive and f
keeps the shapes stated (otherwise `ValueError`). Results carry no graph.
Across a kink a central difference says the mean of the slopes on the two sides.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from gradbook.arguments import check_floating, expected

Function = Callable[[Tensor], Tensor]


def default_step(x: Tensor, root: int) -> Tensor:
    """Return ``h = eps^(1/root) · max(1, |x|)``, about where truncation and rounding balance."""
    return torch.finfo(x.dtype).eps ** (1 / root) * x.abs().clamp(min=1)


def forward_difference(f: Function, x: Tensor, h: float | Tensor | None = None) -> Tensor:
    """Return ``(f(x + h) − f(x)) / h``, the slope to the right, with an error of order h.

    Parameters
    ----------
    f : callable
        Acts on each element: a tensor in, one of the same shape out.
    x : Tensor
        Any shape.
    h : float or Tensor, optional
        Broadcasts with x; by default ``eps^(1/2) · max(1, |x|)``.

    Returns
    -------
    Tensor
        Shape of ``x + h``.
    """
    x, h = _checked(x, h, root=2)
    return (_values(f, x + h) - _values(f, x)) / h


def central_difference(f: Function, x: Tensor, h: float | Tensor | None = None) -> Tensor:
    """Return ``(f(x + h) − f(x − h)) / (2h)``, the derivative with an error of order h².

    Parameters, result and errors are those of `forward_difference`, but the
    default h is ``eps^(1/3) · max(1, |x|)``. For ReLU at 0 it says 0.5.
    """
    x, h = _checked(x, h, root=3)
    return (_values(f, x + h) - _values(f, x - h)) / (2 * h)


def second_difference(f: Function, x: Tensor, h: float | Tensor | None = None) -> Tensor:
    """Return ``(f(x + h) − 2 f(x) + f(x − h)) / h²``, the second derivative.

    Parameters, result and errors are those of `forward_difference`, but the
    default h is ``eps^(1/4) · max(1, |x|)``. At a kink it grows like 1/h.
    """
    x, h = _checked(x, h, root=4)
    return (_values(f, x + h) - 2 * _values(f, x) + _values(f, x - h)) / h**2


def numerical_gradient(f: Function, x: Tensor, h: float | Tensor | None = None) -> Tensor:
    """Return every ``∂f/∂xᵢ ≈ (f(x + h eᵢ) − f(x − h eᵢ)) / (2h)`` of a scalar f.

    Parameters
    ----------
    f : callable
        Takes a tensor of the shape of x, returns one number, shape ``()``.
    x : Tensor
        Any shape.
    h : float, optional
        By default ``eps^(1/3) · max(1, |xᵢ|)`` for each coordinate.

    Returns
    -------
    Tensor
        Shape of x.
    """
    x, h = _checked(x, h, root=3)
    pairs = [_values(f, x + e, ()) - _values(f, x - e, ()) for e in _offsets(x, h)]
    return torch.stack(pairs).reshape(x.shape) / (2 * h)


def numerical_jacobian(f: Function, x: Tensor) -> Tensor:
    """Return the matrix of all ``∂f_i/∂x_j``, by one central difference a column.

    Parameters
    ----------
    f : callable
        Takes shape ``(n,)``, returns shape ``(m,)``.
    x : Tensor
        Shape ``(n,)``.

    Returns
    -------
    Tensor
        Shape ``(m, n)``: a row for each output, a column for each input.
    """
    x, h = _checked(x, None, root=3)
    if x.dim() != 1 or f(x).dim() != 1:
        raise expected("f", "(n,) → (m,)", f"{tuple(x.shape)} → {tuple(f(x).shape)}")
    return torch.stack([f(x + e) - f(x - e) for e in _offsets(x, h)], -1).detach() / (2 * h)


def directional_derivative(f: Function, x: Tensor, direction: Tensor) -> Tensor:
    """Return ``(f(x + h u) − f(x − h u)) / (2h)``, the slope along ``u = direction / ‖direction‖``.

    Parameters
    ----------
    f : callable
        Takes points ``(..., n)``, returns one number for each, ``(...)``.
    x, direction : Tensor
        Shapes ``(..., n)`` that broadcast; a direction of length 0 is a `ValueError`.

    Returns
    -------
    Tensor
        Shape ``(...)``.
    """
    x, h = _checked(x, None, root=3)
    length = torch.linalg.vector_norm(direction.to(x), dim=-1, keepdim=True)
    if direction.shape[-1:] != x.shape[-1:] or not (length > 0).all():
        raise ValueError(f"direction: expected length {x.shape[-1]} and not 0, got {direction}")
    h = h.amax(dim=-1)
    step = h[..., None] * direction / length
    shape = step.shape[:-1]
    return (_values(f, x + step, shape) - _values(f, x - step, shape)) / (2 * h)


def _checked(x: Tensor, h: float | Tensor | None, root: int) -> tuple[Tensor, Tensor]:
    check_floating("x", x)
    h = default_step(x, root) if h is None else torch.as_tensor(h, dtype=x.dtype, device=x.device)
    if (h <= 0).any():
        raise expected("h", "positive steps", h.min().item())
    return x.detach(), h.detach()


def _values(f: Function, x: Tensor, shape: tuple[int, ...] | None = None) -> Tensor:
    values, wanted = f(x).detach(), x.shape if shape is None else shape
    if values.shape != wanted:
        raise expected("f", f"shape {tuple(wanted)}", tuple(values.shape))
    return values


def _offsets(x: Tensor, h: Tensor) -> Tensor:
    return torch.diag(h.expand(x.shape).flatten()).reshape(x.numel(), *x.shape)
