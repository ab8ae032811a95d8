"""Gradient descent with a rate for each step, and a limit on the gradient."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import torch
from torch import Tensor

from gradbook.arguments import check_floating
from gradbook.optimizers.clipping import clip_by_norm


def scheduled_descent(
    f: Callable[[Tensor], Tensor], start: Tensor, rates: Iterable[float], limit: float | None = None
) -> tuple[Tensor, list[float]]:
    """Return the points and the values of gradient descent with a rate of its own for each step.

    Parameters
    ----------
    f : callable
        Takes a tensor of the shape of start and returns one number.
    start : Tensor
        Any shape, floating point; not changed.
    rates : iterable of float
        The learning rate of each step.
    limit : float, optional
        The largest length of a gradient, positive; no limit by default.

    Returns
    -------
    tuple of Tensor and list of float
        The points before each step, ``(steps, ...)``, and their values. What is not finite stays
        so.

    Raises
    ------
    TypeError
        If start is not floating point.
    ValueError
        If limit is not positive and finite.
    """
    check_floating("start", start)
    point, points, values = start.detach(), [start.new_empty((0, *start.shape))], []
    for rate in rates:
        gradient, value = torch.func.grad_and_value(f)(point)
        points.append(point[None])
        values.append(value.item())
        if limit is not None:
            (gradient,), _ = clip_by_norm([gradient], limit)
        point = point - rate * gradient
    return torch.cat(points), values
