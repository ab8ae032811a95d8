"""What differences ask of a function and of a direction."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from gradbook.arguments import check_same_dtype, check_tensor, expected, holds
from gradbook.arguments import shape as shape_of

Function = Callable[[Tensor], Tensor]


def result(f: Function, x: Tensor) -> Tensor:
    """Return what f makes of a copy of x, as a copy: neither is changed by its next call."""
    result = f(x.clone())
    check_tensor("f(x)", result)
    check_same_dtype("f(x)", result, "x", x)
    return result.detach().clone()


def values(f: Function, x: Tensor, shape: tuple[int, ...] | None = None) -> Tensor:
    values, wanted = result(f, x), x.shape if shape is None else shape
    if values.shape != wanted:
        raise expected("f", f"shape {tuple(wanted)}", shape_of(values))
    return values


def unit(direction: Tensor, x: Tensor) -> Tensor:
    """Return a direction at the length 1, scaled twice: squares may overflow or vanish."""
    check_tensor("direction", direction)
    if direction.is_complex():
        raise expected("direction", "real numbers", direction.dtype, TypeError)
    n = x.shape[-1] if x.dim() else 0
    if n == 0:
        raise expected("x", "shape (..., n) with n > 0", shape_of(x))
    if direction.shape[-1:] != (n,):
        raise expected("direction", f"shape (..., {n})", shape_of(direction))
    wide = torch.promote_types(direction.dtype, torch.promote_types(x.dtype, torch.float32))
    u = direction.detach().to(x.device, wide)
    largest = u.abs().amax(-1, keepdim=True)
    if not holds(((largest > 0) & largest.isfinite()).all()):
        raise expected("direction", "a length that is finite and not 0", direction.tolist())
    u = u / largest
    return (u / torch.linalg.vector_norm(u, dim=-1, keepdim=True)).to(x.dtype)
