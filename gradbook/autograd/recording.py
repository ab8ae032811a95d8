"""A function's record, and the gradients that go back along it, in every mode of PyTorch."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from gradbook.arguments import check_single, check_tensor

Function = Callable[[Tensor], Tensor]


@torch.inference_mode(False)
@torch.enable_grad()
def recorded(f: Function, x: Tensor, dtype: torch.dtype | None = None) -> tuple[Tensor, Tensor]:
    """Return the single number that f makes of x, and the leaf of its record, a copy of x."""
    leaf = x.detach().to(dtype, copy=True).requires_grad_()
    # Another copy, since a leaf may not be changed in place.
    value = f(leaf.clone())
    check_tensor("f(x)", value)
    check_single("f(x)", value)
    return value.sum(), leaf


@torch.inference_mode(False)
def slope_along(
    y: Tensor, leaf: Tensor, v: Tensor | None = None, *, create_graph: bool = False
) -> Tensor:
    """Return the gradient of y, or of y · v, and 0 where y does not depend on the leaf.

    With ``create_graph`` it can be differentiated once more. The record of y stays.
    """
    if not y.requires_grad:
        return torch.zeros_like(leaf)
    return torch.autograd.grad(
        y,
        leaf,
        v,
        retain_graph=True,
        create_graph=create_graph,
        allow_unused=True,
        materialize_grads=True,
    )[0]
