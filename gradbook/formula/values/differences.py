"""Autograd, and central differences beside it: where both agree, neither is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from gradbook.formula.errors import FormulaError

__all__ = ["CUT", "WRONG_BACKWARD", "confirm", "connected", "gradient_of", "slope", "sum_of_slopes"]

STEPS = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7)
AGREEMENT = 1e-7  # relative, between autograd and a difference
SETTLED = 1e-6
KINK = 1e-3  # relative: what the slopes from both sides differ by at a kink
WRONG_BACKWARD = (
    "the backward of a function is wrong, not the formula, or something in it is detached"
)
CUT = "the graph is cut between them"


def difference(
    along: Callable[[float], Tensor],
    name: str,
    span: tuple[int, int],
    expected: Callable[[Tensor], bool],
) -> Tensor:
    """Return the derivative of a function of one number at 0 by extrapolated central differences.

    The first one that is as autograd has it is enough; one that is not has to settle.

    Raises
    ------
    FormulaError
        If the differences do not settle when the step shrinks, or if those from the right and
        from the left go to different numbers: there is no derivative.
    """
    best, error = None, float("inf")
    for h in STEPS:
        right, left = ([along(side * h), along(side * h / 2)] for side in (1, -1))
        wide, narrow = (
            (r - m) / (2 * h / 2**k) for k, (r, m) in enumerate(zip(right, left, strict=True))
        )
        first = (4 * narrow - wide) / 3
        if expected(first) and is_smooth(right, along(0.0), left, h):
            return first
        second = (4 * central(along, h / 4) - narrow) / 3
        change = float((second - first).abs().max()) / (1.0 + float(second.abs().max()))
        if change < error:
            best, error = second, change
        if error < 1e-10:
            break
    if best is None or not error < SETTLED:
        raise FormulaError(f"no derivative is seen: differences of {name} do not settle", span)
    check_sides(along, best, name, span)
    return best


def is_smooth(right: Sequence[Tensor], middle: Tensor, left: Sequence[Tensor], h: float) -> bool:
    """Tell whether the slopes from both sides, from the values at h and at h/2, are the same."""
    slopes = [(4 * near - far - 3 * middle) / h for far, near in (right, left)]
    return bool((slopes[0] + slopes[1]).abs().max() <= KINK * scale_of(slopes[0], middle))


def scale_of(slope: Tensor, value: Tensor) -> float:
    return 1.0 + float(slope.abs().max()) + float(value.abs().max())


def central(along: Callable[[float], Tensor], h: float) -> Tensor:
    return (along(h) - along(-h)) / (2 * h)


def check_sides(
    along: Callable[[float], Tensor], found: Tensor, name: str, span: tuple[int, int]
) -> None:
    """Raise at a kink, where the differences from both sides go to different numbers."""
    h = 1e-6
    middle = along(0.0)
    right, left = (along(h) - middle) / h, (middle - along(-h)) / h
    if float((right - left).abs().max()) > KINK * scale_of(found, middle):
        a, b = (torch.round(side, decimals=4).tolist() for side in (left, right))
        text = (
            f"there is no derivative: from the left the slope of {name} is {a}, from the right {b}"
        )
        raise FormulaError(text, span)


def confirm(
    found: Tensor,
    expected: Tensor,
    scale: Tensor,
    name: str,
    span: tuple[int, int],
    reason: Callable[[], str] = lambda: WRONG_BACKWARD,
) -> None:
    """Raise if what autograd found is not what differences give."""
    if not agrees(found, expected, scale):
        raise FormulaError(
            f"{name}: autograd gives {found.tolist()}, central differences give "
            f"{expected.tolist()}; {reason()}",
            span,
        )


def agrees(found: Tensor, expected: Tensor, scale: Tensor) -> bool:
    size = 1e-3 + float(expected.abs().max()) + 1e-4 * float(scale.max())
    return float((found - expected).abs().max()) <= AGREEMENT * size


def slope(value: Tensor, x: Tensor, further: bool = True) -> Tensor:
    """Return the gradient of a number, zero where the graph does not reach."""
    gradient = gradient_of(value, x, further)
    return torch.zeros_like(x) if gradient is None else gradient


def sum_of_slopes(value: Tensor, ways: Sequence[Tensor], further: bool = True) -> Tensor:
    """Return the gradient of a number by a tensor and what it is in other runs."""
    first, *others = (slope(value, way, further) for way in ways)
    return sum(others, first)


def connected(value: Tensor, x: Tensor) -> bool:
    """Return whether autograd sees a way from a tensor to what it is computed from."""
    return gradient_of(value.sum(), x) is not None


def gradient_of(value: Tensor, x: Tensor, further: bool = True) -> Tensor | None:
    """Return a gradient, which can be differentiated further if that is asked for."""
    if not value.requires_grad:
        return None
    (gradient,) = torch.autograd.grad(
        value, x, retain_graph=True, create_graph=further, allow_unused=True
    )
    return gradient
