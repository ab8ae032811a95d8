"""Sums that fit into the dtype where their result does."""

from __future__ import annotations

import torch
from torch import Tensor


def wide(values: Tensor) -> Tensor:
    """Return half precision as float32, where a sum is taken and then rounded once.

    float16 ends at 65504: the squares of errors of 300 leave it, though their mean's root is 300.
    """
    return values.float() if values.dtype in (torch.float16, torch.bfloat16) else values


def norm(values: Tensor) -> Tensor:
    """Return the root of the sum of all squares, √(Σ vᵢ²), wherever it is in the dtype's range.

    Scaled, since a square may leave that range where its root is in it, and by a power of two,
    which changes no digit. At 0 autograd takes the subgradient 0, as for all norms of PyTorch.
    """
    if not values.numel():
        return values.sum()
    scale = _scale(values)
    return torch.linalg.vector_norm(values / scale) * scale


def unit(values: Tensor) -> Tensor:
    """Return values over their norm, which need not fit into their dtype."""
    scaled = wide(values)
    scaled = scaled / _scale(scaled)
    return (scaled / torch.linalg.vector_norm(scaled)).to(values.dtype)


def _scale(values: Tensor) -> Tensor:
    """Return the power of two that the largest size begins with."""
    largest = values.detach().abs().amax()
    scale = largest / (2 * torch.frexp(largest).mantissa)
    return torch.where(scale.isfinite(), scale, 1)  # 0, infinity and NaN have none
