"""Which arrays go together, and how."""

from __future__ import annotations

import torch
from torch import Tensor

__all__ = ["divides", "is_multiple", "is_shift", "kronecker"]


def is_shift(one: Tensor, other: Tensor) -> bool:
    """Tell whether one is a vector and the other a number, which is added to each entry."""
    return {one.ndim, other.ndim} == {0, 1}


def is_multiple(one: Tensor, other: Tensor, literal: tuple[bool, bool]) -> bool:
    """Tell whether one is square, and the other a number that could stand for a multiple of I."""
    pairs = (one, other, literal[1]), (other, one, literal[0])
    return any(
        written and matrix.ndim == 2 and matrix.shape[0] == matrix.shape[1] and bool(number != 0)
        for matrix, number, written in pairs
    )


def divides(below: Tensor, above: Tensor, alike: bool) -> bool:
    """Tell whether a vector divides entry by entry: a number, or a vector that lies alike."""
    return below.ndim == 1 and (not above.ndim or (alike and above.shape == below.shape))


def kronecker(one: Tensor, other: Tensor) -> Tensor:
    return torch.kron(one.contiguous(), other.contiguous())
