"""The way back: the gradients of every layer, by hand and by autograd."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from gradbook.activations import sigmoid_grad
from gradbook.losses.residuals import sigmoid_residual, softmax_residual
from gradbook.mlp.checks import as_output, check_network, check_outputs
from gradbook.mlp.layers import Head, Layer, affine
from gradbook.mlp.network import loss
from gradbook.precision import wide


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
    layers : sequence of Layer
        As for `loss`, before the update.
    outputs : sequence of Tensor
        What `forward` returned for them.
    target, head
        As for `loss`.

    Returns
    -------
    list of Tensor
        One δ (..., m) a layer, first layer first; each sample's own, not yet divided by the batch.

    Notes
    -----
    The slope O (1 − O) is σ′(z), taken from the sum z once more: where O rounds to 1, the product
    is 0, and σ′(z) is not.
    """
    check_outputs(layers, outputs, head)
    z = affine(layers[-1], outputs[-2])
    target = as_output(target, z, head)
    residual = softmax_residual if head == "softmax" else sigmoid_residual
    delta = residual(wide(z), wide(target)).to(z.dtype)
    if head == "sigmoid":
        delta = delta * sigmoid_grad(z)
    found = [delta]
    for depth in range(len(layers) - 1, 0, -1):
        z = affine(layers[depth - 1], outputs[depth - 1])
        delta = sigmoid_grad(z) * (delta @ layers[depth].weight)
        found.append(delta)
    return found[::-1]


def backward(
    layers: Sequence[Layer], outputs: Sequence[Tensor], target: Tensor, head: Head = "sigmoid"
) -> list[Layer]:
    """Return the gradients of `loss`: ``∂E/∂w_jk = δ_k O_j`` and ``∂E/∂b_k = δ_k``.

    This is backpropagation. O_j is what enters the layer.

    Parameters
    ----------
    layers, outputs, target, head
        As for `deltas`.

    Returns
    -------
    list of Layer
        The mean over the batch of each sample's gradient, in the shapes of ``layers``.
    """
    found = deltas(layers, outputs, target, head)
    gradients = []
    for delta, below in zip(found, outputs, strict=False):  # the last enters no layer
        samples = delta.shape[:-1].numel()
        share = wide(delta) / samples  # before the sum, which may not fit where the mean does
        weight = torch.einsum("...k,...j->kj", share, wide(below)).to(delta.dtype)
        bias = torch.einsum("...k->k", share).to(delta.dtype)
        gradients.append(Layer(weight, bias))
    return gradients


def autograd_backward(
    layers: Sequence[Layer], x: Tensor, target: Tensor, head: Head = "sigmoid"
) -> list[Layer]:
    """Return the same gradients of `loss` by PyTorch's autograd, as ``torch.func.grad`` uses it.

    No ``.grad`` is touched, and it works under ``no_grad`` and in inference mode as well.

    Parameters
    ----------
    layers, x, target, head
        As for `loss`.

    Returns
    -------
    list of Layer
        What `backward` returns, up to rounding.
    """
    check_network(layers, x, head)
    leaves = [Layer(*(p.detach() for p in layer)) for layer in layers]
    return torch.func.grad(loss)(leaves, x, target, head)
