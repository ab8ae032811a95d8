"""Calls of derivatives of functions of tensors, and of functions that stay finite."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from gradbook import autograd
from tests.promised.cases import Case, each, numbers

Axes = tuple[int, ...]


def bent(x: Tensor) -> Tensor:
    return (x.sin() * x).sum() + x.square().sum().square() / 8


def positive(x: Any) -> Tensor:
    """Return where a root may be taken, NaN among them, so that it is seen."""
    real = isinstance(x, Tensor) and x.is_floating_point()
    return ~(x <= 0) if real else torch.tensor(True)


def point_and_direction(b: Axes) -> tuple[Tensor, ...]:
    return numbers(*b), numbers(*b, low=-1.5, high=3.0)


CASES = {
    "autograd": {
        "complex_step": each(lambda x: autograd.complex_step(torch.sin, x)),
        "hvp": Case(lambda x, v: autograd.hvp(bent, x, v), point_and_direction),
        "top_eigenvalue": Case(
            lambda x, start: autograd.top_eigenvalue(bent, x, start, 3), point_and_direction
        ),
        "descend_with_curvature": each(
            lambda x: autograd.descend_with_curvature(bent, x, 0.01, 2, 2)
        ),
        "guarded": each(lambda x: autograd.guarded(torch.sqrt, x, positive(x), -1.0)),
        "logsumexp": each(autograd.logsumexp, (4,)),
        "scaled_gradient": Case(
            lambda x: autograd.scaled_gradient(bent, x, 2.0, torch.float64),
            lambda b: (numbers(*b),),
            dtypes=lambda dtype: torch.float64,
        ),
    }
}
