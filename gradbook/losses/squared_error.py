"""The squared error of predictions, and its gradient."""

from __future__ import annotations

from torch import Tensor

from gradbook.arguments import check_choice
from gradbook.losses.checks import check_pair
from gradbook.precision import wide


def mse_loss(prediction: Tensor, target: Tensor, reduction: str = "mean") -> Tensor:
    """Squared error, reduced to one number.

    With the errors ``rᵢ = predictionᵢ − targetᵢ`` of all n entries::

        mean:      Σᵢ rᵢ² / n
        sum:       Σᵢ rᵢ²
        half_sum:  Σᵢ rᵢ² / 2

    Parameters
    ----------
    prediction : Tensor
        What the model says: floats of any shape.
    target : Tensor
        What is right, in the shape and dtype of `prediction`; nothing is broadcast.
    reduction : {"mean", "sum", "half_sum"}
        The factor in front of the sum.

    Returns
    -------
    Tensor
        Shape ``()``, dtype and device of `prediction`; in the square of its unit.

    Raises
    ------
    ValueError
        Different shapes, no entries, or an unknown reduction.
    TypeError
        A dtype that is not floating, or two different ones.

    Notes
    -----
    ``torch.nn.functional.mse_loss`` has the mean (its default) and the sum.
    Textbooks that derive backpropagation take half the sum, since its gradient
    is the error itself. The loss is no norm: its sum is the *square* of the L2 norm.
    """
    check_pair(prediction, target)
    r = wide(prediction) - target
    # The factor comes before the square, which may leave the range of the dtype.
    return (_factor(reduction, r.numel()) * r * r).sum().to(prediction.dtype)


def mse_loss_grad(prediction: Tensor, target: Tensor, reduction: str = "mean") -> Tensor:
    """Gradient of `mse_loss` with respect to the prediction.

    The error times a factor that depends on the reduction::

        mean:      2 rᵢ / n
        sum:       2 rᵢ
        half_sum:  rᵢ

    Parameters
    ----------
    prediction, target, reduction
        As for `mse_loss`.

    Returns
    -------
    Tensor
        Shape, dtype and device of `prediction`. The gradient with respect to the target is the
        negative of this one.

    Raises
    ------
    ValueError, TypeError
        As `mse_loss`.
    """
    check_pair(prediction, target)
    r = wide(prediction) - target
    return (2 * _factor(reduction, r.numel()) * r).to(prediction.dtype)


def _factor(reduction: str, count: int) -> float:
    factors = {"mean": 1 / count, "sum": 1.0, "half_sum": 0.5}
    check_choice("reduction", reduction, factors)
    return factors[reduction]
