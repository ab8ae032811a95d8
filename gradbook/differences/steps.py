"""The step of a difference: chosen for x, and made."""

from __future__ import annotations

from numbers import Real

import torch
from torch import Tensor

from gradbook.arguments import check_floating, expected, holds


def default_step(x: Tensor, root: int) -> Tensor:
    """Return ``h = eps^(1/root) · max(1, |x|)``, about where truncation and rounding balance.

    Parameters
    ----------
    x : Tensor
        The places from which the steps are made, floats of any shape.
    root : int
        2 for a forward difference, 3 for a central one, 4 for the second derivative.

    Returns
    -------
    Tensor
        A step for each place, shape of x.
    """
    check_floating("x", x)
    return torch.finfo(x.dtype).eps ** (1 / root) * x.abs().clamp(min=1)


def checked(x: Tensor, h: float | Tensor | None, root: int) -> tuple[Tensor, Tensor]:
    """Return x without a graph and the step that is made when h is asked for."""
    check_floating("x", x)
    x = x.detach()
    h = default_step(x, root) if h is None else _step(h, x)
    # Away from 0, where numbers are farther apart, so that x + h and x − h are both exact.
    made = (x.abs() + h) - x.abs()
    lost = x.isfinite() & ~((made > 0) & (2 * made).isfinite())
    if not holds(~lost.any()):
        one, at = (values.expand_as(lost)[lost][0] for values in (h, x))
        what = f"steps from x to other finite numbers of {x.dtype}"
        raise expected("h", what, f"{one:.4g} at {at:.8g}")
    return x, made


def _step(h: float | Tensor, x: Tensor) -> Tensor:
    if not isinstance(h, Real | Tensor) or (isinstance(h, Tensor) and h.is_complex()):
        raise expected("h", "a number or a tensor of them", repr(h), TypeError)
    steps = torch.as_tensor(h, dtype=x.dtype, device=x.device).detach()
    if not holds(((steps > 0) & steps.isfinite()).all()):
        raise expected("h", f"positive, finite steps in {x.dtype}", h)
    return steps
