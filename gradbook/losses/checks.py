"""What the losses demand of their arguments."""

from __future__ import annotations

import torch
from torch import Tensor

from gradbook.arguments import (
    check_filled,
    check_floating,
    check_same,
    check_tensor,
    expected,
    holds,
    shape,
)


def as_probabilities(target: Tensor, logits: Tensor) -> Tensor:
    """The target as probabilities of the shape of the logits: indices become one-hot."""
    check_logits(logits)
    check_filled("logits", logits)
    check_tensor("target", target)
    if target.is_floating_point() or target.shape == logits.shape:
        check_probabilities(target, logits)
        return target
    classes = logits.shape[-1]
    if target.shape != logits.shape[:-1]:
        rows = shape(logits)[:-1]
        what = f"the shape {rows} (class indices) or {shape(logits)} (probabilities)"
        raise expected("target", what, shape(target))
    if target.dtype == torch.bool or target.is_complex():
        raise expected("target", "an integer or a floating dtype", target.dtype, TypeError)
    indices = target.long()
    if not holds(((indices >= 0) & (indices < classes)).all()):
        raise expected("target", f"class indices 0 … {classes - 1}", target.tolist())
    return (indices.unsqueeze(-1) == torch.arange(classes, device=target.device)).to(logits)


def check_probabilities(target: Tensor, logits: Tensor) -> None:
    check_same("target", target, "logits", logits)
    # Sums of rounded probabilities miss 1 by some ε, never by its square root.
    tolerance = torch.finfo(target.dtype).eps ** 0.5
    sums = target.sum(-1)
    missed = (sums - 1).abs()
    # Asked for what must hold, since NaN is neither too small nor too large.
    if not holds((target >= 0).all() & (missed < tolerance).all()):
        what = "probabilities, none negative and with sum 1 in every row"
        worst = sums.flatten()[missed.argmax()]
        raise expected("target", what, f"entries from {target.min():.8g} on, with sum {worst:.8g}")


def check_logits(logits: Tensor) -> None:
    check_floating("logits", logits)
    if logits.ndim == 0 or logits.shape[-1] == 0:
        raise expected("logits", "the shape (..., n) with n > 0", shape(logits))


def check_pair(prediction: Tensor, target: Tensor) -> None:
    check_floating("prediction", prediction)
    check_same("target", target, "prediction", prediction)
    check_filled("prediction", prediction)
