"""A function as the tests call it, and the numbers that they give it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

SINGLE, ROWS = ((),), ((1,), (5,))


@dataclass(frozen=True)
class Case:
    """A function of tensors; `draw` makes them for some leading axes, in float64.

    Where `by` is given, derivatives are taken by the first so many alone: the others are targets.
    The argument at the place `optional` may be None, and `dtypes` says which dtype a result may
    have besides that of the arguments.
    """

    call: Callable[..., Any]
    draw: Callable[[tuple[int, ...]], tuple[Tensor, ...]]
    by: int | None = None
    axes: tuple[tuple[int, ...], ...] = ((), (1,), (5,), (2, 3))
    optional: int | None = None
    dtypes: Callable[[torch.dtype], torch.dtype] | None = None

    @property
    def usual(self) -> tuple[int, ...]:
        """Return the leading axes to try where it does not matter which."""
        return () if self.axes == SINGLE else (3,)

    def arguments(
        self, dtype: torch.dtype = torch.float64, leading: tuple[int, ...] | None = None
    ) -> list[Tensor]:
        """Return arguments in a dtype, each in memory of its own."""
        parts = self.draw(self.usual if leading is None else leading)
        return [p.to(dtype).clone(memory_format=torch.contiguous_format) for p in parts]


def wide(dtype: torch.dtype) -> torch.dtype:
    """Return the dtype of what has too few digits or too little range in half precision."""
    return torch.promote_types(dtype, torch.float32)


def numbers(*shape: int, low: float = -2.0, high: float = 2.0) -> Tensor:
    """Return numbers that every dtype holds, others for each place, none of them 0 or ±1."""
    count = int(torch.Size(shape).numel())
    parts = (torch.arange(count, dtype=torch.float64) * 37 + 11) % 61
    return (low + (high - low) * (parts + 0.5) / 62).bfloat16().double().reshape(shape)


def shares(*shape: int) -> Tensor:
    """Return probabilities, eighths of 1, over a last axis of 4."""
    eighths = torch.tensor([[1, 2, 5, 0], [4, 1, 1, 2], [0, 8, 0, 0]], dtype=torch.float64) / 8
    count = int(torch.Size(shape).numel())
    return eighths[torch.arange(count) % 3].reshape(*shape, 4)


def each(function: Callable[[Tensor], Tensor], last: tuple[int, ...] = ()) -> Case:
    return Case(function, lambda b: (numbers(*b, *last),))


def pairs(function: Callable[..., Tensor], last: tuple[int, ...] = ()) -> Case:
    return Case(function, lambda b: (numbers(*b, *last), numbers(*b, *last, low=-1.5, high=3.0)))


def inputs(b: tuple[int, ...]) -> Tensor:
    return numbers(*b, 3)
