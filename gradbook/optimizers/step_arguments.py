"""What one step of an optimizer asks of its arguments."""

from __future__ import annotations

import math

from torch import Tensor

from gradbook.arguments import check_floating, check_positive, check_same, expected


def check_step(p: Tensor, g: Tensor, learning_rate: float, eps: float, *betas: float) -> None:
    """Refuse a gradient that does not fit the point, and settings out of range."""
    check_floating("p", p)
    check_same("g", g, "p", p)
    check_positive("learning_rate", learning_rate)
    check_size("eps", eps)
    for beta in betas:
        if not 0 <= beta < 1:
            raise expected("beta", "a number from 0 to below 1", beta)


def check_size(name: str, value: float) -> None:
    """Refuse what is no finite number from 0 on."""
    if not 0 <= value < math.inf:
        raise expected(name, "a finite number from 0 on", value)
