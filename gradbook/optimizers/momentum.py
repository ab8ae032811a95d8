"""Two walks with a memory, as their papers have them: the heavy ball, and that of Nesterov."""

from __future__ import annotations

import torch
from torch import Tensor

from gradbook.arguments import check_count, check_floating, check_positive, expected, holds
from gradbook.descent.slopes import Function, slope_at
from gradbook.optimizers.step_arguments import check_share


def heavy_ball(
    gradient: Function, start: Tensor, learning_rate: float, momentum: float, steps: int
) -> Tensor:
    """Return the path of the heavy ball, ``xₛ₊₁ = xₛ − η f′(xₛ) + β (xₛ − xₛ₋₁)``.

    Parameters
    ----------
    gradient : callable
        f′, from a tensor of the shape of `start` to one of the same shape and dtype; it gets a
        copy.
    start : Tensor
        x₀ and x₋₁, of any shape, floating point; not changed.
    learning_rate, momentum : float
        η, greater than 0 and finite, and β, from 0 to below 1.
    steps : int
        How many steps to take, 0 or more.

    Returns
    -------
    Tensor
        The path ``(steps + 1, ...)``, start included.

    Raises
    ------
    TypeError
        If start has no floating dtype, or the gradient another one.
    ValueError
        If start is not finite, learning_rate, momentum or steps is out of range, or the gradient
        has another shape.

    Notes
    -----
    Source: B. T. Polyak, *Some methods of speeding up the convergence of iteration methods*
    (1964). PyTorch's SGD takes the same steps, as long as the rate stays the same.
    """
    _check(start, learning_rate, momentum, steps)
    path = [start.detach()]
    for _ in range(steps):
        x, before = path[-1], path[-2:][0]
        path.append(x - learning_rate * slope_at(gradient, x).detach() + momentum * (x - before))
    return torch.stack(path)


def nesterov(
    gradient: Function,
    start: Tensor,
    learning_rate: float,
    momentum: float,
    steps: int,
) -> tuple[Tensor, Tensor]:
    """Return the path of Nesterov's method, and the points at which it takes its gradients.

    A step first moves on by β v, and takes the gradient there::

        vₛ₊₁ = β vₛ − η f′(xₛ + β vₛ)
        xₛ₊₁ = xₛ + vₛ₊₁

    Parameters
    ----------
    gradient, start, learning_rate, momentum, steps
        As for `heavy_ball`, whose errors it raises, too.

    Returns
    -------
    tuple of Tensor
        The points x and the points x + β v that lie ahead, both ``(steps + 1, ...)``; at the
        start v is 0. PyTorch's parameters are those that lie ahead.

    Notes
    -----
    Source: I. Sutskever, J. Martens, G. Dahl and G. Hinton, *On the importance of initialization
    and momentum in deep learning* (2013).
    """
    _check(start, learning_rate, momentum, steps)
    path, ahead, v = [start.detach()], [start.detach()], torch.zeros_like(start)
    for _ in range(steps):
        v = momentum * v - learning_rate * slope_at(gradient, ahead[-1]).detach()
        path.append(path[-1] + v)
        ahead.append(path[-1] + momentum * v)
    return torch.stack(path), torch.stack(ahead)


def _check(start: Tensor, learning_rate: float, momentum: float, steps: int) -> None:
    check_floating("start", start)
    if not holds(start.isfinite().all()):
        raise expected("start", "finite numbers", start)
    check_positive("learning_rate", learning_rate)
    check_share("momentum", momentum)
    check_count("steps", steps, least=0)
