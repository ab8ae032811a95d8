"""How many steps a batch size needs, with the best of some learning rates."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, one_hot

from gradbook.arguments import check_count, check_positive
from gradbook.stochastic.steps import check_labels


def steps_to_loss(
    images: Tensor,
    labels: Tensor,
    batch_size: int,
    learning_rates: Sequence[float],
    *,
    target: float,
    generator: torch.Generator,
    runs: int = 4,
) -> Tensor:
    """Return how many steps lead a network without hidden layer below a loss, for each rate.

    All runs begin with weights 0 and draw each batch anew, with replacement; a batch of all
    samples is the whole set. The loss of all samples is looked at after each step, and from the
    fiftieth on after each 4 % more. When some rate has arrived, the others have half as many steps
    more.

    Parameters
    ----------
    images : Tensor
        All samples, (N, n).
    labels : Tensor
        Their class indices, (N,).
    batch_size : int
        B, from 1 to N; else a ValueError.
    learning_rates : sequence of float
        Positive numbers, R of them.
    target : float
        The loss to reach, positive.
    generator : torch.Generator
        The source of randomness.
    runs : int
        How often each rate is tried, with other batches.

    Returns
    -------
    Tensor
        The mean number of steps of each rate's runs, (R,); infinite where one did not arrive.
        A target that no rate reaches is looked for in vain, for 10,000 steps.
    """
    check_labels(images, labels)
    check_count("batch_size", batch_size, most=len(images))
    check_count("runs", runs)
    check_positive("target", target)
    x = torch.cat((images, images.new_ones(len(images), 1)), 1)
    y = one_hot(labels).to(x.dtype)
    rates = x.new_tensor(list(learning_rates)).repeat_interleave(runs)
    weights = x.new_zeros(len(rates), y.shape[1], x.shape[1])
    reached = torch.full_like(rates, math.inf)
    step, last = 0, 10_000.0
    while step < last and reached.isinf().any():
        step += 1
        batch = _batch(len(x), batch_size, len(rates), generator)
        weights = weights - rates[:, None, None] * _gradients(weights, x[batch], y[batch])
        if step % max(1, step // 25) == 0:
            arrived = (_losses(weights, x, labels) <= target) & reached.isinf()
            reached[arrived] = step
            best = reached.view(-1, runs).mean(1).min().item()
            last = min(last, 1.5 * best)
    return reached.view(-1, runs).mean(1)


def _batch(count: int, batch_size: int, runs: int, generator: torch.Generator) -> Tensor:
    if batch_size == count:
        return torch.arange(count).expand(runs, -1)
    return torch.randint(count, (runs, batch_size), generator=generator)


def _gradients(weights: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Return the gradient of each run's mean loss: (p − y) xᵀ, over its batch."""
    delta = (x @ weights.mT).softmax(-1) - y
    return delta.mT @ x / x.shape[1]


def _losses(weights: Tensor, x: Tensor, labels: Tensor) -> Tensor:
    """Return each run's mean loss over all samples."""
    logits = (x @ weights.mT).flatten(0, 1)
    losses = cross_entropy(logits, labels.repeat(len(weights)), reduction="none")
    return losses.view(len(weights), -1).mean(1)
