"""What autograd follows: constants made leaves, and symbols that have other values."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor

__all__ = ["Placed", "in_float64", "is_constant", "make_leaf", "replace_by"]

# Names, and the numbers that each of them is to be.
Placed = tuple[tuple[str, tuple[float, ...]], ...]


@contextmanager
def in_float64() -> Iterator[None]:
    """Let torch.eye, torch.zeros and their kin give float64 for a while."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_default_dtype(before)


def make_leaf(values: dict[str, Any], name: str) -> None:
    """Replace a constant by one that autograd follows."""
    value = values.get(name)
    if is_constant(value):
        tensor = value if isinstance(value, Tensor) else torch.tensor(value, dtype=torch.float64)
        values[name] = tensor.detach().clone().requires_grad_()


def replace_by(values: dict[str, Any], name: str, numbers: tuple[float, ...]) -> None:
    """Replace a number or a tensor by one of other numbers, of which nothing is computed yet."""
    tensor = torch.tensor(numbers, dtype=torch.float64)
    values[name] = tensor.view(torch.as_tensor(values[name]).shape).requires_grad_()


def is_constant(value: object) -> bool:
    """Tell whether a value could be followed by autograd, and is not."""
    if isinstance(value, Tensor):
        return value.is_floating_point() and not value.requires_grad
    return isinstance(value, float)
