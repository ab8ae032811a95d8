"""Optimizers that divide each coordinate's step by the usual size of its gradient.

Each function takes one step and changes no argument. Every coordinate moves by itself, so that a
tensor may hold as many walks as one likes. It is longer than 200 lines, since the five differ in a
few signs and are read beside each other.
"""

from __future__ import annotations

import torch
from torch import Tensor

from gradbook.optimizers.one_step import Moments, one_step, root_of
from gradbook.optimizers.step_arguments import check_adam, check_settings, check_size


@one_step(Tensor)
def adagrad(
    p: Tensor,
    g: Tensor,
    state: Tensor | None,
    learning_rate: float,
    eps: float = 1e-10,
) -> tuple[Tensor, Tensor]:
    """Return ``p − η g / (√q + ε)`` and q, the sum of all squares so far, g² included.

    Parameters
    ----------
    p : Tensor
        The point, of any shape, floating point.
    g : Tensor
        The gradient there, shape and dtype of p.
    state : Tensor or None
        What the last step returned beside the point, and None for the first one.
    learning_rate : float
        η, positive and finite.
    eps : float
        ε, 0 or more, finite.

    Returns
    -------
    tuple of Tensor
        The new point, of the shape and dtype of p, and the new state, which is float32 where p is
        half precision. With ε = 0 a gradient of 0 that follows no other is 0 / 0, NaN; one whose
        square is too large for the state's dtype moves nothing.

    Raises
    ------
    TypeError
        If p is not floating point, g has another dtype, or state is of another kind.
    ValueError
        If g has another shape than p, or state has, learning_rate is not positive and finite, or
        eps is negative, NaN or infinite.

    Notes
    -----
    Source: J. Duchi, E. Hazan and Y. Singer, *Adaptive Subgradient Methods for Online Learning and
    Stochastic Optimization* (2011), with the diagonal of their matrix; the ε of `torch.optim`.
    """
    check_settings(learning_rate, eps)
    q = g**2 if state is None else state + g**2
    return p - learning_rate * (g / (root_of(q) + eps)), q


@one_step(Tensor)
def rmsprop(
    p: Tensor,
    g: Tensor,
    state: Tensor | None,
    learning_rate: float,
    beta: float = 0.99,
    eps: float = 1e-8,
) -> tuple[Tensor, Tensor]:
    """Return ``p − η g / (√q + ε)`` and q, the running mean of the squares.

    Each step makes ``β q + (1 − β) g²`` of the q before it.

    Parameters
    ----------
    p, g, state, learning_rate, eps
        As for `adagrad`, whose errors it raises, too.
    beta : float, optional
        β, from 0 to below 1.

    Returns
    -------
    tuple of Tensor
        As for `adagrad`.

    Raises
    ------
    ValueError
        If beta is below 0, or 1 and more.

    Notes
    -----
    It starts at q = 0 and corrects nothing; `torch.optim` calls β ``alpha``. Source: T. Tieleman
    and G. Hinton, lecture 6.5 of *Neural Networks for Machine Learning* (2012).
    """
    check_settings(learning_rate, eps, beta)
    q = (1 - beta) * g**2 if state is None else beta * state + (1 - beta) * g**2
    return p - learning_rate * (g / (root_of(q) + eps)), q


def moments(g: Tensor, state: Moments | None, betas: tuple[float, float]) -> Moments:
    """Return both running means with one gradient more, β m + (1 − β) g and the same of g²."""
    m, q, step, largest = state or Moments(torch.zeros_like(g), torch.zeros_like(g), 0)
    m = betas[0] * m + (1 - betas[0]) * g
    q = betas[1] * q + (1 - betas[1]) * g**2
    return Moments(m, q, step + 1, largest)


@one_step(Moments)
def adam(
    p: Tensor,
    g: Tensor,
    state: Moments | None,
    learning_rate: float,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
) -> tuple[Tensor, Moments]:
    """Return p − η m̂ / (√q̂ + ε), with both running means corrected, and the means as they are.

    Parameters
    ----------
    p, g, learning_rate, eps
        As for `adagrad`, whose errors it raises, too.
    state : Moments or None
        What the last step returned beside the point, and None for the first one.
    betas : tuple of float, optional
        β₁ and β₂, each from 0 to below 1.

    Returns
    -------
    tuple of Tensor and Moments
        The new point, of the shape and dtype of p, and the new state.

    Raises
    ------
    ValueError
        If betas is no pair, or a beta is below 0, or 1 and more.

    Notes
    -----
    Source: D. P. Kingma and J. Ba, *Adam: A Method for Stochastic Optimization* (2015).
    """
    check_adam(learning_rate, betas, eps)
    m, q, s, _ = new = moments(g, state, betas)
    mean, square = m / (1 - betas[0] ** s), q / (1 - betas[1] ** s)
    return p - learning_rate * (mean / (root_of(square) + eps)), new


@one_step(Moments)
def amsgrad(
    p: Tensor,
    g: Tensor,
    state: Moments | None,
    learning_rate: float,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
) -> tuple[Tensor, Moments]:
    """Return the step of `adam` with the largest q so far in place of q.

    It takes, returns and raises what `adam` does.

    Notes
    -----
    Source: S. J. Reddi, S. Kale and S. Kumar, *On the Convergence of Adam and Beyond* (2018). They
    correct no mean; here both are corrected, as in `torch.optim`.
    """
    check_adam(learning_rate, betas, eps)
    m, q, s, largest = moments(g, state, betas)
    largest = q if largest is None else torch.maximum(largest, q)
    mean, square = m / (1 - betas[0] ** s), largest / (1 - betas[1] ** s)
    ratio = mean / (root_of(square) + eps)
    return p - learning_rate * ratio, Moments(m, q, s, largest)


@one_step(Moments)
def adamw(
    p: Tensor,
    g: Tensor,
    state: Moments | None,
    learning_rate: float,
    weight_decay: float = 0.01,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
) -> tuple[Tensor, Moments]:
    """Return the step of `adam` from ``(1 − η λ) p``, with λ for the weight decay.

    Parameters
    ----------
    p, g, state, learning_rate, betas, eps
        As for `adam`, whose errors it raises, too.
    weight_decay : float, optional
        λ, 0 or more, finite.

    Returns
    -------
    tuple of Tensor and Moments
        As for `adam`.

    Raises
    ------
    ValueError
        If weight_decay is negative, NaN or infinite.

    Notes
    -----
    Source: I. Loshchilov and F. Hutter, *Decoupled Weight Decay Regularization* (2019); with the η
    before λ, as `torch.optim` has it.
    """
    check_size("weight_decay", weight_decay)
    check_settings(learning_rate, eps)
    p = ((1 - learning_rate * weight_decay) * p).type_as(g)
    return adam(p, g, state, learning_rate, betas, eps)
