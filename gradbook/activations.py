"""Activation functions, each beside its derivative; all act elementwise.

They keep the shape, dtype and device of what they are given, and their values are right to a few
last digits in the whole range of the dtype; a NaN stays a NaN. Autograd goes through all but
`step`.
"""

from __future__ import annotations

import torch
from torch import Tensor

from gradbook.arguments import check_floating


def step(z: Tensor) -> Tensor:
    """Switch from 0 to 1 at 0: ``step(z) = 1 if z ≥ 0 else 0``.

    Parameters
    ----------
    z : Tensor
        What is compared with 0: floats of any shape ``(...)``.

    Returns
    -------
    Tensor
        0 or 1, ``(...)``. At the jump it is 1; texts differ there (0, ½ and 1 are all in use).

    Raises
    ------
    TypeError
        If `z` is not a tensor of floats; so do all functions of this module.
    """
    _require_floats(z)
    return torch.where(z.isnan(), z.detach(), z >= 0)


def step_grad(z: Tensor) -> Tensor:
    """Return the derivative of `step`: ``step′(z) = 0``, wherever it exists.

    At 0 there is none (the difference quotient from the left grows without bound).

    Parameters
    ----------
    z : Tensor
        Where the slope of the step is wanted: floats ``(...)``.

    Returns
    -------
    Tensor
        Zeros ``(...)``, at the jump too, as by autograd for ``torch.sign``.
    """
    _require_floats(z)
    return torch.where(z.isnan(), z.detach(), 0)


def sigmoid(z: Tensor) -> Tensor:
    """Squash the real line into (0, 1): ``σ(z) = 1 / (1 + exp(−z))``.

    Parameters
    ----------
    z : Tensor
        Log-odds, often the weighted sum of a unit: floats of any shape ``(...)``.

    Returns
    -------
    Tensor
        ``(...)``. On the far left it stays above 0 as long as the dtype has a number for it:
        in float32 σ(−100) is 3.8e-44, where ``exp(100)`` would overflow and give 0.
        On the right it rounds to 1, in float32 from z ≈ 16.64 and in float64 from z ≈ 36.74.

    Notes
    -----
    The fraction is expanded so that no exponent is positive: ``σ(z) = a / (a + b)``
    with ``a = exp(min(z, 0))`` and ``b = exp(−max(z, 0))``. Autograd halves the gradient of
    ``minimum`` and ``maximum`` between equal arguments, hence its σ′(0) is ¼, as it should be.
    """
    _require_floats(z)
    zero = z.new_zeros(())
    a = torch.exp(torch.minimum(z, zero))
    b = torch.exp(-torch.maximum(z, zero))
    return a / (a + b)


def sigmoid_grad(z: Tensor) -> Tensor:
    """Return the derivative of `sigmoid`: ``σ′(z) = σ(z) (1 − σ(z)) = σ(z) σ(−z)``.

    Parameters
    ----------
    z : Tensor
        What went into the sigmoid, not what came out: floats ``(...)``.

    Returns
    -------
    Tensor
        ``(...)``, at most ¼, at 0.

    Notes
    -----
    Computed by the last product, since the first is 0 wherever σ(z) rounds to 1, in float32 from
    z ≈ 16.64 on.
    """
    return sigmoid(z) * sigmoid(-z)


def tanh(z: Tensor) -> Tensor:
    """Squash the real line into (−1, 1): ``tanh z = (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ) = 2 σ(2z) − 1``.

    Parameters
    ----------
    z : Tensor
        Numbers of both signs, which the result keeps: floats of any shape ``(...)``.

    Returns
    -------
    Tensor
        ``(...)``. It rounds to ±1 from z ≈ ±8.66 in float32 and ±18.71 in float64
        (``torch.tanh``, whose last digit is better, from ±9.01 and ±19.06).

    Notes
    -----
    Expanded as in `sigmoid`, with a − 1 = expm1(2 min(z, 0)) and b − 1 = expm1(−2 max(z, 0)):
    ``exp(2z) − 1`` would lose the digits of a small z.
    """
    _require_floats(z)
    zero = z.new_zeros(())
    a = _expm1(2 * torch.minimum(z, zero))
    b = _expm1(-2 * torch.maximum(z, zero))
    return (a - b) / (2 + a + b)


def tanh_grad(z: Tensor) -> Tensor:
    """Return the derivative of `tanh`: ``tanh′(z) = 1 − tanh² z = 4 σ′(2z)``.

    Parameters
    ----------
    z : Tensor
        What went into tanh, not what came out: floats ``(...)``.

    Returns
    -------
    Tensor
        ``(...)``, at most 1, at 0.

    Notes
    -----
    Computed by the last form; the difference is 0 wherever tanh rounds to ±1, in float32 from
    z ≈ ±8.66 on.
    """
    _require_floats(z)
    return 4 * sigmoid_grad(2 * z)


def relu(z: Tensor) -> Tensor:
    """Cut off what is negative: ``relu(z) = max(0, z)``.

    Parameters
    ----------
    z : Tensor
        What passes where it is positive: floats ``(...)``.

    Returns
    -------
    Tensor
        ``(...)``, 0 or more. A NaN stays a NaN; autograd takes the slope 1 there, as through
        ``torch.relu``, while `relu_grad` says NaN.
    """
    _require_floats(z)
    return torch.where(z <= 0, 0, z)


def relu_grad(z: Tensor) -> Tensor:
    """Return the derivative of `relu`: ``relu′(z) = 1 if z > 0 else 0``.

    Parameters
    ----------
    z : Tensor
        What went into ReLU: floats ``(...)``.

    Returns
    -------
    Tensor
        0 or 1, ``(...)``, and NaN of a NaN. At the kink there is no derivative; every slope from
        0 to 1 is a subgradient, and 0 is returned, as by ``torch.relu`` (``maximum`` with 0 has ½
        there, ``clamp(min=0)`` 1, since PyTorch 2.14 also 0).
    """
    _require_floats(z)
    return torch.where(z.isnan(), z.detach(), z > 0)


def _require_floats(z: Tensor) -> None:
    check_floating("z", z)


def _expm1(x: Tensor) -> Tensor:
    # Far left autograd takes its derivative for expm1(x) + 1, which has rounded to 0.
    return torch.where(x > -1, torch.expm1(x), torch.exp(x) - 1)
