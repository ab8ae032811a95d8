"""Three ways in which libraries and papers write momentum, and a walk by any of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from gradbook.arguments import check_floating, check_positive, check_same
from gradbook.descent.slopes import Function, slope_at
from gradbook.optimizers.step_arguments import check_share

# From point, memory, gradient, η and β to the next point and memory.
Rule = Callable[[Tensor, Tensor, Tensor, float, float], tuple[Tensor, Tensor]]


def check_rule(x: Tensor, memory: Tensor, g: Tensor, learning_rate: float, momentum: float) -> None:
    """Refuse what does not fit the point, and settings out of range."""
    check_floating("x", x)
    check_same("memory", memory, "x", x)
    check_same("g", g, "x", x)
    check_positive("learning_rate", learning_rate)
    check_share("momentum", momentum)


def rate_outside(
    x: Tensor, memory: Tensor, g: Tensor, learning_rate: float, momentum: float
) -> tuple[Tensor, Tensor]:
    """Return the next point and memory: gradients add up, and the rate multiplies their sum.

    Parameters
    ----------
    x : Tensor
        The point, any shape, floating point.
    memory : Tensor
        What the last step returned beside the point, 0 for the first one; shape and dtype of x.
    g : Tensor
        The gradient at the point, shape and dtype of x.
    learning_rate : float
        η, positive and finite.
    momentum : float
        β, from 0 to below 1.

    Returns
    -------
    tuple of Tensor
        Point and memory after the step, of the shape and dtype of x.
    """
    check_rule(x, memory, g, learning_rate, momentum)
    memory = momentum * memory + g
    return x - learning_rate * memory, memory


def rate_inside(
    x: Tensor, memory: Tensor, g: Tensor, learning_rate: float, momentum: float
) -> tuple[Tensor, Tensor]:
    """Return the next point and memory: what adds up is steps, each with the rate of its time.

    It takes and returns what `rate_outside` does.
    """
    check_rule(x, memory, g, learning_rate, momentum)
    memory = momentum * memory - learning_rate * g
    return x + memory, memory


def running_mean(
    x: Tensor, memory: Tensor, g: Tensor, learning_rate: float, momentum: float
) -> tuple[Tensor, Tensor]:
    """Return the next point and memory: as `rate_outside`, but the memory is a mean.

    It takes and returns what `rate_outside` does.
    """
    check_rule(x, memory, g, learning_rate, momentum)
    memory = momentum * memory + (1 - momentum) * g
    return x - learning_rate * memory, memory


def walk_by(
    rule: Rule, gradient: Function, start: Tensor, learning_rates: Sequence[float], momentum: float
) -> Tensor:
    """Return the path that one of the rules takes, with a learning rate for each step.

    Parameters
    ----------
    rule : callable
        `rate_outside`, `rate_inside`, `running_mean`, or another that is called as they are; the
        memory is 0 at the start. It gets copies of point and slope.
    gradient, start, momentum
        As for `heavy_ball`.
    learning_rates : sequence of float
        η of each step, positive and finite.

    Returns
    -------
    Tensor
        The path ``(len(learning_rates) + 1, ...)``, start included.

    Raises
    ------
    TypeError
        If start has no floating dtype, or the gradient another one, or what the rule returns.
    ValueError
        If a learning rate or momentum is out of range, or the gradient has another shape, or what
        the rule returns.
    """
    check_floating("start", start)
    check_share("momentum", momentum)
    path, memory = [start.detach()], torch.zeros_like(start)
    for learning_rate in learning_rates:
        check_positive("learning_rates", learning_rate)
        slope = slope_at(gradient, path[-1]).detach().clone()
        x, memory = rule(path[-1].clone(), memory, slope, learning_rate, momentum)
        check_same("rule", x, "the points", start)
        path.append(x.detach().clone())
    return torch.stack(path)
