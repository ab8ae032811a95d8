"""Sums that fit into the dtype where their result does."""

from __future__ import annotations

import torch
from torch import Tensor


def wide(values: Tensor) -> Tensor:
    """Return half precision as float32, where a sum is taken and then rounded once.

    float16 ends at 65504: the squares of errors of 300 leave it, though their mean's root is 300.
    """
    return values.float() if values.dtype in (torch.float16, torch.bfloat16) else values


def root_mean(values: Tensor, mean_over: int) -> Tensor:
    """Return the root of the sum of all squares, divided by a count: √(Σ vᵢ² / count).

    Scaled, since a square may leave the range of the dtype where its root is in it. At 0 autograd
    takes the subgradient 0, as for all norms of PyTorch.
    """
    values = wide(values)
    largest = values.detach().abs().amax()
    largest = torch.where(largest > 0, largest, 1)
    return torch.linalg.vector_norm(values / largest) / mean_over**0.5 * largest
