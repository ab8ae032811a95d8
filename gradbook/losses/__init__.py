"""Losses, each beside its gradient: squared error, and softmax with cross-entropy."""

from gradbook.losses.probabilities import (
    cross_entropy,
    cross_entropy_grad,
    softmax,
    softmax_jacobian,
)
from gradbook.losses.squared_error import mse_loss, mse_loss_grad

__all__ = [
    "cross_entropy",
    "cross_entropy_grad",
    "mse_loss",
    "mse_loss_grad",
    "softmax",
    "softmax_jacobian",
]
