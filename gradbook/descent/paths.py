"""The two loops that make a path: the formula for a gradient, and any optimizer."""

from __future__ import annotations

import torch
from torch import Tensor

from gradbook.arguments import check_positive, holds
from gradbook.descent.checks import (
    Factory,
    check_counts,
    check_finite,
    check_function,
    check_points,
    check_start,
    divergence,
    is_elementwise,
    make,
)
from gradbook.descent.slopes import Function, gradient_of, parameters, slope_at


def gradient_descent(
    gradient: Function,
    start: Tensor,
    learning_rate: float,
    steps: int,
    *,
    allow_divergence: bool = False,
) -> Tensor:
    """Return the path of plain gradient descent, ``xₛ₊₁ = xₛ − η f′(xₛ)``.

    Parameters
    ----------
    gradient : callable
        f′, from a tensor of any shape to one of the same shape and dtype. It gets a copy.
    start : Tensor
        x₀, of that shape, floating point; not changed.
    learning_rate : float
        η, greater than 0, finite.
    steps : int
        How many steps to take.
    allow_divergence : bool
        As for `descend`, whose errors it raises, too.

    Returns
    -------
    Tensor
        The path ``(steps + 1, ...)``, start included.
    """
    check_start(start)
    check_positive("learning_rate", learning_rate)
    check_counts(steps)
    path = [start.detach()]
    for step in range(1, steps + 1):
        path.append(path[-1] - learning_rate * slope_at(gradient, path[-1]))
        if not allow_divergence and not holds(path[-1].isfinite().all()):
            raise divergence(start, step)
    return torch.stack(path)


def descend(
    function: Function,
    start: Tensor,
    optimizer: Factory,
    steps: int,
    *,
    every: int = 1,
    allow_divergence: bool = False,
) -> Tensor:
    """Return the paths that an optimizer takes downhill from all starts at once.

    Each path is in every bit the one that its start would take alone.

    Parameters
    ----------
    function : callable
        From points ``(..., 2)`` to values ``(...)``. Autograd differentiates it, unless
        it brings its own ``gradient``, as a `Surface` does. Both get copies of the points.
    start : Tensor
        One point ``(2,)`` or any number ``(..., 2)``, floating point; not changed.
    optimizer : callable
        Makes the optimizer: ``lambda parameters: torch.optim.Adam(parameters, lr=0.01)``.
    steps : int
        How many steps to take from each start.
    every : int
        Only each `every`-th step is recorded. It must divide `steps`: ``every=steps`` keeps
        the start and the end.
    allow_divergence : bool
        Whether a path may leave the finite numbers.

    Returns
    -------
    Tensor
        The path ``(steps // every + 1, ..., 2)``, start included, its device and dtype kept;
        half precision is rounded where it is recorded, and moves in float32.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described, a learning rate is not positive, or there
        are many starts and the optimizer mixes coordinates (LBFGS, Adafactor, Muon).
    FloatingPointError
        If a path leaves the finite numbers and may not; it names its start and step.
    """
    check_points(start)
    check_counts(steps, every)
    start = start.detach()
    check_function(function, start)
    points = parameters(start)
    stepper = make(optimizer, points)
    gradient = gradient_of(function)
    # The others, such as LBFGS, may ask for values and gradients on their way.
    asks = not is_elementwise(stepper)

    def slope() -> Tensor:
        return gradient(points.to(start.dtype)).to(points.dtype)

    def closure() -> float:
        points.grad = slope()
        return function(points.to(start.dtype, copy=True)).item()

    path = start.new_empty(steps // every + 1, *start.shape)
    path[0] = start
    for step in range(1, steps + 1):
        if asks:
            stepper.step(closure)
        else:
            points.grad = slope()
            stepper.step()
        if not allow_divergence:
            check_finite(points.to(start.dtype), start, step)
        if step % every == 0:
            path[step // every] = points
    return path
