"""How fast SGD is on a bowl, measured: PyTorch walks, and distances and steps are counted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from gradbook.arguments import check_count, check_floating, check_positive, expected
from gradbook.optimizers.step_arguments import check_share
from gradbook.precision import wide


def measured_rate(
    h: Tensor, momenta: Sequence[float], *, nesterov: bool = False, steps: int = 200
) -> Tensor:
    """Return by which factor a step of `torch.optim.SGD` moves, measured on walks in parabolas.

    Each walk takes `steps` steps, and as many again: through the logarithms of the distances of
    these goes a straight line, whose slope is the logarithm of the factor.

    Parameters
    ----------
    h : Tensor
        The curvatures, any shape, floating point; the learning rate is 1.
    momenta : sequence of float
        As many β as one likes, at least one, each from 0 to below 1.
    nesterov : bool, optional
        Passed to the optimizer.
    steps : int, optional
        How many steps are left out, and then measured; at least 2.

    Returns
    -------
    Tensor
        Shape ``(len(momenta), ...)``; 0 where a walk has become too small for the dtype, and
        infinite where it has become too large. Walks in half precision are taken in float32.

    Raises
    ------
    TypeError
        If h has no floating dtype.
    ValueError
        If steps is below 2, there are no momenta, or one is out of range.
    """
    check_floating("h", h)
    check_count("steps", steps, least=2)
    _check_momenta(momenta)
    curvatures = wide(h.detach())
    points = curvatures.new_ones(len(momenta), *h.shape)
    groups = [
        {"params": [walk], "momentum": momentum, "nesterov": nesterov}
        for walk, momentum in zip(points, momenta, strict=True)
    ]
    optimizer = torch.optim.SGD(groups, lr=1.0)
    sizes = []
    for step in range(2 * steps):
        before = points.clone()
        for group, slope in zip(optimizer.param_groups, curvatures * points, strict=True):
            group["params"][0].grad = slope
        optimizer.step()
        if step >= steps:
            # Two points, since one of a swing may lie at the minimum by chance.
            sizes.append(torch.hypot(points, before))
    return _growth(torch.stack(sizes)).to(h.dtype)


def _check_momenta(momenta: Sequence[float]) -> None:
    if not len(momenta):
        raise expected("momenta", "one or more", "none")
    for momentum in momenta:
        check_share("momenta", momentum)


def _growth(sizes: Tensor) -> Tensor:
    """Return the factor of one step: the line of least squares through the logarithms."""
    times = torch.arange(len(sizes), dtype=sizes.dtype, device=sizes.device)
    times = (times - times.mean()).reshape(-1, *[1] * (sizes.ndim - 1))
    slope = (times * sizes.log()).sum(0) / times.square().sum()
    return torch.where(sizes[-1] == 0, 0, slope.exp().nan_to_num(math.inf, math.inf))


def steps_needed(curvatures: Sequence[float], share: float, **settings: Any) -> int:
    """Return how many steps of `torch.optim.SGD` bring a walk in a bowl near its minimum.

    Parameters
    ----------
    curvatures : sequence of float
        One for each coordinate; each of them starts at 1.
    share : float
        The walk ends where its distance is at most this share of the first one; positive, finite.
    **settings
        Passed to the optimizer: ``lr``, ``momentum``, ``nesterov``.

    Returns
    -------
    int
        0 if share is 1 or more.

    Raises
    ------
    TypeError
        If share is no number.
    ValueError
        If share is not positive and finite, or the walk diverges.
    """
    check_positive("share", share)
    h = torch.tensor(curvatures, dtype=torch.float64)
    x = torch.ones_like(h)
    optimizer = torch.optim.SGD([x], **settings)
    end, steps = share * x.norm(), 0
    while x.norm() > end:
        x.grad = h * x
        optimizer.step()
        steps += 1
        if not x.isfinite().all():
            raise expected("settings", "some that converge", settings)
    return steps
