"""The multi-layer perceptron: forward, loss, and backpropagation written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple, get_args

import torch
from torch import Tensor

from gradbook.activations import sigmoid
from gradbook.arguments import check_choice, check_each, check_same, expected, shape
from gradbook.losses import cross_entropy, mse_loss, softmax
from gradbook.losses.checks import as_probabilities

Head = Literal["sigmoid", "softmax"]


class Layer(NamedTuple):
    """Weights (m, n) and biases (m,) of m units: ``weight[k, j]`` is the formulas' w_jk."""

    weight: Tensor
    bias: Tensor


def initialize(
    sizes: Sequence[int], generator: torch.Generator, dtype: torch.dtype = torch.float64
) -> list[Layer]:
    """Return layers with weights uniform in ±√(6 / (n + m)) and biases 0.

    Parameters
    ----------
    sizes : sequence of int
        Inputs, units of every hidden layer, outputs: ``(64, 32, 10)`` makes two layers.
    generator : torch.Generator
        The source of randomness; the layers are made on its device.
    dtype : torch.dtype
        A floating dtype.

    Notes
    -----
    The bound is Glorot and Bengio's (2010). It keeps the first sums away from saturation.
    """
    if len(sizes) < 2 or min(sizes) < 1:
        raise expected("sizes", "at least two positive integers", tuple(sizes))
    layers = []
    for n, m in pairwise(sizes):
        uniform = torch.rand(m, n, generator=generator, dtype=dtype, device=generator.device)
        bound = (6 / (n + m)) ** 0.5
        layers.append(Layer((2 * uniform - 1) * bound, uniform.new_zeros(m)))
    return layers


def affine(layer: Layer, x: Tensor) -> Tensor:
    """Return a layer's weighted sums, ``z = x Wᵀ + b``: (..., n) → (..., m)."""
    return x @ layer.weight.T + layer.bias


def forward(layers: Sequence[Layer], x: Tensor, head: Head = "sigmoid") -> list[Tensor]:
    """Return the input and every layer's output, ``O = σ(x Wᵀ + b)`` of what enters it.

    Parameters
    ----------
    layers : sequence of Layer
        At least one.
    x : Tensor
        Inputs, (..., n), in the dtype of the weights.
    head : {"sigmoid", "softmax"}
        What the last layer applies to its sums; hidden layers always apply σ.

    Returns
    -------
    list of Tensor
        ``len(layers) + 1`` tensors: x (..., n), then each layer's O (..., m).
    """
    _check(layers, x, head)
    outputs = [x]
    for layer in layers[:-1]:
        outputs.append(sigmoid(affine(layer, outputs[-1])))
    logits = affine(layers[-1], outputs[-1])
    outputs.append(softmax(logits) if head == "softmax" else sigmoid(logits))
    return outputs


def loss(layers: Sequence[Layer], x: Tensor, target: Tensor, head: Head = "sigmoid") -> Tensor:
    """Return the mean over the batch of each sample's error E, a scalar.

    ::

        sigmoid: E = ½ Σ_k (O_k − t_k)²
        softmax: E = −Σ_k t_k log p_k

    Parameters
    ----------
    layers, x, head
        As for `forward`.
    target : Tensor
        t (..., m) in the outputs' dtype, or for "softmax" also class indices (...).
    """
    outputs = forward(layers, x, head)
    if head == "softmax":
        # From the sums, since log(softmax(z)) is −∞ where a probability underflows.
        return cross_entropy(affine(layers[-1], outputs[-2]), target)
    return mse_loss(outputs[-1], target, "half_sum") / x[..., 0].numel()


def deltas(
    layers: Sequence[Layer], outputs: Sequence[Tensor], target: Tensor, head: Head = "sigmoid"
) -> list[Tensor]:
    """Return every layer's δ = ∂E/∂z, the derivative by the sums *before* the activation.

    ::

        output layer, sigmoid: (O_k − t_k) O_k (1 − O_k)
        output layer, softmax: p_k − t_k
        hidden layers:         O_j (1 − O_j) Σ_k δ_k w_jk

    Parameters
    ----------
    layers, target, head
        As for `loss`; the weights before the update.
    outputs : sequence of Tensor
        What `forward` returned for them.

    Returns
    -------
    list of Tensor
        One δ (..., m) a layer, first layer first; each sample's own, not yet divided by the batch.
    """
    _check_outputs(layers, outputs, head)
    output = outputs[-1]
    delta = output - _as_output(target, output, head)
    if head == "sigmoid":
        delta = delta * output * (1 - output)
    found = [delta]
    for depth in range(len(layers) - 1, 0, -1):
        output = outputs[depth]
        delta = output * (1 - output) * (delta @ layers[depth].weight)
        found.append(delta)
    return found[::-1]


def backward(
    layers: Sequence[Layer], outputs: Sequence[Tensor], target: Tensor, head: Head = "sigmoid"
) -> list[Layer]:
    """Return the gradients of `loss`: ``∂E/∂w_jk = δ_k O_j`` and ``∂E/∂b_k = δ_k``.

    This is backpropagation. Takes what `deltas` takes; the result has the shapes of ``layers``
    and is the mean over the batch of each sample's gradient. O_j is what enters the layer.
    """
    count = outputs[0][..., 0].numel()
    found = deltas(layers, outputs, target, head)
    gradients = []
    for delta, below in zip(found, outputs[:-1], strict=True):
        weight = torch.einsum("...k,...j->kj", delta, below) / count
        bias = torch.einsum("...k->k", delta) / count
        gradients.append(Layer(weight, bias))
    return gradients


def autograd_backward(
    layers: Sequence[Layer], x: Tensor, target: Tensor, head: Head = "sigmoid"
) -> list[Layer]:
    """Return the same gradients of `loss` by ``torch.autograd.grad``; no ``.grad`` is touched."""
    leaves = [Layer(*(p.detach().requires_grad_() for p in layer)) for layer in layers]
    parameters = [p for layer in leaves for p in layer]
    gradients = torch.autograd.grad(loss(leaves, x, target, head), parameters)
    return [Layer(*pair) for pair in zip(gradients[::2], gradients[1::2], strict=True)]


def _check(layers: Sequence[Layer], x: Tensor, head: str) -> None:
    check_choice("head", head, get_args(Head))
    if not layers:
        raise expected("layers", "at least one layer", "none")
    if x.ndim == 0 or x.numel() == 0:
        raise expected("x", "the shape (..., n), not empty", shape(x))
    n = x.shape[-1]
    for index, (weight, bias) in enumerate(layers):
        if not x.dtype == weight.dtype == bias.dtype or not x.is_floating_point():
            raise expected("x", f"the floating dtype of layers[{index}]", x.dtype, TypeError)
        if weight.ndim != 2 or weight.shape[1] != n or bias.shape != weight.shape[:1]:
            what, got = f"weights (m, {n}) and biases (m,)", f"{shape(weight)} and {shape(bias)}"
            raise expected(f"layers[{index}]", what, got)
        n = weight.shape[0]


def _check_outputs(layers: Sequence[Layer], outputs: Sequence[Tensor], head: str) -> None:
    _check(layers, outputs[0], head)
    check_each("outputs", outputs, len(layers) + 1, "layer and the input")


def _as_output(target: Tensor, output: Tensor, head: str) -> Tensor:
    """Return the target as the outputs should be: class indices become one-hot rows."""
    if head == "softmax":
        return as_probabilities(target, output)
    check_same("target", target, "outputs", output)
    return target
