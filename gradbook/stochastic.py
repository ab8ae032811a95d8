"""Stochastic gradient descent on batches: networks of `gradbook.mlp` with the head "softmax"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

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
    """Return the gradients of the batch's mean loss by gradbook's own backpropagation."""
    return mlp.backward(layers, mlp.forward(layers, images, "softmax"), labels, "softmax")


def by_autograd(layers: Sequence[Layer], images: Tensor, labels: Tensor) -> list[Layer]:
    """Return the same gradients by PyTorch's autograd."""
    return mlp.autograd_backward(layers, images, labels, "softmax")


def minibatches(count: int, batch_size: int, generator: torch.Generator) -> Iterator[Tensor]:
    """Yield the batches of one epoch: the indices 0 … count − 1, shuffled and cut into pieces.

    Parameters
    ----------
    count, batch_size : int
        Number of samples N, and samples a batch B, from 1 to N; else a ValueError.
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

    A learning rate η that is not positive or not finite raises a ValueError, as do gradients of
    other shapes than the layers', and a TypeError those of another dtype.
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
    images, labels : Tensor
        All samples: (N, n) in the dtype of the weights, and class indices (N,).
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
    _check_labels(images, labels)
    for batch in minibatches(len(images), batch_size, generator):
        copies = [Layer(layer.weight.clone(), layer.bias.clone()) for layer in layers]
        gradients = gradient(copies, images[batch], labels[batch])
        layers = sgd_step(layers, gradients, learning_rate * (len(batch) / batch_size))
        yield layers, batch


def predict(layers: Sequence[Layer], images: Tensor) -> Tensor:
    """Return the most probable class of each image: (..., n) → (...)."""
    return mlp.forward(layers, images, "softmax")[-1].argmax(-1)


def accuracy(layers: Sequence[Layer], images: Tensor, labels: Tensor) -> float:
    """Return the share of images (..., n) whose predicted class is their label (...)."""
    _check_labels(images, labels)
    return (predict(layers, images) == labels).double().mean().item()


def _check_labels(images: Tensor, labels: Tensor) -> None:
    check_tensor("images", images)
    check_tensor("labels", labels)
    if images.shape[:-1] != labels.shape:
        raise expected("labels", f"the shape {shape(images[..., 0])}", shape(labels))


class Record(NamedTuple):
    """What training leaves behind.

    ``layers`` are the last ones; ``step_loss`` (steps,) is each batch's loss before its step;
    ``train_loss`` and ``test_accuracy`` (epochs + 1,) are over all images, start included.
    """

    layers: list[Layer]
    step_loss: Tensor
    train_loss: Tensor
    test_accuracy: Tensor


def train(
    layers: Sequence[Layer],
    images: Tensor,
    labels: Tensor,
    *,
    test: Sequence[Tensor],
    epochs: int,
    batch_size: int,
    learning_rate: float,
    generator: torch.Generator,
    gradient: Gradient = by_hand,
) -> Record:
    """Return the record of so many epochs of stochastic gradient descent.

    Parameters
    ----------
    layers, images, labels, batch_size, learning_rate, generator, gradient
        As for `epoch`.
    test : sequence of Tensor
        Images (M, n) and labels (M,) that are only looked at, never trained on.
    epochs : int
        How often every image is seen, at least 1; else a ValueError.

    Raises
    ------
    FloatingPointError
        If the training loss is not finite after an epoch.
    """
    check_count("epochs", epochs)
    check_each("test", test, 2, "images and for labels")
    step_loss = []
    train_loss = [mlp.loss(layers, images, labels, "softmax")]
    test_accuracy = [accuracy(layers, *test)]
    for number in range(1, epochs + 1):
        steps = epoch(layers, images, labels, batch_size, learning_rate, generator, gradient)
        for new_layers, batch in steps:
            step_loss.append(mlp.loss(layers, images[batch], labels[batch], "softmax"))
            layers = new_layers
        train_loss.append(mlp.loss(layers, images, labels, "softmax"))
        test_accuracy.append(accuracy(layers, *test))
        if not train_loss[-1].isfinite():
            raise FloatingPointError(f"the training loss is {train_loss[-1]} after epoch {number}")
    shares = torch.tensor(test_accuracy, dtype=torch.float64)
    return Record(list(layers), torch.stack(step_loss), torch.stack(train_loss), shares)
