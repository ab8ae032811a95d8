"""Functions of two variables, each beside its gradient.

Functions take points ``(..., 2)`` and return values ``(...)``; gradients return
``(..., 2)``. Anything but floating point raises TypeError, another last axis ValueError.
"""

from __future__ import annotations

import torch
from torch import Tensor

from gradbook.arguments import check_floating, check_pairs


def _coordinates(points: Tensor) -> tuple[Tensor, Tensor]:
    """Return x and y of points, refusing what has none."""
    check_floating("points", points)
    check_pairs("points", points)
    x, y = points.movedim(-1, 0)  # faster to differentiate than two indexings
    return x, y


def _vectors(x: Tensor, y: Tensor) -> Tensor:
    """Return vectors ``(..., 2)`` whose coordinates lie together, which is twice as fast."""
    return torch.stack((x, y)).movedim(0, -1)


def himmelblau(points: Tensor) -> Tensor:
    """Return Himmelblau's function, ``(x² + y − 11)² + (x + y² − 7)²``.

    Points ``(..., 2)`` give values ``(...)``. It has nine critical points:
    four minima, where it is 0, four saddles and one maximum.

    Source: D. M. Himmelblau, *Applied Nonlinear Programming*, McGraw-Hill, 1972.
    """
    x, y = _coordinates(points)
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def himmelblau_grad(points: Tensor) -> Tensor:
    """Return its gradient ``(4xu + 2v, 2u + 4yv)``, ``u = x² + y − 11``, ``v = x + y² − 7``.

    Points ``(..., 2)`` give vectors ``(..., 2)``, equal to autograd's in every bit.
    """
    x, y = _coordinates(points)
    u = x**2 + y - 11
    v = x + y**2 - 7
    return _vectors(4 * x * u + 2 * v, 2 * u + 4 * y * v)


def rosenbrock(points: Tensor) -> Tensor:
    """Return Rosenbrock's bent valley, ``(1 − x)² + 100 (y − x²)²``, which is 0 at (1, 1)."""
    x, y = _coordinates(points)
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def rosenbrock_grad(points: Tensor) -> Tensor:
    """Return its gradient ``(2 (x − 1) − 400 x (y − x²), 200 (y − x²))``."""
    x, y = _coordinates(points)
    # In this order 400 x, which float16 has not from x = 164 on, does not arise.
    return _vectors(2 * (x - 1) - 400 * (x * (y - x**2)), 200 * (y - x**2))


def bowl(points: Tensor, curvatures: tuple[float, float] = (1.0, 10.0)) -> Tensor:
    """Return the quadratic bowl ``½ (a x² + b y²)`` with curvatures ``(a, b)``.

    Gradient descent on it converges exactly for learning rates below ``2 / max(a, b)``.
    """
    x, y = _coordinates(points)
    a, b = curvatures
    return a / 2 * x**2 + b / 2 * y**2


def bowl_grad(points: Tensor, curvatures: tuple[float, float] = (1.0, 10.0)) -> Tensor:
    """Return its gradient ``(a x, b y)``."""
    x, y = _coordinates(points)
    a, b = curvatures
    return _vectors(a * x, b * y)


def saddle(points: Tensor) -> Tensor:
    """Return ``x² − y²``, which rises along x and falls along y, without a minimum."""
    x, y = _coordinates(points)
    return x**2 - y**2


def saddle_grad(points: Tensor) -> Tensor:
    """Return its gradient ``(2x, −2y)``."""
    x, y = _coordinates(points)
    return _vectors(2 * x, -2 * y)
