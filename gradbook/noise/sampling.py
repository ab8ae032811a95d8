"""Gradients of samples and of random batches, and how far apart they lie."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from gradbook import mlp
from gradbook.arguments import (
    check_count,
    check_filled,
    check_floating,
    check_same,
    expected,
    shape,
)
from gradbook.mlp import Layer
from gradbook.precision import norm, wide


def example_gradients(layers: Sequence[Layer], images: Tensor, labels: Tensor) -> Tensor:
    """Return each sample's own gradient as a row, all weights and biases in one line.

    The rows' mean is the gradient of the mean loss; the mean of some rows is a batch's.

    Parameters
    ----------
    layers : sequence of Layer
        A network with P weights and biases together and the head "softmax".
    images : Tensor
        Samples (N, n).
    labels : Tensor
        The samples' class indices, (N,).

    Returns
    -------
    Tensor
        (N, P), in the order W, b of the first layer, W, b of the second, and so on.
    """
    outputs = mlp.forward(layers, images, "softmax")
    if images.ndim != 2:
        raise expected("images", "shape (N, n)", shape(images))
    columns = []
    for delta, below in zip(mlp.deltas(layers, outputs, labels, "softmax"), outputs, strict=False):
        columns += [torch.einsum("nk,nj->nkj", delta, below).flatten(1), delta]
    return torch.cat(columns, dim=1)


def batch_means(
    gradients: Tensor, batch_size: int, draws: int, generator: torch.Generator
) -> Tensor:
    """Return the gradients of random batches: means of B rows drawn without replacement.

    Parameters
    ----------
    gradients : Tensor
        One sample's gradient a row, (N, P).
    batch_size : int
        B, from 1 to N.
    draws : int
        How many batches, independent of each other.
    generator : torch.Generator
        The source of randomness.

    Returns
    -------
    Tensor
        (draws, P).
    """
    check_floating("gradients", gradients)
    if gradients.ndim != 2:
        raise expected("gradients", "shape (N, P)", shape(gradients))
    count = len(gradients)
    _check(batch_size, count)
    check_count("draws", draws, least=0)
    keys = torch.rand(draws, count, generator=generator, device=generator.device)
    batches = keys.argsort(dim=1)[:, :batch_size]
    # One matrix product is many times faster than gathering the rows.
    samples = wide(gradients)
    weights = samples.new_zeros(draws, count).scatter_(1, batches, 1 / batch_size)
    return (weights @ samples).to(gradients.dtype)


def spread(estimates: Tensor, center: Tensor) -> Tensor:
    """Return the root of the mean squared distance of rows (D, P) from a center (P,).

    With the true mean as center it is √(Var g₁ + … + Var g_P), a standard deviation.

    Parameters
    ----------
    estimates : Tensor
        Guesses of the center, one a row, (D, P).
    center : Tensor
        What they guess, (P,).

    Returns
    -------
    Tensor
        One number, ().

    Notes
    -----
    Other shapes raise a ValueError, other dtypes a TypeError: nothing is broadcast but the center.
    """
    check_floating("estimates", estimates)
    check_filled("estimates", estimates)
    if estimates.ndim != 2:
        raise expected("estimates", "shape (D, P)", shape(estimates))
    check_same("center", center, "a row of estimates", estimates[0])
    away = wide(estimates) - center
    return norm(away / len(estimates) ** 0.5).to(estimates.dtype)


def sampling_factor(batch_size: int, count: int, *, replacement: bool = False) -> float:
    """Return the factor of a variance where B of N are drawn: (1/B) (N − B) / (N − 1).

    With replacement it is 1/B. A batch of all N samples without replacement has the factor 0.

    Parameters
    ----------
    batch_size : int
        B, from 1 to N; else a ValueError.
    count : int
        N, the number of samples.
    replacement : bool
        Whether a sample may be drawn again for the same batch.

    Returns
    -------
    float
        What the variance of one sample is multiplied by.
    """
    _check(batch_size, count)
    if replacement or count == 1:
        return 1 / batch_size if replacement else 0.0
    return (count - batch_size) / (batch_size * (count - 1))


def _check(batch_size: int, count: int) -> None:
    check_count("batch_size", batch_size, most=count)
