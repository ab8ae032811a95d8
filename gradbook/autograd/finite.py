"""Functions whose values and gradients stay finite where the formula, as it stands, does not."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from gradbook.arguments import (
    check_floating,
    check_floating_dtype,
    check_positive,
    check_same,
    expected,
    shape,
)
from gradbook.autograd.recording import recorded, slope_along
from gradbook.precision import wide


def guarded(
    f: Callable[[Tensor], Tensor],
    x: Tensor,
    allowed: Tensor,
    otherwise: float | Tensor = 0.0,
    harmless: float = 1.0,
) -> Tensor:
    """Return f(x) where it is allowed, another value elsewhere, and the gradient of just that.

    This is the double ``where``: f never sees what it does not bear.

    Parameters
    ----------
    f : callable
        Acts on each element, and keeps shape and dtype.
    x : Tensor
        Any shape, floating point.
    allowed : Tensor
        Where f may be computed: of dtype bool, with the shape of x.
    otherwise : float or Tensor, optional
        The value elsewhere, in a shape that broadcasts to that of x; its gradient counts there,
        and where f is allowed its slopes must be finite, too.
    harmless : float, optional
        A number at which f and its derivative are finite.

    Returns
    -------
    Tensor
        Shape and dtype of x.

    Raises
    ------
    TypeError
        If x is not floating point, allowed is not of dtype bool, or f(x) or otherwise has another
        dtype than x.
    ValueError
        If allowed or f(x) has another shape than x, or otherwise broadcasts to a larger one.
    """
    check_floating("x", x)
    if not isinstance(allowed, Tensor) or allowed.dtype != torch.bool:
        got = getattr(allowed, "dtype", type(allowed).__name__)
        raise expected("allowed", "a tensor of dtype bool", got, TypeError)
    if allowed.shape != x.shape:
        raise expected("allowed", f"the shape of x, {shape(x)}", shape(allowed))
    safe = torch.where(allowed, x, harmless)
    value = f(safe)
    check_same("f(x)", value, "x", x)
    result = torch.where(allowed, value, otherwise)
    check_same("otherwise", result, "x", x)
    return result


def logsumexp(z: Tensor) -> Tensor:
    """Return ``log Σ_k exp(z_k)`` over the last axis, from exponentials that are at most 1.

    Parameters
    ----------
    z : Tensor
        Logits ``(..., n)``, n ≥ 1, floating point.

    Returns
    -------
    Tensor
        Shape ``(...)``. Its gradient is softmax; where all logits are −∞ the value is −∞ and the
        gradient NaN, as PyTorch has it.

    Raises
    ------
    TypeError
        If z is not floating point.
    ValueError
        If z has no last axis, or an empty one.
    """
    check_floating("z", z)
    if z.ndim == 0 or z.shape[-1] == 0:
        raise expected("z", "shape (..., n) with n at least 1", shape(z))
    dtype, z = z.dtype, wide(z)
    largest = z.detach().amax(-1, keepdim=True)
    # An infinite shift would make ∞ − ∞.
    shift = torch.where(largest.isfinite(), largest, 0.0)
    return ((z - shift).exp().sum(-1).log() + shift.squeeze(-1)).to(dtype)


def scaled_gradient(
    f: Callable[[Tensor], Tensor], x: Tensor, scale: float, dtype: torch.dtype
) -> Tensor:
    """Return the gradient of scale · f(x), gone back through in another type, over the scale.

    Parameters
    ----------
    f : callable
        Computes one number in the type of its argument; its last steps may be in a larger one.
    x : Tensor
        Any shape, floating point.
    scale : float
        What the value is multiplied by, greater than 0; a power of two changes no digit.
    dtype : torch.dtype
        The type for f and its way back.

    Returns
    -------
    Tensor
        Shape of x, float64; infinite or NaN where a scaled slope has left the range of dtype.

    Raises
    ------
    TypeError
        If x is not floating point, dtype is not floating, or f(x) is no tensor.
    ValueError
        If scale is not positive and finite, or f(x) is not a single number.

    Notes
    -----
    Source: P. Micikevicius et al., *Mixed Precision Training* (2018).
    """
    check_floating("x", x)
    check_floating_dtype("dtype", dtype)
    check_positive("scale", scale)
    value, leaf = recorded(lambda x: f(x) * scale, x, dtype)
    return slope_along(value, leaf).double() / scale
