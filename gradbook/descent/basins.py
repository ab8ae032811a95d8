"""Where paths end: which minimum each has reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import torch
from torch import Tensor

Points: TypeAlias = "Tensor | Sequence[tuple[float, float]]"


def basins(ends: Tensor, minima: Points, tolerance: float = 0.01) -> Tensor:
    """Return the index of the minimum that each end has reached, −1 for none.

    Parameters
    ----------
    ends : Tensor
        The last points of paths, ``(..., 2)``.
    minima : Tensor or sequence of pairs
        The minima, ``(k, 2)``, such as `Surface.minima`.
    tolerance : float
        A minimum is reached from at most this far away, in Euclidean distance.

    Returns
    -------
    Tensor
        The nearest minimum's index, ``(...)``, from 0 to k − 1, or −1: unsettled.
        An end that is not finite is unsettled.

    Raises
    ------
    ValueError
        If the last axis of `ends` or `minima` is not 2 long.
    """
    targets = torch.as_tensor(minima, dtype=ends.dtype, device=ends.device)
    for name, points in (("ends", ends), ("minima", targets)):
        if points.ndim == 0 or points.shape[-1] != 2:
            got = tuple(points.shape)
            raise ValueError(f"{name}: expected shape (..., 2), got {got}")
    distances = torch.linalg.vector_norm(ends.unsqueeze(-2) - targets, dim=-1)
    nearest = distances.min(dim=-1)
    return nearest.indices.where(nearest.values <= tolerance, -1)
