"""Where paths end: which minimum each has reached."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Real
from typing import TypeAlias

import torch
from torch import Tensor

from gradbook.arguments import check_floating, check_pairs, expected, holds, shape
from gradbook.precision import wide

Points: TypeAlias = "Tensor | Sequence[tuple[float, float]]"


def basins(ends: Tensor, minima: Points, tolerance: float = 0.01) -> Tensor:
    """Return the index of the minimum that each end has reached, −1 for none.

    Parameters
    ----------
    ends : Tensor
        The last points of paths, ``(..., 2)``.
    minima : Tensor or sequence of pairs
        The minima, finite, ``(k, 2)``, such as `Surface.minima`; where there are none, no end
        has reached one.
    tolerance : float
        A minimum is reached from at most this far away, in Euclidean distance; 0 or more.

    Returns
    -------
    Tensor
        The nearest minimum's index, ``(...)``, from 0 to k − 1, or −1: unsettled.
        An end that is not finite is unsettled.

    Raises
    ------
    TypeError
        If `ends` is not a tensor of floats, or the tolerance no number.
    ValueError
        If the last axis of `ends` or `minima` is not 2 long, a minimum is not finite, or the
        tolerance is negative or NaN.
    """
    check_floating("ends", ends)
    check_pairs("ends", ends)
    targets = _targets(minima, ends)
    if not isinstance(tolerance, Real):
        raise expected("tolerance", "a number from 0 on", type(tolerance).__name__, TypeError)
    if not tolerance >= 0:
        raise expected("tolerance", "a number from 0 on", tolerance)
    if len(targets) == 0:
        return ends.new_full(ends.shape[:-1], -1, dtype=torch.int64)
    away = wide(ends).unsqueeze(-2) - targets
    # hypot squares nothing that would leave the range of the dtype.
    nearest = torch.hypot(*away.unbind(-1)).min(dim=-1)
    return nearest.indices.where(nearest.values <= tolerance, -1)


def _targets(minima: Points, ends: Tensor) -> Tensor:
    targets = torch.as_tensor(minima, dtype=ends.dtype, device=ends.device)
    if targets.shape == (0,):  # of an empty sequence
        targets = targets.new_zeros(0, 2)
    if targets.ndim != 2 or targets.shape[1] != 2:
        raise expected("minima", "shape (k, 2)", shape(targets))
    if not holds(targets.isfinite().all()):
        raise expected("minima", "finite numbers", targets.tolist())
    return targets
