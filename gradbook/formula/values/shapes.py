"""Which arrays go together, and how."""

from __future__ import annotations

import torch
from torch import Tensor

__all__ = ["divides", "is_shift", "kronecker"]


def is_shift(one: Tensor, other: Tensor) -> bool:
    """Tell whether one is a vector and the other a number, which is added to each entry."""
    return {one.ndim, other.ndim} == {0, 1}


def divides(below: Tensor, above: Tensor, alike: bool) -> bool:
    """Tell whether a vector divides entry by entry: a number, or a vector that lies alike."""
    return below.ndim == 1 and (not above.ndim or (alike and above.shape == below.shape))


def kronecker(one: Tensor, other: Tensor) -> Tensor:
    return torch.kron(one.contiguous(), other.contiguous())
