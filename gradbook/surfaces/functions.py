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

    It has nine critical points: four minima, where it is 0, four saddles and one maximum.

    Parameters
    ----------
    points : Tensor
        Places (x, y) on the map, floats ``(..., 2)``; all that is critical lies within ±4.

    Returns
    -------
    Tensor
        The heights there, ``(...)``.

    Notes
    -----
    Source: D. M. Himmelblau, *Applied Nonlinear Programming*, McGraw-Hill, 1972.
    """
    x, y = _coordinates(points)
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def himmelblau_grad(points: Tensor) -> Tensor:
    """Return its gradient ``(4xu + 2v, 2u + 4yv)``, ``u = x² + y − 11``, ``v = x + y² − 7``.

    Parameters
    ----------
    points : Tensor
        Where Himmelblau's function is differentiated, floats ``(..., 2)``.

    Returns
    -------
    Tensor
        Vectors ``(..., 2)``, equal to autograd's in every bit.
    """
    x, y = _coordinates(points)
    u = x**2 + y - 11
    v = x + y**2 - 7
    return _vectors(4 * x * u + 2 * v, 2 * u + 4 * y * v)


def rosenbrock(points: Tensor) -> Tensor:
    """Return Rosenbrock's bent valley, ``(1 − x)² + 100 (y − x²)²``, which is 0 at (1, 1).

    Parameters
    ----------
    points : Tensor
        Places (x, y), floats ``(..., 2)``; the floor of the valley is the parabola of x².

    Returns
    -------
    Tensor
        The heights there, ``(...)``.
    """
    x, y = _coordinates(points)
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def rosenbrock_grad(points: Tensor) -> Tensor:
    """Return its gradient ``(2 (x − 1) − 400 x (y − x²), 200 (y − x²))``.

    Parameters
    ----------
    points : Tensor
        Where Rosenbrock's function is differentiated, floats ``(..., 2)``.

    Returns
    -------
    Tensor
        Vectors ``(..., 2)``, long beside the floor of the valley and short on it.
    """
    x, y = _coordinates(points)
    # In this order 400 x, which float16 has not from x = 164 on, does not arise.
    return _vectors(2 * (x - 1) - 400 * (x * (y - x**2)), 200 * (y - x**2))


def bowl(points: Tensor, curvatures: tuple[float, float] = (1.0, 10.0)) -> Tensor:
    """Return the quadratic bowl ``½ (a x² + b y²)`` with curvatures ``(a, b)``.

    Gradient descent on it converges exactly for learning rates below ``2 / max(a, b)``.

    Parameters
    ----------
    points : Tensor
        Places (x, y) as seen from the bottom, floats ``(..., 2)``.
    curvatures : tuple of float
        The second derivatives (a, b) along x and along y.

    Returns
    -------
    Tensor
        The heights above the bottom, ``(...)``.
    """
    x, y = _coordinates(points)
    a, b = curvatures
    return a / 2 * x**2 + b / 2 * y**2


def bowl_grad(points: Tensor, curvatures: tuple[float, float] = (1.0, 10.0)) -> Tensor:
    """Return its gradient ``(a x, b y)``.

    Parameters
    ----------
    points : Tensor
        Where the bowl is differentiated, floats ``(..., 2)``.
    curvatures : tuple of float
        Those of the bowl, (a, b).

    Returns
    -------
    Tensor
        Vectors ``(..., 2)``, 0 at the bottom alone.
    """
    x, y = _coordinates(points)
    a, b = curvatures
    return _vectors(a * x, b * y)


def saddle(points: Tensor) -> Tensor:
    """Return ``x² − y²``, which rises along x and falls along y, without a minimum.

    Parameters
    ----------
    points : Tensor
        Places (x, y) as seen from the saddle at (0, 0), floats ``(..., 2)``.

    Returns
    -------
    Tensor
        The heights above the saddle, ``(...)``, negative below it.
    """
    x, y = _coordinates(points)
    return x**2 - y**2


def saddle_grad(points: Tensor) -> Tensor:
    """Return its gradient ``(2x, −2y)``.

    Parameters
    ----------
    points : Tensor
        Where the saddle is differentiated, floats ``(..., 2)``.

    Returns
    -------
    Tensor
        Vectors ``(..., 2)``, 0 at the saddle alone.
    """
    x, y = _coordinates(points)
    return _vectors(2 * x, -2 * y)
