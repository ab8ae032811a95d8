"""What moves along a path: points, and the slopes at them."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from gradbook.arguments import check_same, expected
from gradbook.precision import wide

Function = Callable[[Tensor], Tensor]


def slope_at(gradient: Function, points: Tensor) -> Tensor:
    """Return a gradient at a copy of some points, refusing another shape or dtype than theirs."""
    slope = gradient(points.clone())
    check_same("gradient", slope, "the points", points)
    return slope


def parameters(start: Tensor) -> Tensor:
    """Return a copy to move, with each coordinate together in memory, which is faster.

    Half precision moves in float32: in float16 Adam's ε of 1e-8 is 0, and 0 / 0 no step.
    """
    storage = wide(start).movedim(-1, 0).clone(memory_format=torch.contiguous_format)
    return storage.movedim(0, -1)


def gradient_of(function: Function) -> Function:
    """Return the gradient that a function brings with it, otherwise autograd's."""
    if hasattr(function, "gradient"):
        # A copy, since some optimizers change the gradient that they are given.
        return lambda points: slope_at(function.gradient, points).clone()

    @torch.inference_mode(False)
    @torch.enable_grad()
    def gradient(points: Tensor) -> Tensor:
        leaf = points.clone().requires_grad_()
        # The sum gives each start its own gradient; the mean would divide it.
        value = function(leaf.clone()).sum()
        if not value.requires_grad:
            raise expected(
                "function", "values that depend on the points", "others, without a graph"
            )
        (slope,) = torch.autograd.grad(value, leaf)
        return slope

    return gradient
