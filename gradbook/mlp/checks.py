"""What a network asks of its layers, inputs, outputs and targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from torch import Tensor

from gradbook.arguments import check_choice, check_each, check_same, check_tensor, expected, shape
from gradbook.losses.checks import as_probabilities
from gradbook.mlp.layers import Head, Layer, check_layer


def check_network(layers: Sequence[Layer], x: Tensor, head: str = "softmax") -> None:
    check_choice("head", head, get_args(Head))
    if not layers:
        raise expected("layers", "at least one layer", "none")
    check_tensor("x", x)
    if x.ndim == 0 or x.numel() == 0:
        raise expected("x", "the shape (..., n), not empty", shape(x))
    n = x.shape[-1]
    for index, layer in enumerate(layers):
        check_layer(f"layers[{index}]", layer, x, n)
        n = len(layer.bias)


def check_outputs(layers: Sequence[Layer], outputs: Sequence[Tensor], head: str) -> None:
    check_each("outputs", outputs, len(layers) + 1, "layer and the input")
    x, *_ = outputs
    check_network(layers, x, head)
    for index, layer in enumerate(layers, 1):
        like = x[..., :1].expand(*x.shape[:-1], len(layer.bias))
        check_same(f"outputs[{index}]", outputs[index], "what forward returns", like)


def as_output(target: Tensor, output: Tensor, head: str) -> Tensor:
    """Return the target as the outputs should be: class indices become one-hot rows."""
    if head == "softmax":
        return as_probabilities(target, output)
    check_same("target", target, "outputs", output)
    return target
