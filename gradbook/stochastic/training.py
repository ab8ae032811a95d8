"""Training over epochs, with a record, and how well a network classifies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from gradbook import mlp
from gradbook.arguments import check_count, check_each
from gradbook.mlp import Layer
from gradbook.stochastic.steps import Gradient, by_hand, check_labels, epoch


def predict(layers: Sequence[Layer], images: Tensor) -> Tensor:
    """Return the most probable class of each image.

    Parameters
    ----------
    layers : sequence of Layer
        A trained network.
    images : Tensor
        What is to be classified, (..., n).

    Returns
    -------
    Tensor
        Class indices (...).
    """
    return mlp.forward(layers, images, "softmax")[-1].argmax(-1)


def accuracy(layers: Sequence[Layer], images: Tensor, labels: Tensor) -> float:
    """Return the share of images whose predicted class is their label.

    Parameters
    ----------
    layers : sequence of Layer
        The network that `predict` asks.
    images : Tensor
        What is to be classified, as for `predict`.
    labels : Tensor
        The classes that are right, (...).

    Returns
    -------
    float
        From 0 to 1.
    """
    check_labels(images, labels)
    return (predict(layers, images) == labels).double().mean().item()


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

    Returns
    -------
    Record
        The last layers, and the losses and accuracies on the way.

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
