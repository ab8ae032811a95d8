"""Dual numbers: a value that carries its slope, so that each operation differentiates itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from gradbook.autograd.rules import ELEMENTARY, Arithmetic


class Dual(Arithmetic):
    """A number ``a + u ε`` with ``ε² = 0``: the value a, and its slope u.

    Parameters
    ----------
    value : float
        The value a.
    slope : float, optional
        The slope u, by the variable whose own slope is 1; 0 for a constant.

    Notes
    -----
    Whatever a program does with ``x + 1 ε`` ends as ``f(x) + f′(x) ε``. Where f has no derivative,
    the slope is that of the operations which ran, or their error.
    Source: W. K. Clifford, *Preliminary Sketch of Biquaternions* (1873).
    """

    def __init__(self, value: float, slope: float = 0.0) -> None:
        self.value, self.slope = float(value), float(slope)

    def __repr__(self) -> str:
        slope = f"{self.slope:+g}"
        return f"{self.value:g} {slope[0]} {slope[1:]}ε"

    def __add__(self, other: Any) -> Dual:
        u, v = self, Dual.of(other)
        return Dual(u.value + v.value, u.slope + v.slope)

    def __mul__(self, other: Any) -> Dual:
        u, v = self, Dual.of(other)
        return Dual(u.value * v.value, u.slope * v.value + u.value * v.slope)

    def __pow__(self, exponent: float) -> Dual:
        a, n = self.value, exponent
        return Dual(a**n, n * a ** (n - 1) * self.slope)

    def elementary(self, name: str) -> Dual:
        """Return an elementary function of this number, by its name."""
        f, derivative = ELEMENTARY[name]
        return Dual(f(self.value), derivative(self.value) * self.slope)


def dual_gradient(f: Callable[[Sequence[Any]], Any], x: Sequence[float]) -> list[float]:
    """Return all partial derivatives of f, by one pass through f for each variable.

    Parameters
    ----------
    f : callable
        Takes n numbers and returns one, by operators and elementary functions.
    x : sequence of float
        The n numbers at which the gradient is taken.

    Returns
    -------
    list of float
        The gradient, of length n.

    Raises
    ------
    TypeError
        If f returns no number.
    """
    slopes = []
    for i in range(len(x)):
        moved = [Dual(x_j, i == j) for j, x_j in enumerate(x)]
        slopes.append(Dual.result(f, moved).slope)
    return slopes
