"""The right values, number by number, each from its formula in many digits."""

from __future__ import annotations

from collections.abc import Callable

import mpmath
import torch
from mpmath import mpf
from torch import Tensor

mpmath.mp.dps = 400  # float64 has numbers down to 1e-324 beside 1


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


def first_step(g: list[mpf], eps: float, beta: float = 0.0) -> list[mpf]:
    """Return the first step from 0 with the rate 0.1, where 1 − β of a square is kept."""
    kept = mpmath.sqrt(1 - mpf(beta))
    return [-mpf(0.1) * one / (kept * abs(one) + mpf(eps)) for one in g]


def shortened(g: list[mpf]) -> list[mpf]:
    norm = mpmath.sqrt(mpmath.fsum(one * one for one in g))
    return [one * min(mpf(1), mpf(0.5) / (norm + mpf(1e-6))) for one in g]


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
    "adagrad": lambda g: first_step(g, 1e-10),
    "rmsprop": lambda g: first_step(g, 1e-8, 0.99),
    "adam": lambda g: first_step(g, 1e-8),
    "amsgrad": lambda g: first_step(g, 1e-8),
    "adamw": lambda g: first_step(g, 1e-8),
    "clip_by_norm": shortened,
    "clip_by_value": lambda g: [max(-mpf(0.5), min(mpf(0.5), one)) for one in g],
    "border": lambda b: [2 + 2 * one for one in b] + [(2 + 2 * one) / (1 + 2 * one) for one in b],
    "logsumexp": lambda z: [
        max(z) + mpmath.log(mpmath.fsum(mpmath.exp(one - max(z)) for one in z))
    ],
}
# What the units of an error are measured by where the right value may be a small difference.
BESIDE: dict[str, Callable[..., mpf]] = {"logsumexp": lambda z: max(mpf(1), abs(max(z)))}


def error_in_ulp(found: Tensor, right: list[mpf], beside: mpf | int = 0) -> float:
    """Return the largest error, in units of the last place of the right values in the dtype.

    With a number beside them, they are the units of the larger one.
    """
    info = torch.finfo(found.dtype)
    smallest = mpf(info.tiny) * mpf(info.eps)
    worst = mpf(0)
    for got, exact in zip(found.double().flatten().tolist(), right, strict=True):
        if abs(exact) > mpf(info.max):
            assert abs(got) == float("inf") or abs(got) >= info.max * (1 - 4 * info.eps)
            continue
        size = max(abs(exact), beside)
        exponent = mpmath.floor(mpmath.log(size, 2)) if size else mpf(-10_000)
        unit = max(mpf(2) ** exponent * mpf(info.eps), smallest)
        worst = max(worst, abs(mpf(got) - exact) / unit)
    return float(worst)
