"""The steps of one epoch: batches, their gradients, and the layers after each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor

from gradbook import mlp
from gradbook.arguments import (
    check_count,
    check_each,
    check_floating,
    check_positive,
    check_same,
    check_tensor,
    expected,
    shape,
)
from gradbook.mlp import Layer

Gradient = Callable[[Sequence[Layer], Tensor, Tensor], list[Layer]]


def by_hand(layers: Sequence[Layer], images: Tensor, labels: Tensor) -> list[Layer]:
    """Return the gradients of the batch's mean loss by gradbook's own backpropagation.

    Parameters
    ----------
    layers : sequence of Layer
        The network, with the head "softmax".
    images : Tensor
        One batch, (B, n), in the dtype of the weights.
    labels : Tensor
        The batch's class indices, (B,).

    Returns
    -------
    list of Layer
        The gradients, in the shapes and dtype of the layers.
    """
    return mlp.backward(layers, mlp.forward(layers, images, "softmax"), labels, "softmax")


def by_autograd(layers: Sequence[Layer], images: Tensor, labels: Tensor) -> list[Layer]:
    """Return the same gradients by PyTorch's autograd.

    Parameters
    ----------
    layers, images, labels
        As for `by_hand`.

    Returns
    -------
    list of Layer
        What `by_hand` returns, up to rounding.
    """
    return mlp.autograd_backward(layers, images, labels, "softmax")


def minibatches(count: int, batch_size: int, generator: torch.Generator) -> Iterator[Tensor]:
    """Yield the batches of one epoch: the indices 0 … count − 1, shuffled and cut into pieces.

    Parameters
    ----------
    count : int
        The number of samples N, at least 1; else a ValueError.
    batch_size : int
        The samples of a batch B, from 1 to N; else a ValueError.
    generator : torch.Generator
        The source of randomness.

    Yields
    ------
    Tensor
        Indices (B,); the last batch is short, (N mod B,), if B does not divide N.
    """
    check_count("count", count)
    check_count("batch_size", batch_size, most=count)
    order = torch.randperm(count, generator=generator, device=generator.device)
    yield from order.split(batch_size)


def sgd_step(
    layers: Sequence[Layer], gradients: Sequence[Layer], learning_rate: float
) -> list[Layer]:
    """Return new layers, one step downhill: W − η ∂L/∂W and b − η ∂L/∂b.

    Parameters
    ----------
    layers : sequence of Layer
        The weights W and biases b before the step; not changed.
    gradients : sequence of Layer
        The derivatives of the loss L, in the shapes and dtype of the layers.
    learning_rate : float
        η, positive and finite.

    Returns
    -------
    list of Layer
        The layers after the step.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.
    """
    check_positive("learning_rate", learning_rate)
    check_each("gradients", gradients, len(layers))
    for index, (layer, slope) in enumerate(zip(layers, gradients, strict=True)):
        for part in Layer._fields:
            name, values = f"layers[{index}].{part}", getattr(layer, part)
            check_floating(name, values)
            check_same(f"gradients[{index}].{part}", getattr(slope, part), name, values)
    return [
        Layer(layer.weight - learning_rate * slope.weight, layer.bias - learning_rate * slope.bias)
        for layer, slope in zip(layers, gradients, strict=True)
    ]


def epoch(
    layers: Sequence[Layer],
    images: Tensor,
    labels: Tensor,
    batch_size: int,
    learning_rate: float,
    generator: torch.Generator,
    gradient: Gradient = by_hand,
) -> Iterator[tuple[list[Layer], Tensor]]:
    """Yield, after every step of one epoch, the new layers and the batch that moved them.

    A short last batch of r samples steps with η r / B, so that every sample weighs the same.

    Parameters
    ----------
    layers : sequence of Layer
        Where to start.
    images : Tensor
        All samples, (N, n), in the dtype of the weights.
    labels : Tensor
        Their class indices, (N,).
    batch_size, generator
        As for `minibatches`.
    learning_rate : float
        η, positive.
    gradient : callable
        (layers, images, labels) → gradients of the mean loss: `by_hand` or `by_autograd`.
        It gets copies.

    Yields
    ------
    tuple of list of Layer and Tensor
        The layers after the step; the batch's indices (B,).
    """
    check_positive("learning_rate", learning_rate)
    check_labels(images, labels)
    for batch in minibatches(len(images), batch_size, generator):
        copies = [Layer(layer.weight.clone(), layer.bias.clone()) for layer in layers]
        gradients = gradient(copies, images[batch], labels[batch])
        layers = sgd_step(layers, gradients, learning_rate * (len(batch) / batch_size))
        yield layers, batch


def check_labels(images: Tensor, labels: Tensor) -> None:
    check_tensor("images", images)
    check_tensor("labels", labels)
    if images.shape[:-1] != labels.shape:
        raise expected("labels", f"the shape {shape(images[..., 0])}", shape(labels))
