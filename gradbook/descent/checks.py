"""What a descent asks of its arguments."""

from __future__ import annotations

import math
from collections.abc import Callable

from torch import Tensor
from torch.optim import Optimizer

Factory = Callable[[list[Tensor]], Optimizer]

# Those of torch.optim that compute a coordinate's step from that coordinate alone.
ELEMENTWISE: tuple[str, ...] = ("ASGD", "Adadelta", "Adagrad", "Adam", "AdamW", "Adamax")
ELEMENTWISE += ("NAdam", "RAdam", "RMSprop", "Rprop", "SGD")


def check_start(start: Tensor) -> None:
    """Refuse a start that is no floating-point tensor of finite numbers."""
    if not isinstance(start, Tensor) or not start.is_floating_point():
        got = start.dtype if isinstance(start, Tensor) else type(start).__name__
        raise TypeError(f"start: expected a floating-point tensor, got {got}")
    if not start.numel() or not start.isfinite().all():
        raise ValueError(f"start: expected one or more finite numbers, got {start}")


def check_points(start: Tensor) -> None:
    """Refuse a start that is not made of points in the plane."""
    check_start(start)
    if start.ndim == 0 or start.shape[-1] != 2:
        raise ValueError(f"start: expected shape (..., 2), got {tuple(start.shape)}")


def check_function(function: Callable[[Tensor], Tensor], start: Tensor) -> None:
    """Refuse what is no function, or one whose values are not one for each point."""
    if not callable(function):
        raise TypeError(f"function: expected a callable such as a Surface, got {function!r}")
    values = function(start)
    got = tuple(values.shape) if isinstance(values, Tensor) else type(values).__name__
    if got != start.shape[:-1]:
        raise ValueError(f"function: expected values {tuple(start.shape[:-1])}, got {got}")


def check_counts(steps: int, every: int = 1) -> None:
    """Refuse what is no number of steps, and an `every` that does not divide it."""
    for name, value, least in (("steps", steps, 0), ("every", every, 1)):
        if not isinstance(value, int):
            raise TypeError(f"{name}: expected an int, got {type(value).__name__}")
        if value < least:
            raise ValueError(f"{name}: expected at least {least}, got {value}")
    if steps % every:
        raise ValueError(f"every: expected a divisor of steps = {steps}, got {every}")


def check_rate(name: str, learning_rate: float) -> None:
    """Refuse a learning rate that is not a positive number."""
    if not 0 < learning_rate < math.inf:
        raise ValueError(f"{name}: expected a positive learning rate, got {learning_rate}")


def is_elementwise(optimizer: Optimizer) -> bool:
    """Return whether each coordinate's step depends on that coordinate alone."""
    return any(kind.__name__ in ELEMENTWISE for kind in type(optimizer).__mro__)


def make(optimizer: Factory, points: Tensor) -> Optimizer:
    """Return the optimizer of `points`, refusing rates and kinds that do not fit them."""
    if not callable(optimizer):
        raise TypeError(f"optimizer: expected a factory of one, got {type(optimizer).__name__}")
    try:
        made = optimizer([points])
    except ValueError as error:
        raise ValueError(f"optimizer: expected settings that torch accepts, got {error}") from error
    if not isinstance(made, Optimizer):
        raise TypeError(
            f"optimizer: expected a factory of Optimizer, it made {type(made).__name__}"
        )
    for group in made.param_groups:
        check_rate("optimizer", group["lr"])
    if points.numel() > 2 and not is_elementwise(made):
        raise ValueError(
            f"optimizer: {type(made).__name__} does not act on each coordinate by itself, so "
            f"expected one start, got {points.numel() // 2}; many can use {', '.join(ELEMENTWISE)}"
        )
    return made


def divergence(start: Tensor, step: int) -> FloatingPointError:
    """Return the error that names the start and the first step that is not finite."""
    return FloatingPointError(
        f"the path from start {start.tolist()} is not finite at step {step}; "
        "take a smaller learning rate, or record it with allow_divergence=True"
    )


def check_finite(points: Tensor, start: Tensor, step: int) -> None:
    """Refuse points that are not finite, at the cost of one sum where all are."""
    if points.sum().isfinite():
        return
    lost = ~points.isfinite().all(-1)
    if lost.any():  # a sum can overflow by itself
        raise divergence(start[lost][0], step)
