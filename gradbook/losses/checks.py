"""What the losses demand of their arguments."""

from __future__ import annotations

import torch
from torch import Tensor


def as_probabilities(target: Tensor, logits: Tensor) -> Tensor:
    """The target as probabilities of the shape of the logits: indices become one-hot."""
    check_logits(logits)
    if logits.numel() == 0:
        raise ValueError(f"logits must have at least one row, got the shape {shape(logits)}")
    if target.is_floating_point():
        check_probabilities(target, logits)
        return target
    classes = logits.shape[-1]
    if target.shape != logits.shape[:-1]:
        expected = f"{shape(logits[..., 0])} (class indices) or {shape(logits)} (probabilities)"
        raise ValueError(f"target must have the shape {expected}, got {shape(target)}")
    if target.dtype == torch.bool or target.is_complex():
        raise TypeError(f"target must have an integer or a floating dtype, got {target.dtype}")
    if target.min() < 0 or target.max() >= classes:
        raise ValueError(f"target must hold class indices 0 … {classes - 1}, got {target.tolist()}")
    return torch.nn.functional.one_hot(target.long(), classes).to(logits.dtype)


def check_probabilities(target: Tensor, logits: Tensor) -> None:
    check_same("target", target, "logits", logits)
    # Sums of rounded probabilities miss 1 by some ε, never by its square root.
    tolerance = torch.finfo(target.dtype).eps ** 0.5
    if target.min() < 0 or (target.sum(-1) - 1).abs().max() > tolerance:
        raise ValueError("target must hold probabilities: none negative, with sum 1 in every row")


def check_logits(logits: Tensor) -> None:
    check_floating("logits", logits)
    if logits.ndim == 0 or logits.shape[-1] == 0:
        raise ValueError(f"logits must have the shape (..., n) with n > 0, got {shape(logits)}")


def check_pair(prediction: Tensor, target: Tensor) -> None:
    check_floating("prediction", prediction)
    check_same("target", target, "prediction", prediction)
    if prediction.numel() == 0:
        raise ValueError(f"prediction must not be empty, got the shape {shape(prediction)}")


def check_same(name: str, value: Tensor, other_name: str, other: Tensor) -> None:
    if value.shape != other.shape:
        raise ValueError(
            f"{name} must have the shape of {other_name}, {shape(other)}, got {shape(value)}"
        )
    if value.dtype != other.dtype:
        raise TypeError(
            f"{name} must have the dtype of {other_name}, {other.dtype}, got {value.dtype}"
        )


def check_floating(name: str, value: Tensor) -> None:
    if not value.is_floating_point():
        raise TypeError(f"{name} must have a floating dtype, got {value.dtype}")


def shape(value: Tensor) -> tuple[int, ...]:
    return tuple(value.shape)
