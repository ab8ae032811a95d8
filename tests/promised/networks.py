"""Calls of the functions of units, layers and networks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from torch import Tensor

from gradbook import mlp, noise, perceptron, stacks, stochastic
from tests.promised.cases import ROWS, SINGLE, Case, inputs, numbers, shares

LAYERS = ((3, 3), (3,), (4, 3), (4,))


def network(*parts: Tensor) -> list[mlp.Layer]:
    return [mlp.Layer(*parts[:2]), mlp.Layer(*parts[2:])]


def of_network(function: Callable[..., Any], *parts: Tensor) -> Any:
    """Call a function of a network by its parameters, inputs, and targets."""
    return function(network(*parts[:4]), *parts[4:], "softmax")


def back(layers: list[mlp.Layer], x: Tensor, target: Tensor, head: str, way: Any) -> Any:
    return way(layers, mlp.forward(layers, x, head), target, head)


def with_parameters(*others: Callable[[tuple[int, ...]], Tensor]) -> Callable[..., Any]:
    return lambda b: (*(numbers(*shape) for shape in LAYERS), *(other(b) for other in others))


CASES = {
    "perceptron": {
        "output": Case(perceptron.output, lambda b: (inputs(b), numbers(2, 3))),
        "error": Case(perceptron.error, lambda b: (inputs(b), numbers(2, 3), numbers(*b, 2))),
        "delta": Case(
            perceptron.delta, lambda b: (numbers(*b, 2, low=0.1, high=0.9), shares(*b)[..., :2])
        ),
        "error_grad": Case(
            perceptron.error_grad, lambda b: (inputs(b), numbers(2, 3), numbers(*b, 2)), axes=SINGLE
        ),
    },
    "mlp": {
        "affine": Case(
            lambda w, b, x: mlp.affine(mlp.Layer(w, b), x),
            lambda b: (numbers(2, 3), numbers(2), inputs(b)),
        ),
        "forward": Case(partial(of_network, mlp.forward), with_parameters(inputs)),
        "loss": Case(
            partial(of_network, mlp.loss), with_parameters(inputs, lambda b: shares(*b)), by=5
        ),
        "deltas": Case(
            partial(of_network, partial(back, way=mlp.deltas)),
            with_parameters(inputs, lambda b: shares(*b)),
            by=5,
        ),
        "backward": Case(
            partial(of_network, partial(back, way=mlp.backward)),
            with_parameters(inputs, lambda b: shares(*b)),
            by=5,
        ),
        "autograd_backward": Case(
            partial(of_network, mlp.autograd_backward),
            with_parameters(inputs, lambda b: shares(*b)),
            by=5,
        ),
    },
    "noise": {
        "example_gradients": Case(
            partial(of_network, lambda layers, x, t, head: noise.example_gradients(layers, x, t)),
            with_parameters(inputs, lambda b: shares(*b)),
            by=5,
            axes=ROWS,
        ),
        "spread": Case(noise.spread, lambda b: (numbers(*b, 3), numbers(3)), axes=ROWS),
        "noise_scale": Case(noise.noise_scale, lambda b: (numbers(*b, 3),), axes=ROWS),
    },
    "stochastic": {
        "by_hand": Case(
            lambda *parts: stochastic.by_hand(network(*parts[:4]), *parts[4:]),
            with_parameters(inputs, lambda b: shares(*b)),
            by=5,
        ),
        "by_autograd": Case(
            lambda *parts: stochastic.by_autograd(network(*parts[:4]), *parts[4:]),
            with_parameters(inputs, lambda b: shares(*b)),
            by=5,
        ),
        "sgd_step": Case(
            lambda w, b, dw, db: stochastic.sgd_step([mlp.Layer(w, b)], [mlp.Layer(dw, db)], 0.1),
            lambda b: (numbers(2, 3), numbers(2), numbers(2, 3), numbers(2)),
            axes=SINGLE,
        ),
        "accumulate": Case(
            lambda *parts: stochastic.accumulate(network(*parts[:4]), *parts[4:], 2),
            with_parameters(inputs, lambda b: shares(*b)),
            by=5,
            axes=ROWS,
        ),
        "predict": Case(
            lambda *parts: stochastic.predict(network(*parts[:4]), parts[4]),
            with_parameters(inputs),
        ),
    },
    "stacks": {
        "forward": Case(
            lambda *parts: stacks.forward(network(*parts[:4]), parts[4], torch.sin),
            with_parameters(inputs),
        ),
        "loss_and_gradients": Case(
            lambda *parts: stacks.loss_and_gradients(network(*parts[:4]), *parts[4:], torch.sin),
            with_parameters(inputs, lambda b: shares(*b)),
            by=5,
        ),
        "gradient_sizes": Case(
            lambda *weights: stacks.gradient_sizes([mlp.Layer(w, w) for w in weights]),
            lambda b: (numbers(4, 3), numbers(3, 4)),
            axes=SINGLE,
        ),
    },
}
