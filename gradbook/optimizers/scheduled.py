"""Gradient descent with a rate for each step, and a limit on the gradient."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import torch
from torch import Tensor

from gradbook.arguments import check_floating, check_positive, check_single, check_tensor
from gradbook.optimizers.clipping import clip_by_norm
from gradbook.optimizers.step_arguments import check_size


def scheduled_descent(
    f: Callable[[Tensor], Tensor], start: Tensor, rates: Iterable[float], limit: float | None = None
) -> tuple[Tensor, list[float]]:
    """Return the points and the values of gradient descent with a rate of its own for each step.

    Parameters
    ----------
    f : callable
        Takes a tensor of the shape of start, a copy, and returns one number.
    start : Tensor
        Any shape, floating point; not changed.
    rates : iterable of float
        The learning rate of each step, 0 or more, finite.
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
        If start is not floating point, or f(x) is no tensor.
    ValueError
        If limit is not positive and finite, a rate is negative, NaN or infinite, or f(x) is not a
        single number.
    """
    check_floating("start", start)
    if limit is not None:
        check_positive("limit", limit)

    def value_at(x: Tensor) -> Tensor:
        value = f(x.clone())
        check_tensor("f(x)", value)
        check_single("f(x)", value)
        return value.sum()

    point, points, values = start.detach(), [start.new_empty((0, *start.shape))], []
    for rate in rates:
        check_size("rates", rate)
        gradient, value = torch.func.grad_and_value(value_at)(point)
        points.append(point[None])
        values.append(value.item())
        if limit is not None:
            (gradient,), _ = clip_by_norm([gradient], limit)
        point = point - rate * gradient
    return torch.cat(points), values
