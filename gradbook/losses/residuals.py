"""What a sigmoid or a softmax misses its target by, with all its digits where it saturates.

σ(z) and the largest probability round to 1 far out, though 1 − σ(z) = σ(−z) and the sum of the
other probabilities are numbers of the dtype; so the residuals are taken from these.
"""

from __future__ import annotations

import torch
from torch import Tensor

from gradbook.activations import sigmoid


def sigmoid_residual(z: Tensor, target: Tensor) -> Tensor:
    """Return ``σ(z) − t``, as (1 − t) − σ(−z) where z is positive."""
    return torch.where(z > 0, (1 - target) - sigmoid(-z), sigmoid(z) - target)


def softmax_residual(logits: Tensor, target: Tensor) -> Tensor:
    """Return ``p − y``, as p (1 − y) − y (1 − p), over the last axis."""
    p = probabilities(logits)
    return p * others(target) - target * others(p)


def probabilities(logits: Tensor) -> Tensor:
    """Return the softmax."""
    exponentials = shifted(logits).exp()
    return exponentials / exponentials.sum(-1, keepdim=True)


def log_probabilities(logits: Tensor) -> Tensor:
    """Return ``log p``, with log(1 + s) from the sum s of all exponentials but the largest, 1."""
    z = shifted(logits)
    s = z.exp().scatter(-1, _largest(z), 0).sum(-1, keepdim=True)
    return z - s.log1p()


def shifted(logits: Tensor) -> Tensor:
    """Return the logits minus their largest, so that no exponential overflows.

    The largest becomes a constant 0: autograd then adds up the others for its derivative, and
    takes no difference. NaN counts as the largest, and stays NaN.
    """
    at = _largest(logits)
    largest = logits.gather(-1, at)
    top = torch.where(largest.isnan(), largest, 0)
    return (logits - largest).scatter(-1, at, top)


def others(values: Tensor) -> Tensor:
    """Return for each entry the sum of all others, 1 − p where the entries are probabilities.

    The total minus the entry has lost its digits at the largest entry alone; there they are added.
    """
    largest = _largest(values)
    rest = values.scatter(-1, largest, 0).sum(-1, keepdim=True)
    return (rest + values.gather(-1, largest) - values).scatter(-1, largest, rest)


def _largest(values: Tensor) -> Tensor:
    return values.argmax(-1, keepdim=True)
