"""A walk down a parabola along noisy gradients: how far from the minimum it stays."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor

from gradbook.arguments import check_count, check_positive, expected


def noise_floor(rate: float, curvature: float = 1.0, noise: float = 1.0) -> float:
    """Return the mean squared distance from the minimum that a constant rate leaves.

    It is ``η σ² / (λ (2 − η λ))``.

    Parameters
    ----------
    rate : float
        The learning rate η, positive and below 2/λ.
    curvature : float, optional
        λ, positive: the gradient at w is λ w and noise.
    noise : float, optional
        The variance σ² of the noise, positive.

    Returns
    -------
    float
        The mean square of w in the long run; half of it, times λ, is the mean loss there.

    Raises
    ------
    ValueError
        If an argument is not positive and finite, or rate is not below 2/λ.
    """
    for name, value in {"rate": rate, "curvature": curvature, "noise": noise}.items():
        check_positive(name, value)
    if rate * curvature >= 2:
        raise expected("rate", f"less than 2/λ = {2 / curvature:g}", rate)
    return rate * noise / (curvature * (2 - rate * curvature))


def squared_distances(
    rates: Iterable[float], start: float, curvature: float = 1.0, noise: float = 1.0
) -> Tensor:
    """Return the mean squared distance from the minimum before and after each step, exactly.

    A step with the rate η takes V to ``(1 − η λ)² V + η² σ²``.

    Parameters
    ----------
    rates : iterable of float
        The learning rate of each step.
    start : float
        V before the first step: the square of the distance of the start.
    curvature : float, optional
        λ, positive.
    noise : float, optional
        The variance σ² of the noise of a gradient, positive.

    Returns
    -------
    Tensor
        ``(steps + 1,)``, float64.

    Raises
    ------
    ValueError
        If curvature or noise is not positive and finite, or start is negative.
    """
    check_positive("curvature", curvature)
    check_positive("noise", noise)
    if start < 0:
        raise expected("start", "0 or more", start)
    found = [start]
    for rate in rates:
        found.append((1 - rate * curvature) ** 2 * found[-1] + rate**2 * noise)
    return torch.tensor(found, dtype=torch.float64)


def noisy_descent(
    rates: Iterable[float],
    start: float,
    walks: int,
    generator: torch.Generator,
    curvature: float = 1.0,
    noise: float = 1.0,
) -> Tensor:
    """Return the places of many walks down the parabola λ w²/2, each with noise of its own.

    Parameters
    ----------
    rates : iterable of float
        The learning rate of each step.
    start : float
        Where all walks begin; the minimum is at 0.
    walks : int
        How many of them there are, 1 or more.
    generator : torch.Generator
        The source of the noise, which is normal.
    curvature : float, optional
        λ, positive.
    noise : float, optional
        The variance σ² of the noise of a gradient, positive.

    Returns
    -------
    Tensor
        ``(steps + 1, walks)``, float64, start included.

    Raises
    ------
    ValueError
        If walks is below 1, or curvature or noise is not positive and finite.
    """
    check_count("walks", walks)
    check_positive("curvature", curvature)
    check_positive("noise", noise)
    places = [torch.full((walks,), start, dtype=torch.float64)]
    for rate in rates:
        drawn = torch.randn(walks, generator=generator, dtype=torch.float64)
        gradient = curvature * places[-1] + noise**0.5 * drawn
        places.append(places[-1] - rate * gradient)
    return torch.stack(places)
