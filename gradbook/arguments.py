"""What functions ask of their arguments, in one grammar of errors: ``x: expected …, got …``."""

from __future__ import annotations

import math
from collections.abc import Collection, Sized
from numbers import Real
from types import NoneType

import torch
from torch import Tensor


def expected(name: str, what: str, got: object, error: type[Exception] = ValueError) -> Exception:
    """Return the error that names an argument, what was expected and what came."""
    return error(f"{name}: expected {what}, got {got}")


def shape(value: Tensor) -> tuple[int, ...]:
    """Return a shape as an error shows it."""
    return tuple(value.shape)


def holds(condition: Tensor | bool) -> bool:
    """Return whether a condition on values is true, or cannot be asked for.

    While a program is traced, under ``vmap`` and on the device "meta" there are no values yet:
    what depends on them is not refused there, as PyTorch's own losses don't.
    """
    if torch.compiler.is_compiling():
        return True
    try:
        return bool(condition)
    except RuntimeError:
        return True


def check_type(name: str, value: object, *kinds: type) -> None:
    """Refuse what is of none of some types."""
    if not isinstance(value, kinds):
        known = " or ".join("None" if k is NoneType else f"a {k.__name__}" for k in kinds)
        raise expected(name, known, type(value).__name__, TypeError)


def check_tensor(name: str, value: object) -> None:
    """Refuse all but a tensor."""
    if not isinstance(value, Tensor):
        raise expected(name, "a tensor", type(value).__name__, TypeError)


def check_floating(name: str, value: object) -> None:
    """Refuse all but a tensor of floats."""
    if not isinstance(value, Tensor) or not value.is_floating_point():
        got = value.dtype if isinstance(value, Tensor) else type(value).__name__
        raise expected(name, "a floating-point tensor", got, TypeError)


def check_floating_dtype(name: str, dtype: torch.dtype) -> None:
    """Refuse a dtype of whole or complex numbers."""
    if not dtype.is_floating_point:
        raise expected(name, "a floating-point dtype", dtype, TypeError)


def check_same(name: str, value: Tensor, other_name: str, other: Tensor) -> None:
    """Refuse another shape or another dtype than that of another argument."""
    check_tensor(name, value)
    if value.shape != other.shape:
        raise expected(name, f"the shape of {other_name}, {shape(other)}", shape(value))
    check_same_dtype(name, value, other_name, other)


def check_same_dtype(name: str, value: Tensor, other_name: str, other: Tensor) -> None:
    """Refuse another dtype than that of another argument."""
    check_tensor(name, value)
    if value.dtype != other.dtype:
        what = f"the dtype of {other_name}, {other.dtype}"
        raise expected(name, what, value.dtype, TypeError)


def check_filled(name: str, value: Tensor) -> None:
    """Refuse a tensor without entries."""
    if value.numel() == 0:
        raise expected(name, "one entry or more", f"the shape {shape(value)}")


def check_pairs(name: str, points: Tensor) -> None:
    """Refuse what is not made of points in the plane."""
    if points.ndim == 0 or points.shape[-1] != 2:
        raise expected(name, "shape (..., 2)", shape(points))


def check_single(name: str, value: Tensor) -> None:
    """Refuse a tensor of several numbers, or of none."""
    if value.numel() != 1:
        raise expected(name, "a single number", f"the shape {shape(value)}")


def check_each(name: str, values: Sized, count: int, of: str = "layer") -> None:
    """Refuse more or fewer values than one for each of something."""
    if len(values) != count:
        raise expected(name, f"{count}, one for each {of}", len(values))


def check_choice(name: str, value: object, choices: Collection[str]) -> None:
    """Refuse what is not one of some words."""
    if value not in choices:
        raise expected(name, f"one of {', '.join(choices)}", repr(value))


def check_positive(name: str, value: float | Tensor) -> None:
    """Refuse 0, negative numbers, infinity and what is no number."""
    if isinstance(value, Tensor):
        # Another shape than () would widen what it is multiplied by.
        if value.ndim or value.is_complex():
            got = f"a tensor of {value.dtype} and shape {shape(value)}"
            raise expected(name, "a positive, finite number", got, TypeError)
    elif not isinstance(value, Real):
        raise expected(name, "a positive, finite number", type(value).__name__, TypeError)
    if not holds((value > 0) & (value < math.inf)):
        raise expected(name, "a positive, finite number", value)


def check_interval(name: str, interval: tuple[float, float]) -> None:
    """Refuse what is no pair of finite numbers, the smaller one first."""
    low, high = interval
    if not -math.inf < low < high < math.inf:
        raise expected(name, "two finite numbers, the smaller one first", interval)


def check_count(name: str, value: object, least: int = 1, most: int | None = None) -> None:
    """Refuse what is no whole number from `least` on, up to `most` where there is one."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise expected(name, "an int", type(value).__name__, TypeError)
    if value < least or (most is not None and value > most):
        raise expected(name, f"at least {least}" if most is None else f"{least} to {most}", value)
