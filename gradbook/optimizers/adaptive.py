"""Optimizers that divide each coordinate's step by the usual size of its gradient.

Each function takes one step: p is the point, g the gradient there, of the same shape and dtype, and
state what the last step returned beside its point, or None before the first one. No argument is
changed. Every coordinate moves by itself, so that a tensor may hold as many walks as one likes.

Raises
------
TypeError
    If p is not floating point, or g has another dtype.
ValueError
    If g has another shape than p, learning_rate is not positive and finite, eps is negative, NaN or
    infinite, or a beta is below 0, or 1 and more.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor

from gradbook.arguments import check_floating, check_positive, check_same, expected


class Moments(NamedTuple):
    """What Adam remembers: running means m of the gradients, q of their squares, and the step.

    AMSGrad remembers the largest q as well, in ``largest``.
    """

    mean: Tensor
    square: Tensor
    step: int
    largest: Tensor | None = None


def adagrad(
    p: Tensor,
    g: Tensor,
    state: Tensor | None,
    learning_rate: float,
    eps: float = 1e-10,
) -> tuple[Tensor, Tensor]:
    """Return p − η g / (√q + ε) and q, the sum of all squares so far, g² included.

    Notes
    -----
    Source: J. Duchi, E. Hazan and Y. Singer, *Adaptive Subgradient Methods for Online Learning and
    Stochastic Optimization* (2011), with the diagonal of their matrix; the ε of `torch.optim`.
    """
    _check(p, g, learning_rate, eps)
    q = g**2 if state is None else state + g**2
    return p - learning_rate * g / (q.sqrt() + eps), q


def rmsprop(
    p: Tensor,
    g: Tensor,
    state: Tensor | None,
    learning_rate: float,
    beta: float = 0.99,
    eps: float = 1e-8,
) -> tuple[Tensor, Tensor]:
    """Return p − η g / (√q + ε) and q, the running mean of the squares, q ← β q + (1 − β) g².

    Notes
    -----
    It starts at q = 0 and corrects nothing. Source: T. Tieleman and G. Hinton, lecture 6.5 of
    *Neural Networks for Machine Learning* (2012); ε and the name ``alpha`` for β are those of
    `torch.optim`.
    """
    _check(p, g, learning_rate, eps, beta)
    q = (1 - beta) * g**2 if state is None else beta * state + (1 - beta) * g**2
    return p - learning_rate * g / (q.sqrt() + eps), q


def moments(g: Tensor, state: Moments | None, betas: tuple[float, float]) -> Moments:
    """Return both running means with one gradient more, β m + (1 − β) g and the same of g²."""
    m, q, step, largest = state or Moments(torch.zeros_like(g), torch.zeros_like(g), 0)
    m = betas[0] * m + (1 - betas[0]) * g
    q = betas[1] * q + (1 - betas[1]) * g**2
    return Moments(m, q, step + 1, largest)


def adam(
    p: Tensor,
    g: Tensor,
    state: Moments | None,
    learning_rate: float,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
) -> tuple[Tensor, Moments]:
    """Return p − η m̂ / (√q̂ + ε), with both running means corrected, and the means as they are.

    Notes
    -----
    Source: D. P. Kingma and J. Ba, *Adam: A Method for Stochastic Optimization* (2015).
    """
    _check(p, g, learning_rate, eps, *betas)
    m, q, s, _ = new = moments(g, state, betas)
    mean, square = m / (1 - betas[0] ** s), q / (1 - betas[1] ** s)
    return p - learning_rate * mean / (square.sqrt() + eps), new


def amsgrad(
    p: Tensor,
    g: Tensor,
    state: Moments | None,
    learning_rate: float,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
) -> tuple[Tensor, Moments]:
    """Return the step of `adam` with the largest q so far in place of q.

    Notes
    -----
    Source: S. J. Reddi, S. Kale and S. Kumar, *On the Convergence of Adam and Beyond* (2018); as in
    `torch.optim`, and unlike there, both means are corrected.
    """
    _check(p, g, learning_rate, eps, *betas)
    m, q, s, largest = moments(g, state, betas)
    largest = q if largest is None else torch.maximum(largest, q)
    mean, square = m / (1 - betas[0] ** s), largest / (1 - betas[1] ** s)
    return p - learning_rate * mean / (square.sqrt() + eps), Moments(m, q, s, largest)


def adamw(
    p: Tensor,
    g: Tensor,
    state: Moments | None,
    learning_rate: float,
    weight_decay: float = 0.01,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
) -> tuple[Tensor, Moments]:
    """Return the step of `adam` from (1 − η λ) p, with λ for the weight decay.

    Raises
    ------
    ValueError
        If weight_decay is negative, NaN or infinite.

    Notes
    -----
    Source: I. Loshchilov and F. Hutter, *Decoupled Weight Decay Regularization* (2019); with the η
    before λ, as `torch.optim` has it.
    """
    _check_size("weight_decay", weight_decay)
    check_floating("p", p)
    p = (1 - learning_rate * weight_decay) * p
    return adam(p, g, state, learning_rate, betas, eps)


def _check(p: Tensor, g: Tensor, learning_rate: float, eps: float, *betas: float) -> None:
    check_floating("p", p)
    check_same("g", g, "p", p)
    check_positive("learning_rate", learning_rate)
    _check_size("eps", eps)
    for beta in betas:
        if not 0 <= beta < 1:
            raise expected("beta", "a number from 0 to below 1", beta)


def _check_size(name: str, value: float) -> None:
    if not 0 <= value < math.inf:
        raise expected(name, "a finite number from 0 on", value)
