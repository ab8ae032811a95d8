"""What is promised of each function, how it is called, and its right value.

The promises themselves are data, docs/reference/promises.json, from which the API page makes its
tables; `CASES` has one call for each function that stands there, and `EXACT` one formula for each
of those whose error is promised, as "ulp", for each of `DTYPES`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import mpmath
import torch
from mpmath import mpf
from torch import Tensor

from gradbook import (
    activations,
    descent,
    differences,
    losses,
    mlp,
    noise,
    perceptron,
    stacks,
    stochastic,
)
from gradbook import surfaces as planes

ROOT = Path(__file__).resolve().parents[1]
PROMISES = json.loads((ROOT / "docs/reference/promises.json").read_text("utf-8"))
DTYPES = [torch.float16, torch.bfloat16, torch.float32, torch.float64]
mpmath.mp.dps = 400  # float64 has numbers down to 1e-324 beside 1


SINGLE, ROWS = ((),), ((1,), (5,))


@dataclass(frozen=True)
class Case:
    """A function of tensors; `draw` makes them for some leading axes, in float64.

    Where `by` is given, derivatives are taken by the first so many alone: the others are targets.
    """

    call: Callable[..., Any]
    draw: Callable[[tuple[int, ...]], tuple[Tensor, ...]]
    by: int | None = None
    axes: tuple[tuple[int, ...], ...] = ((), (1,), (5,), (2, 3))

    @property
    def usual(self) -> tuple[int, ...]:
        """Return the leading axes to try where it does not matter which."""
        return () if self.axes == SINGLE else (3,)

    def arguments(
        self, dtype: torch.dtype = torch.float64, leading: tuple[int, ...] | None = None
    ) -> list[Tensor]:
        """Return arguments in a dtype, each in memory of its own."""
        parts = self.draw(self.usual if leading is None else leading)
        return [p.to(dtype).clone(memory_format=torch.contiguous_format) for p in parts]


def numbers(*shape: int, low: float = -2.0, high: float = 2.0) -> Tensor:
    """Return numbers that every dtype holds, others for each place, none of them 0 or ±1."""
    count = int(torch.Size(shape).numel())
    parts = (torch.arange(count, dtype=torch.float64) * 37 + 11) % 61
    return (low + (high - low) * (parts + 0.5) / 62).bfloat16().double().reshape(shape)


def shares(*shape: int) -> Tensor:
    """Return probabilities, eighths of 1, over a last axis of 4."""
    eighths = torch.tensor([[1, 2, 5, 0], [4, 1, 1, 2], [0, 8, 0, 0]], dtype=torch.float64) / 8
    count = int(torch.Size(shape).numel())
    return eighths[torch.arange(count) % 3].reshape(*shape, 4)


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


def each(function: Callable[[Tensor], Tensor], last: tuple[int, ...] = ()) -> Case:
    return Case(function, lambda b: (numbers(*b, *last),))


def pairs(function: Callable[..., Tensor], last: tuple[int, ...] = ()) -> Case:
    return Case(function, lambda b: (numbers(*b, *last), numbers(*b, *last, low=-1.5, high=3.0)))


def inputs(b: tuple[int, ...]) -> Tensor:
    return numbers(*b, 3)


CASES = {
    "activations": {
        name + end: each(getattr(activations, name + end))
        for name in ("step", "sigmoid", "tanh", "relu")
        for end in ("", "_grad")
    },
    "losses": {
        "softmax": each(losses.softmax, (4,)),
        "softmax_jacobian": each(losses.softmax_jacobian, (4,)),
        "cross_entropy": Case(losses.cross_entropy, lambda b: (numbers(*b, 4), shares(*b)), by=1),
        "cross_entropy_grad": Case(
            losses.cross_entropy_grad, lambda b: (numbers(*b, 4), shares(*b)), by=1
        ),
        "mse_loss": pairs(losses.mse_loss),
        "mse_loss_grad": pairs(losses.mse_loss_grad),
    },
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
    "surfaces": {
        name + end: each(getattr(planes, name + end), (2,))
        for name in ("himmelblau", "rosenbrock", "bowl", "saddle")
        for end in ("", "_grad")
    },
    "differences": {
        "forward_difference": each(partial(differences.forward_difference, torch.sin)),
        "central_difference": each(partial(differences.central_difference, torch.sin)),
        "second_difference": each(partial(differences.second_difference, torch.sin)),
        "numerical_gradient": each(
            partial(differences.numerical_gradient, lambda x: x.sin().sum())
        ),
        "numerical_jacobian": Case(
            partial(differences.numerical_jacobian, torch.sin), lambda b: (numbers(*b),), axes=ROWS
        ),
        "directional_derivative": Case(
            partial(differences.directional_derivative, lambda x: x.sin().sum(-1)),
            lambda b: (inputs(b), numbers(3)),
        ),
        "default_step": each(partial(differences.default_step, root=3)),
    },
    "descent": {
        "gradient_descent": each(lambda x: descent.gradient_descent(torch.sin, x, 0.1, 3)),
        "descend": each(
            lambda x: descent.descend(planes.BOWL, x, partial(torch.optim.SGD, lr=0.05), 3), (2,)
        ),
        "basins": each(lambda x: descent.basins(x, ((0.5, 0.5), (-1.0, 1.0)), 0.8), (2,)),
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


# The right values, number by number, each from its formula in many digits.


def sigma(z: mpf) -> mpf:
    return 1 / (1 + mpmath.exp(-z))


def soft(z: list[mpf]) -> list[mpf]:
    powers = [mpmath.exp(one - max(z)) for one in z]
    return [one / mpmath.fsum(powers) for one in powers]


def surprise(z: list[mpf], y: list[mpf]) -> mpf:
    total = mpmath.log(mpmath.fsum(mpmath.exp(one - max(z)) for one in z))
    return mpmath.fsum(t * (total - (one - max(z))) for one, t in zip(z, y, strict=True) if t)


def squares(p: list[mpf], t: list[mpf]) -> mpf:
    return mpmath.fsum((a - b) ** 2 for a, b in zip(p, t, strict=True)) / len(p)


def miss(z: list[mpf], t: list[mpf]) -> list[mpf]:
    return [sigma(a) - b for a, b in zip(z, t, strict=True)]


# Of the whole last axis, which is the only one.
EXACT: dict[str, Callable[..., list[mpf]]] = {
    "step": lambda z: [mpf(one >= 0) for one in z],
    "step_grad": lambda z: [mpf(0) for one in z],
    "sigmoid": lambda z: [sigma(one) for one in z],
    "sigmoid_grad": lambda z: [sigma(one) * sigma(-one) for one in z],
    "tanh": lambda z: [mpmath.tanh(one) for one in z],
    "tanh_grad": lambda z: [mpmath.sech(one) ** 2 for one in z],
    "relu": lambda z: [max(one, mpf(0)) for one in z],
    "relu_grad": lambda z: [mpf(one > 0) for one in z],
    "softmax": lambda z: soft(z),
    "softmax_jacobian": lambda z: [
        p * ((i == j) - q) for i, p in enumerate(soft(z)) for j, q in enumerate(soft(z))
    ],
    "cross_entropy": lambda z, y: [surprise(z, y)],
    "cross_entropy_grad": lambda z, y: [p - t for p, t in zip(soft(z), y, strict=True)],
    "mse_loss": lambda p, t: [squares(p, t)],
    "mse_loss_grad": lambda p, t: [2 * (a - b) / len(p) for a, b in zip(p, t, strict=True)],
    "delta": lambda o, t: [(a - b) * a * (1 - a) for a, b in zip(o, t, strict=True)],
    "error": lambda z, t: [mpmath.fsum(r * r for r in miss(z, t)) / 2],
    "error_grad": lambda z, t: [
        r * sigma(a) * sigma(-a) for a, r in zip(z, miss(z, t), strict=True)
    ],
}


def error_in_ulp(found: Tensor, right: list[mpf]) -> float:
    """Return the largest error, in units of the last place of the right values in the dtype."""
    info = torch.finfo(found.dtype)
    smallest = mpf(info.tiny) * mpf(info.eps)
    worst = mpf(0)
    for got, exact in zip(found.double().flatten().tolist(), right, strict=True):
        if abs(exact) > mpf(info.max):
            assert abs(got) == float("inf") or abs(got) >= info.max * (1 - 4 * info.eps)
            continue
        exponent = mpmath.floor(mpmath.log(abs(exact), 2)) if exact else mpf(-10_000)
        unit = max(mpf(2) ** exponent * mpf(info.eps), smallest)
        worst = max(worst, abs(mpf(got) - exact) / unit)
    return float(worst)
