"""Curvature without its matrix: the Hessian times a vector, and the largest eigenvalue."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from torch import Tensor

from gradbook.arguments import (
    check_count,
    check_floating,
    check_positive,
    check_same,
    expected,
)
from gradbook.autograd.recording import Function, recorded, slope_along
from gradbook.precision import norm, unit, wide


def hvp(f: Function, x: Tensor, v: Tensor) -> Tensor:
    """Return H v, the Hessian of f at x times v: the gradient of ∇f(x) · v, without H.

    Parameters
    ----------
    f : callable
        Takes a tensor of the shape of x and returns one number.
    x : Tensor
        Any shape, floating point; not changed.
    v : Tensor
        The direction, with the shape and dtype of x.

    Returns
    -------
    Tensor
        Shape and dtype of x. Where f bends only at kinks, as ReLU does, it is 0.

    Raises
    ------
    TypeError
        If x has no floating dtype, v has another one, or f(x) is no tensor.
    ValueError
        If v has another shape than x, or f(x) is not a single number.

    Notes
    -----
    Source: B. A. Pearlmutter, *Fast Exact Multiplication by the Hessian* (1994).
    """
    check_floating("x", x)
    check_same("v", v, "x", x)
    return products(f, x)(v.detach())


def products(f: Function, x: Tensor) -> Callable[[Tensor], Tensor]:
    """Return v ↦ H v, for as many v as one likes: the gradient is recorded once."""
    check_floating("x", x)
    value, leaf = recorded(f, x)
    slope = slope_along(value, leaf, create_graph=True)
    return lambda v: slope_along(slope, leaf, v)


class Eigenpair(NamedTuple):
    """A value λ, a vector v of length 1, and ‖H v − λ v‖: some eigenvalue is at least as near."""

    value: float
    vector: Tensor
    residual: float


def top_eigenvalue(f: Function, x: Tensor, start: Tensor, steps: int = 100) -> Eigenpair:
    """Return the Hessian's eigenvalue of the largest size, by power iteration.

    Each step multiplies a vector by the Hessian and divides the product by its length; where a
    product is 0, the vector stays.

    Parameters
    ----------
    f, x
        As for `hvp`, whose errors it raises, too.
    start : Tensor
        A vector that is not 0, with the shape and dtype of x; best a random one, or that of a
        point nearby.
    steps : int, optional
        How many products to take, at least 1.

    Returns
    -------
    Eigenpair
        The eigenvalue, its vector and the residual: some eigenvalue of the Hessian lies no further
        from ``value`` than ``residual``.

    Raises
    ------
    ValueError
        If start is 0 or not finite, or steps is below 1.

    Notes
    -----
    Two eigenvalues of the same size and other signs let the vector jump: then the residual
    stays large.
    """
    check_floating("x", x)
    check_same("start", start, "x", x)
    check_direction("start", start)
    check_count("steps", steps)
    hessian, vector = products(f, x), unit(start.detach())
    for _ in range(steps - 1):
        product = hessian(vector)
        vector = unit(product) if product.any() else vector
    product = hessian(vector)
    value = (vector * product).sum()
    residual = norm(wide(product - value * vector))
    return Eigenpair(value.item(), vector, residual.item())


def check_direction(name: str, vector: Tensor) -> None:
    """Refuse what has no direction."""
    if not (vector.isfinite().all() and vector.any()):
        raise expected(name, "a finite vector that is not 0", "another one")


def descend_with_curvature(
    f: Function, x: Tensor, learning_rate: float, steps: int, every: int
) -> tuple[list[float], list[float]]:
    """Return the largest curvatures and the values on the way of gradient descent.

    Parameters
    ----------
    f : callable
        As for `hvp`, whose errors it raises, too.
    x : Tensor
        The start, any shape, floating point, and not 0; not changed.
    learning_rate : float
        η, greater than 0, finite.
    steps : int
        How many steps to take.
    every : int
        Before each `every`-th step the curvature is measured, by ten products from the direction
        that was found before.

    Returns
    -------
    tuple of list of float
        The curvatures, ``steps // every + 1`` of them, and the values, ``steps + 1``.

    Raises
    ------
    ValueError
        If x is 0 or not finite, learning_rate is not positive and finite or so large that x does
        not stay finite, or steps or every is below 1.
    """
    check_positive("learning_rate", learning_rate)
    check_count("steps", steps)
    check_count("every", every)
    check_floating("x", x)
    check_direction("x", x)
    curvatures, values, direction = [], [], x
    for step in range(steps + 1):
        if step % every == 0:
            if not x.isfinite().all():
                raise expected("learning_rate", "one with which x stays finite", learning_rate)
            top, direction, _ = top_eigenvalue(f, x, direction, steps=10)
            curvatures.append(top)
        value, leaf = recorded(f, x)
        values.append(value.item())
        x = leaf.detach() - learning_rate * slope_along(value, leaf)
    return curvatures, values
