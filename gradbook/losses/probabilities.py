"""Softmax with its Jacobian, and cross-entropy with its gradient."""

from __future__ import annotations

import torch
from torch import Tensor

from gradbook.losses.checks import as_probabilities, check_logits
from gradbook.losses.residuals import log_probabilities, others, probabilities, softmax_residual
from gradbook.precision import wide


def softmax(logits: Tensor) -> Tensor:
    """Probabilities that stand to each other as the exponentials of the logits.

    ::

        pᵢ = exp(zᵢ) / Σₖ exp(zₖ)

    Parameters
    ----------
    logits : Tensor
        One number for each class, any real ones: floats ``(..., n)``, classes on the last axis.

    Returns
    -------
    Tensor
        Shape ``(..., n)``: non-negative, with sum 1 over the last axis.

    Raises
    ------
    ValueError
        No last axis, or an empty one.
    TypeError
        A dtype that is not floating.

    Notes
    -----
    The largest logit is subtracted first, which changes no probability, so that
    no exponential overflows. A logit of −∞ has probability 0.
    """
    check_logits(logits)
    return probabilities(wide(logits)).to(logits.dtype)


def softmax_jacobian(logits: Tensor) -> Tensor:
    """All derivatives ``∂pᵢ/∂zⱼ`` of `softmax`, i counting rows and j columns.

    With Kronecker's δ, which is 1 where i = j and 0 elsewhere::

        ∂pᵢ/∂zⱼ = pᵢ (δᵢⱼ − pⱼ)

    Parameters
    ----------
    logits : Tensor
        Where the softmax is differentiated: floats ``(..., n)``.

    Returns
    -------
    Tensor
        Shape ``(..., n, n)``: symmetric, and singular, since every row has the sum 0,
        up to the rounding of its own entries, however far apart the logits are.

    Raises
    ------
    ValueError, TypeError
        As `softmax`.
    """
    check_logits(logits)
    p = probabilities(wide(logits))
    rows, columns = p.unsqueeze(-1), p.unsqueeze(-2)
    # 1 − pᵢ, by which pᵢ is multiplied where i = j, is the sum of the others.
    jacobian = torch.diagonal_scatter(-rows * columns, p * others(p), dim1=-2, dim2=-1)
    return jacobian.to(logits.dtype)


def cross_entropy(logits: Tensor, target: Tensor) -> Tensor:
    """Mean surprise at the target under the probabilities ``p = softmax(logits)``.

    For one row of logits, with the target's probabilities y::

        − Σᵢ yᵢ log pᵢ

    Parameters
    ----------
    logits : Tensor
        What the model says of each class, before the softmax: floats ``(..., n)``.
    target : Tensor
        What is right. Class indices 0 … n − 1 of shape ``(...)`` and an integer dtype, or
        probabilities of the shape and dtype of `logits`.

    Returns
    -------
    Tensor
        Shape ``()``: the mean over all rows, in nats.

    Raises
    ------
    ValueError
        A shape that does not fit, no rows, an index outside 0 … n − 1, or
        probabilities that are negative, NaN, or have not the sum 1.
    TypeError
        Logits that are not floating, or probabilities of another dtype.

    Notes
    -----
    The logarithm is taken before the division, ``log pᵢ = zᵢ − log Σₖ exp(zₖ)``,
    so that a probability that rounds to 0 still has a finite logarithm.
    A class of probability 0 in the target counts 0, even where its logit is −∞.
    Autograd's derivative with respect to the target is −log p over the number of rows, and 0 where
    target and p are both 0.
    Under ``vmap``, while a program is traced and on the device "meta" there are no values to
    check yet: there an index or a probability that is wrong is not refused.
    """
    y, log_p = as_probabilities(target, logits), log_probabilities(wide(logits))
    log_p = torch.where((y == 0) & log_p.isinf(), 0, log_p)
    surprise = -(y * log_p).sum(-1)
    return (surprise / surprise.numel()).sum().to(logits.dtype)


def cross_entropy_grad(logits: Tensor, target: Tensor) -> Tensor:
    """Gradient of `cross_entropy` with respect to the logits.

    For m rows, with the target's probabilities y (one-hot for class indices)::

        (pᵢ − yᵢ) / m

    Parameters
    ----------
    logits, target
        As for `cross_entropy`.

    Returns
    -------
    Tensor
        Shape ``(..., n)``, dtype and device of `logits`; every row has the sum 0.

    Raises
    ------
    ValueError, TypeError
        As `cross_entropy`.
    """
    y = as_probabilities(target, logits)
    rows = logits.shape[:-1].numel()
    return (softmax_residual(wide(logits), wide(y)) / rows).to(logits.dtype)
