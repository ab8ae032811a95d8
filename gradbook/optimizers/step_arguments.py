"""What one step of an optimizer asks of its arguments."""

from __future__ import annotations

import math

from torch import Tensor

from gradbook.arguments import check_floating, check_positive, check_same, expected, holds


def check_step(p: Tensor, g: Tensor, learning_rate: float, eps: float, *betas: float) -> None:
    """Refuse a gradient that does not fit the point, and settings out of range."""
    check_floating("p", p)
    check_same("g", g, "p", p)
    check_positive("learning_rate", learning_rate)
    check_size("eps", eps)
    for beta in betas:
        check_share("beta", beta)


def check_share(name: str, value: float | Tensor) -> None:
    """Refuse what does not lie between 0 and 1, or is 1."""
    inside = (value >= 0) & (value < 1)
    if not holds(inside.all() if isinstance(inside, Tensor) else inside):
        raise expected(name, "a number from 0 to below 1", value)


def check_size(name: str, value: float) -> None:
    """Refuse what is no finite number from 0 on."""
    if not 0 <= value < math.inf:
        raise expected(name, "a finite number from 0 on", value)
