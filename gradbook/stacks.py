"""Deep stacks: many layers with any activation between them, trained on batches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import torch
from torch import Tensor

from gradbook import mlp
from gradbook.arguments import check_count, check_floating, expected
from gradbook.losses import cross_entropy
from gradbook.mlp import Layer
from gradbook.mlp.checks import check_network
from gradbook.precision import norm, wide
from gradbook.stochastic import sgd_step

Activation = Callable[[Tensor], Tensor]


def initialize_he(
    sizes: Sequence[int], generator: torch.Generator, dtype: torch.dtype = torch.float64
) -> list[Layer]:
    """Return layers with weights uniform in ±√(6 / n) and biases 0.

    Parameters
    ----------
    sizes, generator, dtype
        As for `gradbook.mlp.initialize`.

    Returns
    -------
    list of Layer
        A layer from n to m units has weights (m, n) and biases (m,).

    Notes
    -----
    The bound is that of He, Zhang, Ren and Sun (2015). Where half of the sums are negative, as
    ReLU cuts them off, it keeps the size of what passes.
    """
    layers = mlp.initialize(sizes, generator, dtype)
    wider = [((n + m) / n) ** 0.5 for n, m in pairwise(sizes)]
    return [
        Layer(factor * weight, bias) for factor, (weight, bias) in zip(wider, layers, strict=True)
    ]


def forward(layers: Sequence[Layer], x: Tensor, activation: Activation) -> list[Tensor]:
    """Return the input, every hidden layer's output, and the last layer's sums, the logits.

    Parameters
    ----------
    layers : sequence of Layer
        At least one.
    x : Tensor
        Inputs (..., n), not empty, in the dtype of the weights.
    activation : callable
        Elementwise function of a tensor, applied to the sums of all layers but the last.

    Returns
    -------
    list of Tensor
        ``len(layers) + 1`` tensors (..., m).
    """
    check_network(layers, x)
    outputs = [x]
    for layer in layers[:-1]:
        outputs.append(activation(mlp.affine(layer, outputs[-1])))
    return [*outputs, mlp.affine(layers[-1], outputs[-1])]


def loss_and_gradients(
    layers: Sequence[Layer], x: Tensor, labels: Tensor, activation: Activation
) -> tuple[Tensor, list[Layer]]:
    """Return the mean cross-entropy of a batch, and its gradients by autograd.

    Parameters
    ----------
    layers, x, activation
        As for `forward`.
    labels : Tensor
        Class indices (...).

    Returns
    -------
    tuple of Tensor and list of Layer
        The loss, a scalar, and gradients of the layers' shapes; no ``.grad`` is touched, and it
        works under ``no_grad`` and in inference mode as well.
    """

    check_network(layers, x)

    def loss_of(layers: Sequence[Layer]) -> Tensor:
        return cross_entropy(forward(layers, x, activation)[-1], labels)

    leaves = [Layer(*(p.detach() for p in layer)) for layer in layers]
    gradients, loss = torch.func.grad_and_value(loss_of)(leaves)
    return loss.detach(), gradients


def gradient_sizes(gradients: Sequence[Layer]) -> Tensor:
    """Return for each layer the root of the mean squared entry of its weights' gradient.

    Parameters
    ----------
    gradients : sequence of Layer
        What `loss_and_gradients` returned.

    Returns
    -------
    Tensor
        One size for each layer, first layer first.
    """
    if not gradients:
        raise expected("gradients", "at least one layer", "none")
    weights = [gradient.weight for gradient in gradients]
    for index, weight in enumerate(weights):
        check_floating(f"gradients[{index}].weight", weight)
    return torch.stack([norm(wide(w) / w.numel() ** 0.5).to(w.dtype) for w in weights])


class Record(NamedTuple):
    """What training leaves behind: the last layers, and each batch's loss before its step."""

    layers: list[Layer]
    step_loss: Tensor


def train(
    layers: Sequence[Layer],
    images: Tensor,
    labels: Tensor,
    activation: Activation,
    *,
    steps: int,
    batch_size: int,
    learning_rate: float,
    generator: torch.Generator,
) -> Record:
    """Return the record of so many steps of stochastic gradient descent.

    Parameters
    ----------
    layers, activation
        As for `forward`.
    images : Tensor
        All samples, (N, n), in the dtype of the weights.
    labels : Tensor
        Their class indices, (N,).
    steps : int
        At least 1.
    batch_size : int
        B, from 1 to N. Every step draws another B samples without replacement.
    learning_rate : float
        η, positive.
    generator : torch.Generator
        The source of the batches.

    Returns
    -------
    Record
        The layers after the last step; the losses (steps,), NaN where training broke down.

    Raises
    ------
    TypeError, ValueError
        If a number is out of its range.
    """
    check_count("steps", steps)
    check_count("batch_size", batch_size, most=len(images))
    losses = []
    for _ in range(steps):
        order = torch.randperm(len(images), generator=generator, device=generator.device)
        batch = order[:batch_size]
        loss, gradients = loss_and_gradients(layers, images[batch], labels[batch], activation)
        layers = sgd_step(layers, gradients, learning_rate)
        losses.append(loss)
    return Record(list(layers), torch.stack(losses))
