"""What each step of an optimizer asks of a point, its gradient and its state, and how it rounds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from types import NoneType
from typing import Any, NamedTuple, TypeVar

import torch
from torch import Tensor

from gradbook.arguments import check_count, check_floating, check_same, check_type
from gradbook.precision import wide

Step = TypeVar("Step", bound=Callable[..., Any])


class Moments(NamedTuple):
    """Adam's running means of gradients and squares, and the step; AMSGrad's largest square."""

    mean: Tensor
    square: Tensor
    step: int
    largest: Tensor | None = None


def one_step(kind: type[Tensor] | type[Moments]) -> Callable[[Step], Step]:
    """Let a step compute half precision in float32, and round the point once, at the end.

    In float16 the square of 256 is infinite and an ε of 1e-8 is 0, and in bfloat16 a running mean
    with β = 0.999 stays where it is: so the state is float32, too.
    """

    def decorated(step: Step) -> Step:
        @wraps(wrapped=step)
        def taken(p: Tensor, g: Tensor, state: Any, *settings: Any, **named: Any) -> Any:
            call = partial(step, **named)
            return _take(step=call, kind=kind, p=p, g=g, state=state, settings=settings)

        return taken  # type: ignore[return-value]

    return decorated


def _take(
    *,
    step: Callable[..., Any],
    kind: type[Tensor] | type[Moments],
    p: Tensor,
    g: Tensor,
    state: Any,
    settings: tuple[Any, ...],
) -> Any:
    """Return what a step does, and refuse what it may not be given."""
    check_floating("p", p)
    check_same("g", g, "p", p)
    check_type("state", state, kind, NoneType)
    moved, kept = step(wide(p), wide(g), _widened(state, p), *settings)
    return moved.to(p.dtype), kept


def root_of(q: Tensor) -> Tensor:
    """Return √q, with the slope 0 at 0, where an infinite one times that of g² would be NaN."""
    none = q == 0
    return torch.where(none, 0, torch.where(none, 1, q).sqrt())


def _widened(state: Any, p: Tensor) -> Any:
    """Return a state in the dtype in which a step is computed."""
    if state is None:
        return None
    if isinstance(state, Tensor):
        return _fitting("state", state, p)
    check_count("state.step", state.step, least=0)
    largest = state.largest
    return Moments(
        _fitting("state.mean", state.mean, p),
        _fitting("state.square", state.square, p),
        state.step,
        largest if largest is None else _fitting("state.largest", largest, p),
    )


def _fitting(name: str, value: Tensor, p: Tensor) -> Tensor:
    check_floating(name, value)
    value = wide(value)
    check_same(name, value, "p", wide(p))
    return value
