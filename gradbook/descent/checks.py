"""What a descent asks of its arguments."""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor
from torch.optim import Optimizer

from gradbook.arguments import (
    check_count,
    check_floating,
    check_pairs,
    check_positive,
    expected,
    holds,
    shape,
)

Factory = Callable[[list[Tensor]], Optimizer]

# Those of torch.optim that compute a coordinate's step from that coordinate alone.
ELEMENTWISE: tuple[str, ...] = ("ASGD", "Adadelta", "Adagrad", "Adam", "AdamW", "Adamax")
ELEMENTWISE += ("NAdam", "RAdam", "RMSprop", "Rprop", "SGD")


def check_start(start: Tensor) -> None:
    """Refuse a start that is no floating-point tensor of finite numbers."""
    check_floating("start", start)
    if not start.numel() or not holds(start.isfinite().all()):
        raise expected("start", "one or more finite numbers", start)


def check_points(start: Tensor) -> None:
    """Refuse a start that is not made of points in the plane."""
    check_start(start)
    check_pairs("start", start)


def check_function(function: Callable[[Tensor], Tensor], start: Tensor) -> None:
    """Refuse what is no function, or one whose values are not one for each point."""
    if not callable(function):
        raise expected("function", "a callable such as a Surface", repr(function), TypeError)
    values = function(start.clone())
    got = shape(values) if isinstance(values, Tensor) else type(values).__name__
    if got != start.shape[:-1]:
        raise expected("function", f"values {tuple(start.shape[:-1])}", got)


def check_counts(steps: int, every: int = 1) -> None:
    """Refuse what is no number of steps, and an `every` that does not divide it."""
    check_count("steps", steps, least=0)
    check_count("every", every)
    if steps % every:
        raise expected("every", f"a divisor of steps = {steps}", every)


def is_elementwise(optimizer: Optimizer) -> bool:
    """Return whether each coordinate's step depends on that coordinate alone."""
    return any(kind.__name__ in ELEMENTWISE for kind in type(optimizer).__mro__)


def make(optimizer: Factory, points: Tensor) -> Optimizer:
    """Return the optimizer of `points`, refusing rates and kinds that do not fit them."""
    if not callable(optimizer):
        raise expected("optimizer", "a factory of one", type(optimizer).__name__, TypeError)
    try:
        made = optimizer([points])
    except ValueError as error:
        raise expected("optimizer", "settings that torch accepts", error) from error
    if not isinstance(made, Optimizer):
        raise expected("optimizer", "a factory of Optimizer", type(made).__name__, TypeError)
    if not any(one is points for group in made.param_groups for one in group["params"]):
        raise expected("optimizer", "one of the parameters that it is given", "one of others")
    for group in made.param_groups:
        check_positive("optimizer: lr", group["lr"])
    starts = points.shape[:-1].numel()
    if starts > 1 and not is_elementwise(made):
        what = f"one start, since {type(made).__name__} does not act on each coordinate by itself"
        got = f"{starts}; many can use {', '.join(ELEMENTWISE)}"
        raise expected("optimizer", what, got)
    return made


def divergence(start: Tensor, step: int) -> FloatingPointError:
    """Return the error that names the start and the first step that is not finite."""
    return FloatingPointError(
        f"the path from start {start.tolist()} is not finite at step {step}; "
        "take a smaller learning rate, or record it with allow_divergence=True"
    )


def check_finite(points: Tensor, start: Tensor, step: int) -> None:
    """Refuse points that are not finite, at the cost of one sum where all are."""
    if holds(points.sum().isfinite()):
        return
    lost = ~points.isfinite().all(-1)
    if lost.any():  # a sum can overflow by itself
        raise divergence(start[lost][0], step)
