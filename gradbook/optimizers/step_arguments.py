"""What the settings of optimizers are asked for."""

from __future__ import annotations

import math
from numbers import Real

from torch import Tensor

from gradbook.arguments import check_positive, expected, holds, shape


def check_settings(learning_rate: float, eps: float, *betas: float) -> None:
    """Refuse settings out of range."""
    check_positive("learning_rate", learning_rate)
    check_size("eps", eps)
    for beta in betas:
        check_share("beta", beta)


def check_adam(learning_rate: float, betas: tuple[float, float], eps: float) -> None:
    """Refuse settings out of range, and betas that are no pair."""
    if not isinstance(betas, tuple | list) or len(betas) != 2:
        raise expected("betas", "two numbers", betas)
    check_settings(learning_rate, eps, *betas)


def check_share(name: str, value: float | Tensor) -> None:
    """Refuse what is no number from 0 on, below 1."""
    _check_number(name, value, "a number from 0 to below 1")
    check_shares(name, value)


def check_shares(name: str, value: float | Tensor) -> None:
    """Refuse a number, or a tensor with one, that does not lie between 0 and 1, or is 1."""
    what = "a number from 0 to below 1"
    if not isinstance(value, Tensor) or value.is_complex():
        _check_number(name, value, what)
    inside = (value >= 0) & (value < 1)
    if not holds(inside.all() if isinstance(inside, Tensor) else inside):
        raise expected(name, what, value)


def check_size(name: str, value: float | Tensor) -> None:
    """Refuse what is no finite number from 0 on."""
    what = "a finite number from 0 on"
    _check_number(name, value, what)
    if not holds((value >= 0) & (value < math.inf)):
        raise expected(name, what, value)


def _check_number(name: str, value: object, what: str) -> None:
    """Refuse all but a real number, as such or as a tensor of shape ()."""
    if isinstance(value, Tensor):
        # Another shape than () would widen what it is multiplied by.
        if value.ndim or value.is_complex():
            got = f"a tensor of {value.dtype} and shape {shape(value)}"
            raise expected(name, what, got, TypeError)
    elif not isinstance(value, Real):
        raise expected(name, what, type(value).__name__, TypeError)
