"""Schedules: the learning rate as a function of the number of the step, which counts from 0."""

from __future__ import annotations

import math
from collections.abc import Callable

from gradbook.arguments import check_count, check_positive, expected

Schedule = Callable[[int], float]


def step_decay(step: int, rate: float, every: int, factor: float = 0.1) -> float:
    """Return the rate, multiplied by a factor once for each block of steps that is over.

    Parameters
    ----------
    step : int
        The number of the step, from 0 on.
    rate : float
        The rate of the first block, positive.
    every : int
        How many steps a block has, 1 or more.
    factor : float, optional
        What a block leaves of the rate of the block before, positive.

    Returns
    -------
    float
        As `torch.optim.lr_scheduler.StepLR`.

    Raises
    ------
    ValueError
        If step is negative, every is below 1, or rate or factor is not positive and finite.
    """
    check_count("step", step, least=0)
    check_count("every", every)
    check_positive("rate", rate)
    check_positive("factor", factor)
    return rate * factor ** (step // every)


def cosine(step: int, rate: float, steps: int, last: float = 0.0) -> float:
    """Return the rate on half a wave of the cosine, from its top to its bottom.

    Parameters
    ----------
    step : int
        The number of the step, from 0 on.
    rate : float
        The rate at the top, positive.
    steps : int
        How many steps lie between top and bottom, 1 or more.
    last : float, optional
        The rate at the bottom, from 0 to rate; it stays there.

    Returns
    -------
    float
        As `torch.optim.lr_scheduler.CosineAnnealingLR` up to the bottom. PyTorch's rate climbs up
        again from there.

    Raises
    ------
    ValueError
        If step is negative, steps is below 1, rate is not positive and finite, or last is not in
        its range.

    Notes
    -----
    Source: I. Loshchilov and F. Hutter, *SGDR* (2017).
    """
    check_count("step", step, least=0)
    check_count("steps", steps)
    check_positive("rate", rate)
    if not 0 <= last <= rate:
        raise expected("last", f"0 to {rate}", last)
    share = (1 + math.cos(math.pi * min(step, steps) / steps)) / 2
    return last + (rate - last) * share


def inverse_time(step: int, rate: float) -> float:
    """Return the rate over the number of steps that will have been taken: rate / (step + 1).

    Parameters
    ----------
    step : int
        The number of the step, from 0 on.
    rate : float
        The rate of the first step, positive.

    Returns
    -------
    float
        As `torch.optim.lr_scheduler.LambdaLR` with the factor 1 / (step + 1).

    Raises
    ------
    ValueError
        If step is negative, or rate is not positive and finite.

    Notes
    -----
    Source: H. Robbins and S. Monro, *A Stochastic Approximation Method* (1951).
    """
    check_count("step", step, least=0)
    check_positive("rate", rate)
    return rate / (step + 1)


def warm_up(step: int, steps: int, schedule: Schedule) -> float:
    """Return a rate that climbs in equal steps to the first one of a schedule, then follows it.

    Parameters
    ----------
    step : int
        The number of the step, from 0 on.
    steps : int
        How many steps the climb has, 1 or more; the last of them has the whole rate.
    schedule : callable
        Takes the number of a step, which counts from 0 after the climb, and returns a rate.

    Returns
    -------
    float
        As `torch.optim.lr_scheduler.LinearLR`, and then the schedule, in a `SequentialLR`.

    Raises
    ------
    ValueError
        If step is negative, or steps is below 1.

    Notes
    -----
    Source: P. Goyal et al., *Accurate, Large Minibatch SGD* (2017).
    """
    check_count("step", step, least=0)
    check_count("steps", steps)
    if step < steps:
        return schedule(0) * (step + 1) / steps
    return schedule(step - steps)
