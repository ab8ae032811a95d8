"""The multi-layer perceptron: forward, loss, and backpropagation written by hand."""

from gradbook.mlp.backpropagation import autograd_backward, backward, deltas
from gradbook.mlp.layers import Head, Layer, affine, initialize
from gradbook.mlp.network import forward, loss

__all__ = [
    "Head",
    "Layer",
    "affine",
    "autograd_backward",
    "backward",
    "deltas",
    "forward",
    "initialize",
    "loss",
]
