"""A derivative by a step into the imaginary, which subtracts nothing."""

from __future__ import annotations

from collections.abc import Callable
from numbers import Real

import torch
from torch import Tensor

from gradbook.arguments import check_tensor, check_type, expected, holds
from gradbook.arguments import shape as shape_of


def complex_step(
    f: Callable[[Tensor], Tensor],
    x: Tensor,
    h: float | Tensor = 1e-20,
) -> Tensor:
    """Return the imaginary part of f(x + ih), divided by h: the derivative, nothing subtracted.

    The error is of order h².

    Parameters
    ----------
    f : callable
        Acts on each element, analytically: a complex tensor in, one of the same shape out. With
        `abs`, comparisons or parts of complex numbers in it, the result is wrong, without a word.
    x : Tensor
        Any shape, `float32` or `float64`.
    h : float or Tensor, optional
        The step, positive, broadcasts with x; as small as one likes, while h times the slope does
        not underflow.

    Returns
    -------
    Tensor
        Shape of ``x + h``, dtype of x.

    Raises
    ------
    TypeError
        If x is not real, h is no number or tensor, or f(x + i h) is no complex tensor.
    ValueError
        If h is not positive and finite, or f changes the shape.

    Notes
    -----
    Source: W. Squire and G. Trapp, *Using Complex Variables to Estimate Derivatives of Real
    Functions* (1998).
    """
    check_tensor("x", x)
    check_type("h", h, Real, Tensor)
    if x.dtype not in (torch.float32, torch.float64):
        raise expected("x", "float32 or float64", x.dtype, TypeError)
    step = torch.as_tensor(h, dtype=x.dtype, device=x.device).detach()
    if not holds(((step > 0) & step.isfinite()).all()):
        raise expected("h", "positive numbers", h)
    real, step = torch.broadcast_tensors(x.detach(), step)
    result = f(torch.complex(real, step))
    if not isinstance(result, Tensor) or not result.is_complex():
        got = getattr(result, "dtype", type(result).__name__)
        raise expected("f", "a function with complex values", got, TypeError)
    if result.shape != step.shape:
        raise expected("f", f"shape {tuple(step.shape)}", shape_of(result))
    return result.detach().imag / step
