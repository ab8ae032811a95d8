"""How fast momentum is on a bowl, computed: its roots, its border, and its best settings."""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor

from gradbook.arguments import check_floating, check_positive, expected
from gradbook.optimizers.step_arguments import check_shares
from gradbook.precision import wide


def roots(h: Tensor, momentum: float | Tensor, *, nesterov: bool = False) -> Tensor:
    """Return the two numbers r by whose powers momentum moves along one direction of a bowl.

    With h for the learning rate times the curvature, they are the eigenvalues of a step's matrix.
    Of the heavy ball they solve the first, of Nesterov's method the second equation:
    ``r² = (1 + β − h) r − β``, ``r² = (1 − h) ((1 + β) r − β)``.

    Parameters
    ----------
    h : Tensor
        η λ, any shape, floating point; its square must fit into the dtype.
    momentum : float or Tensor
        β, from 0 to below 1; a tensor's shape is broadcast with that of h.
    nesterov : bool, optional
        Whether the step is that of Nesterov; that of the heavy ball by default.

    Returns
    -------
    Tensor
        Complex, ``(..., 2)``, of half precision complex64; where both are real, the larger one
        first.

    Raises
    ------
    TypeError
        If h has no floating dtype, or momentum is a tensor of another one.
    ValueError
        If momentum is out of range.
    """
    half, determinant = _half_trace_and_determinant(h, momentum, nesterov)
    apart = torch.sqrt(torch.complex(half**2 - determinant, torch.zeros_like(half)))
    return torch.stack((half + apart, half - apart), dim=-1)


def rate(h: Tensor, momentum: float | Tensor, *, nesterov: bool = False) -> Tensor:
    """Return the factor of one step in the long run: the size of the larger of both roots.

    Where the roots are complex, it is the root of their product, for the heavy ball √β.

    Parameters
    ----------
    h, momentum, nesterov
        As for `roots`, whose errors it raises, too.

    Returns
    -------
    Tensor
        Real, with the broadcast shape of h and momentum, and their dtype. Where both roots
        are the same r, a distance after n steps is of the order of n rⁿ, not of rⁿ.
    """
    sizes = roots(h, momentum, nesterov=nesterov).abs()
    return sizes.amax(dim=-1).type_as(h + momentum)


def border(momentum: Tensor, *, nesterov: bool = False) -> Tensor:
    """Return the η λ below which a walk converges: 2 + 2β, or, divided by 1 + 2β, Nesterov's.

    Parameters
    ----------
    momentum : Tensor
        β, any shape, floating point, from 0 to below 1.
    nesterov : bool, optional
        As for `roots`.

    Returns
    -------
    Tensor
        Shape and dtype of momentum.

    Raises
    ------
    TypeError
        If momentum has no floating dtype.
    ValueError
        If momentum is out of range.
    """
    check_floating("momentum", momentum)
    check_shares("momentum", momentum)
    return (2 + 2 * momentum) / (1 + 2 * momentum if nesterov else 1)


class Settings(NamedTuple):
    """A learning rate η, a momentum β, and the factor ρ of one step, in the long run."""

    learning_rate: float
    momentum: float
    rate: float


def best_settings(least: float, most: float) -> Settings:
    """Return the settings of the heavy ball that no others beat in a bowl, in the long run.

    Parameters
    ----------
    least : float
        The smallest curvature, positive and finite.
    most : float
        The largest one, finite.

    Returns
    -------
    Settings
        ρ is (√κ − 1) over (√κ + 1), where κ is `most` over `least`, and β is its square.

    Raises
    ------
    TypeError
        If least or most is no number.
    ValueError
        If one is not positive and finite, or most is below least.

    Notes
    -----
    Source: B. T. Polyak, *Some methods of speeding up the convergence of iteration methods*
    (1964).
    """
    check_positive("least", least)
    check_positive("most", most)
    if most < least:
        raise expected("most", f"at least {least}", most)
    a, b = math.sqrt(least), math.sqrt(most)
    factor = (b - a) / (b + a)
    return Settings(4 / (a + b) ** 2, factor**2, factor)


def _half_trace_and_determinant(
    h: Tensor, momentum: float | Tensor, nesterov: bool
) -> tuple[Tensor, float | Tensor]:
    """Return half the sum of both roots, and their product."""
    check_floating("h", h)
    check_shares("momentum", momentum)
    h = wide(h)
    if isinstance(momentum, Tensor):
        check_floating("momentum", momentum)
        momentum = wide(momentum)
    if nesterov:
        return (1 - h) * (1 + momentum) / 2, (1 - h) * momentum
    return (1 + momentum - h) / 2, momentum
