"""The gradient of a large batch from small ones, which is what fits into memory."""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor

from gradbook.arguments import check_count, check_each, check_filled, check_tensor
from gradbook.mlp import Layer
from gradbook.stochastic.steps import Gradient, by_hand


def accumulate(
    layers: Sequence[Layer],
    images: Tensor,
    labels: Tensor,
    micro_batch_size: int,
    gradient: Gradient = by_hand,
) -> list[Layer]:
    """Return the gradient of a batch's mean loss, from a few of its samples at a time.

    It is ``(Σ_k n_k g_k) / (Σ_k n_k)``, with the gradient g_k of the mean loss of n_k samples:
    each piece weighs as much as it has samples, a short last one too.

    Parameters
    ----------
    layers : sequence of Layer
        The network, with the head "softmax".
    images : Tensor
        The batch, (B, n), in the dtype of the weights.
    labels : Tensor
        Its class indices (B,), or probabilities (B, m).
    micro_batch_size : int
        How many samples are looked at together, at least 1; else a ValueError.
    gradient : callable
        (layers, images, labels) → gradients of the mean loss: `by_hand` or `by_autograd`.

    Returns
    -------
    list of Layer
        The gradients, in the shapes and dtype of the layers.
    """
    check_count("micro_batch_size", micro_batch_size)
    check_tensor("images", images)
    check_tensor("labels", labels)
    check_filled("images", images)
    check_each("labels", labels, len(images), "image")
    total: list[Layer] = []
    pieces = images.split(micro_batch_size), labels.split(micro_batch_size)
    for some_images, some_labels in zip(*pieces, strict=True):
        share = len(some_images) / len(images)
        slopes = gradient(layers, some_images, some_labels)
        parts = [Layer(share * slope.weight, share * slope.bias) for slope in slopes]
        if total:
            pairs = zip(total, parts, strict=True)
            parts = [Layer(a.weight + b.weight, a.bias + b.bias) for a, b in pairs]
        total = parts
    return total
