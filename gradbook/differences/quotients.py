"""Derivatives of functions that act on each element."""

from __future__ import annotations

from torch import Tensor

from gradbook.differences.checks import Function, values
from gradbook.differences.steps import checked


def forward_difference(f: Function, x: Tensor, h: float | Tensor | None = None) -> Tensor:
    """Return ``(f(x + h) − f(x)) / h``, the slope to the right, with an error of order h.

    Parameters
    ----------
    f : callable
        What is differentiated. Acts on each element: a tensor in, one of the same shape out.
    x : Tensor
        The left ends of the steps, any shape.
    h : float or Tensor, optional
        The steps. Broadcasts with x; by default ``eps^(1/2) · max(1, |x|)``.

    Returns
    -------
    Tensor
        Shape of ``x + h``.
    """
    x, h = checked(x, h, root=2)
    return (values(f, x + h) - values(f, x)) / h


def central_difference(f: Function, x: Tensor, h: float | Tensor | None = None) -> Tensor:
    """Return ``(f(x + h) − f(x − h)) / (2h)``, the derivative with an error of order h².

    Parameters
    ----------
    f : callable
        What is differentiated, as for `forward_difference`.
    x : Tensor
        The middles between two values of f, any shape.
    h : float or Tensor, optional
        How far to go to both sides; by default ``eps^(1/3) · max(1, |x|)``.

    Returns
    -------
    Tensor
        Shape of ``x + h``. For ReLU at 0 it says 0.5.
    """
    x, h = checked(x, h, root=3)
    return (values(f, x + h) - values(f, x - h)) / (2 * h)


def second_difference(f: Function, x: Tensor, h: float | Tensor | None = None) -> Tensor:
    """Return ``(f(x + h) − 2 f(x) + f(x − h)) / h²``, the second derivative.

    Parameters
    ----------
    f : callable
        What is differentiated twice, as for `forward_difference`.
    x : Tensor
        The middles of three values of f, any shape.
    h : float or Tensor, optional
        How far apart these are; by default ``eps^(1/4) · max(1, |x|)``.

    Returns
    -------
    Tensor
        Shape of ``x + h``. At a kink it grows like 1/h.
    """
    x, h = checked(x, h, root=4)
    here = values(f, x)
    # Neither 2 f(x) nor h² may leave the range of the dtype.
    return ((values(f, x + h) - here) - (here - values(f, x - h))) / h / h
