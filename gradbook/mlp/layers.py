"""The layers of a network, and what they compute before the activation."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

import torch
from torch import Tensor

from gradbook.arguments import check_floating_dtype, check_tensor, expected, shape

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

    Returns
    -------
    list of Layer
        A layer from n to m units has weights (m, n) and biases (m,).

    Notes
    -----
    The bound is Glorot and Bengio's (2010). It keeps the first sums away from saturation.
    """
    check_floating_dtype("dtype", dtype)
    if len(sizes) < 2 or not all(isinstance(size, int) and size > 0 for size in sizes):
        raise expected("sizes", "at least two positive integers", tuple(sizes))
    layers = []
    for n, m in pairwise(sizes):
        uniform = torch.rand(m, n, generator=generator, dtype=dtype, device=generator.device)
        bound = (6 / (n + m)) ** 0.5
        layers.append(Layer((2 * uniform - 1) * bound, uniform.new_zeros(m)))
    return layers


def affine(layer: Layer, x: Tensor) -> Tensor:
    """Return a layer's weighted sums, ``z = x Wᵀ + b``.

    Parameters
    ----------
    layer : Layer
        Weights (m, n) and biases (m,).
    x : Tensor
        What enters it, (..., n), in their dtype.

    Returns
    -------
    Tensor
        One sum for each unit, (..., m).
    """
    check_layer("layer", layer, x)
    return x @ layer.weight.T + layer.bias


def check_layer(name: str, layer: Layer, x: Tensor, n: int | None = None) -> None:
    """Refuse a layer that does not fit inputs, or n outputs of a layer below in their dtype."""
    check_tensor("x", x)
    weight, bias = layer
    for part, values in (("weight", weight), ("bias", bias)):
        check_tensor(f"{name}.{part}", values)
        if values.dtype != x.dtype or not x.is_floating_point():
            raise expected("x", f"the floating dtype of {name}", x.dtype, TypeError)
    if x.ndim == 0:
        raise expected("x", "shape (..., n)", shape(x))
    n = x.shape[-1] if n is None else n
    if weight.ndim != 2 or weight.shape[1] != n or bias.shape != weight.shape[:1]:
        what, got = f"weights (m, {n}) and biases (m,)", f"{shape(weight)} and {shape(bias)}"
        raise expected(name, what, got)
