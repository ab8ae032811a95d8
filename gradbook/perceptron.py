"""One layer of sigmoid units: its output, its error and the gradient of its weights."""

from __future__ import annotations

import torch
from torch import Tensor

from gradbook.activations import sigmoid, sigmoid_grad
from gradbook.arguments import check_floating, check_same, check_same_dtype, expected, shape
from gradbook.losses.residuals import sigmoid_residual
from gradbook.precision import wide


def output(x: Tensor, weight: Tensor) -> Tensor:
    """Return what the units put out, ``O_k = σ(Σ_j w_jk x_j)``.

    Parameters
    ----------
    x : Tensor, shape (..., n)
        Inputs.
    weight : Tensor, shape (k, n)
        One row for each unit, as PyTorch stores it: ``weight[k, j]`` is the
        formula's w_jk. A single unit has ``k = 1``.

    Returns
    -------
    Tensor, shape (..., k)
        Numbers between 0 and 1, of x's dtype and device; under ``torch.autocast`` of the dtype
        in which it multiplies matrices, as PyTorch's layers.

    Raises
    ------
    TypeError, ValueError
        If an argument isn't a floating tensor; if dtypes differ or shapes don't fit.

    Notes
    -----
    Rosenblatt's perceptron of 1958 has a step instead of the sigmoid of a logistic unit.
    A bias is the weight of one more input that is always 1.
    """
    _require_fitting(x, weight)
    return sigmoid(x @ weight.mT)


def error(x: Tensor, weight: Tensor, target: Tensor) -> Tensor:
    """Return half the sum of squared errors, ``E = ½ Σ_k (O_k − t_k)²``.

    Parameters
    ----------
    x : Tensor, shape (..., n)
        As for `output`.
    weight : Tensor, shape (k, n)
        As for `output`.
    target : Tensor, shape (..., k)
        What the units should put out; its shape is the output's.

    Returns
    -------
    Tensor, shape (...)
        One error for each input.

    Raises
    ------
    TypeError, ValueError
        If an argument isn't a floating tensor; if dtypes differ or shapes don't fit.

    Notes
    -----
    O_k − t_k comes from the sum z_k, so it keeps its digits where O_k rounds to 1.
    The ½ is the textbooks': it cancels the 2 of the derivative.
    ``torch.nn.functional.mse_loss`` takes the mean over the k outputs instead, which is
    2/k times this error: twice it for one output, two thirds of it for three.
    """
    r = sigmoid_residual(*_sums_and_targets(x, weight, target))
    return (r / 2 * r).sum(-1).to(x.dtype)


def delta(output: Tensor, target: Tensor) -> Tensor:
    """Return each unit's δ, ``δ_k = ∂E/∂z_k = (O_k − t_k) O_k (1 − O_k)``.

    Parameters
    ----------
    output : Tensor, shape (..., k)
        What the units put out, ``O = σ(z)``.
    target : Tensor, shape (..., k)
        What they should put out.

    Returns
    -------
    Tensor, shape (..., k)
        The derivative of ``E = ½ Σ_k (O_k − t_k)²`` with respect to the weighted
        sum z_k that enters the sigmoid, not with respect to O_k.

    Raises
    ------
    TypeError, ValueError
        As `error` does.

    Notes
    -----
    It knows O alone: where that has rounded to 1, it is 0, and `error_grad`, which knows z, is not.
    """
    _require_same_shape(output, target)
    return (output - target) * output * (1 - output)


def error_grad(x: Tensor, weight: Tensor, target: Tensor) -> Tensor:
    """Return the gradient of `error`, ``∂E/∂w_jk = δ_k x_j``: an outer product.

    Parameters
    ----------
    x : Tensor, shape (n,)
        As for `error`, but a single input.
    weight : Tensor, shape (k, n)
        As for `error`.
    target : Tensor, shape (k,)
        As for `error`, for this input.

    Returns
    -------
    Tensor, shape (k, n)
        ``[k, j]`` holds ``∂E/∂w_jk``, so it can be subtracted from ``weight``.

    Raises
    ------
    TypeError, ValueError
        As `error` does, and if ``x`` isn't a single input.

    Notes
    -----
    The slope O (1 − O) of a unit is σ′(z), computed from z: a saturated unit still learns.
    """
    _require_single(x)
    z, t = _sums_and_targets(x, weight, target)
    delta = sigmoid_residual(z, t) * sigmoid_grad(z)
    return torch.outer(delta, x).to(x.dtype)


def _sums_and_targets(x: Tensor, weight: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    _require_fitting(x, weight)
    z = x @ weight.mT
    _require_same_shape(z, target)
    return wide(z), wide(target)


def _require_fitting(x: Tensor, weight: Tensor) -> None:
    check_floating("x", x)
    check_floating("weight", weight)
    check_same_dtype("weight", weight, "x", x)
    if x.ndim == 0 or weight.ndim != 2 or weight.shape[1] != x.shape[-1]:
        got = f"{shape(weight)} for x of shape {shape(x)}"
        raise expected("weight", "shape (k, n) for x of shape (..., n)", got)


def _require_single(x: Tensor) -> None:
    check_floating("x", x)
    if x.ndim != 1:
        raise expected("x", "a single input of shape (n,)", shape(x))


def _require_same_shape(output: Tensor, target: Tensor) -> None:
    check_floating("output", output)
    check_floating("target", target)
    check_same("target", target, "output", output)
