"""Calls of the optimizers: one step, with a memory and without, and whole walks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from torch import Tensor
from torch.utils._pytree import tree_leaves

from gradbook import optimizers
from gradbook.optimizers import Moments
from tests.promised.cases import Case, each, numbers, wide

Axes = tuple[int, ...]


def squares(b: Axes) -> Tensor:
    return numbers(*b, low=0.1, high=4.0)


def first_and_later(step: Callable[..., Any], p: Tensor, g: Tensor, *state: Tensor) -> Any:
    """Take a step without a state, and one with a made state."""
    later = state[0] if len(state) == 1 else Moments(*state[:2], 3, *state[2:])
    found = step(p, g, None, 0.1), step(p, g, later, 0.1)
    return [one for one in tree_leaves(found) if isinstance(one, Tensor)]


def stepper(name: str, *state: Callable[[Axes], Tensor], optional: int | None = None) -> Case:
    """Return the call of a step, whose state at that place may be None."""
    draw = lambda b: (numbers(*b), numbers(*b, low=-1.5, high=3.0), *(one(b) for one in state))  # noqa: E731
    call = partial(first_and_later, getattr(optimizers, name))
    return Case(call, draw, optional=optional, dtypes=wide)


def mean(b: Axes) -> Tensor:
    return numbers(*b, low=-3.0, high=2.5)


def rule(name: str) -> Case:
    call = lambda x, memory, g: getattr(optimizers, name)(x, memory, g, 0.1, 0.5)  # noqa: E731
    return Case(call, lambda b: (numbers(*b), mean(b), numbers(*b, low=-1.5, high=3.0)))


def clipped(clip: Callable[..., Any]) -> Case:
    """Return the call with a limit that cuts, and with one that doesn't."""
    return Case(
        lambda a, b: (clip([a, b], 0.5), clip([a, b], 100.0)),
        lambda b: (numbers(*b), numbers(*b, 3, low=-1.5, high=3.0)),
    )


def of_both(function: Callable[..., Tensor], *arguments: Tensor) -> list[Tensor]:
    """Call a function of momentum for the heavy ball and for Nesterov's method."""
    found = [function(*arguments, nesterov=ahead) for ahead in (False, True)]
    return [torch.view_as_real(one) if one.is_complex() else one for one in found]


def at_rates(function: Callable[..., Tensor], dtypes: Any) -> Case:
    draw = lambda b: (numbers(*b, low=0.1, high=3.0), numbers(*b, low=0.15, high=0.9))  # noqa: E731
    return Case(partial(of_both, function), draw, dtypes=dtypes)


CASES = {
    "optimizers": {
        "adagrad": stepper("adagrad", squares, optional=2),
        "rmsprop": stepper("rmsprop", squares, optional=2),
        "adam": stepper("adam", mean, squares),
        "amsgrad": stepper("amsgrad", mean, squares, squares, optional=4),
        "adamw": stepper("adamw", mean, squares),
        "clip_by_norm": clipped(optimizers.clip_by_norm),
        "clip_by_value": clipped(optimizers.clip_by_value),
        "rate_outside": rule("rate_outside"),
        "rate_inside": rule("rate_inside"),
        "running_mean": rule("running_mean"),
        "walk_by": each(
            lambda x: optimizers.walk_by(optimizers.rate_inside, torch.sin, x, [0.1, 0.2], 0.5)
        ),
        "heavy_ball": each(lambda x: optimizers.heavy_ball(torch.sin, x, 0.1, 0.5, 3)),
        "nesterov": each(lambda x: optimizers.nesterov(torch.sin, x, 0.1, 0.5, 3)),
        "scheduled_descent": each(
            lambda x: optimizers.scheduled_descent(lambda x: x.sin().sum(), x, [0.1, 0.2], 0.5)
        ),
        "measured_rate": Case(
            lambda h: optimizers.measured_rate(h, [0.25, 0.5], steps=3),
            lambda b: (numbers(*b, low=0.1, high=1.5),),
        ),
        "roots": at_rates(optimizers.roots, wide),
        "rate": at_rates(optimizers.rate, None),
        "border": Case(
            partial(of_both, optimizers.border), lambda b: (numbers(*b, low=0.1, high=0.9),)
        ),
    }
}
