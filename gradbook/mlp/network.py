"""The way forward: every layer's output, and the error of the last one."""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor

from gradbook.activations import sigmoid
from gradbook.arguments import check_same
from gradbook.losses import cross_entropy, softmax
from gradbook.losses.residuals import sigmoid_residual
from gradbook.mlp.checks import check_network
from gradbook.mlp.layers import Head, Layer, affine
from gradbook.precision import wide


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
    check_network(layers, x, head)
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

    Returns
    -------
    Tensor
        Shape (), dtype of the weights.
    """
    outputs = forward(layers, x, head)
    # From the sums, which keep their digits where an output rounds to 0 or 1.
    z = affine(layers[-1], outputs[-2])
    if head == "softmax":
        return cross_entropy(z, target)
    check_same("target", target, "outputs", z)
    r = sigmoid_residual(wide(z), wide(target))
    return (r / (2 * x.shape[:-1].numel()) * r).sum().to(x.dtype)
