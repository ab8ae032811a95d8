"""Functions that are constant in float64, or another function, where they are not by themselves."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import torch
from torch import Tensor

from gradbook.formula.values.graphs import operations

__all__ = ["saturated"]


def one_of(name: str, *constants: float) -> Callable[[Any], bool]:
    """Return whether what autograd keeps has one of these values."""
    return lambda node: any(bool((getattr(node, name) == value).any()) for value in constants)


def beyond(edge: float, *, both: bool = False) -> Callable[[Any], bool]:
    """Return whether an argument is beyond an edge, from which on float64 sees no difference."""

    def function(node: Any) -> bool:
        x = node._saved_self
        return bool(((x.abs() if both else x) > edge).any())

    return function


def shares(share: Tensor, axis: int) -> bool:
    """Tell whether one of some shares is 1 and the others are lost beside it.

    Where some rows have shares that are seen, a row of 1 and exact zeros is the work of a mask.
    """
    full = (share == 1).any(axis)
    exact = ((share == 0) | (share == 1)).all(axis)
    return bool((full & ~exact).any() or exact.all())


def signed(axis: int) -> int:
    """Return the axis that a function works along; autograd keeps it as an unsigned number."""
    return axis - 2**64 if axis >= 2**63 else axis


def softplus(node: Any) -> bool:
    return bool((node._saved_self * node._saved_beta > node._saved_threshold).any())


def softmax(node: Any) -> bool:
    return shares(node._saved_result, signed(node._saved_dim))


def log_softmax(node: Any) -> bool:
    return shares(node._saved_result.exp(), signed(node._saved_dim))


def logsumexp(node: Any) -> bool:
    axis, *others = map(signed, node._saved_dim)
    return not others and shares(torch.softmax(node._saved_self, axis), axis)


TAIL = -math.log(1e-15)  # from here on, e^-x is lost beside 1
KEPT: dict[str, Callable[[Any], bool]] = {
    "ExpBackward0": one_of("_saved_result", 0.0),
    "Expm1Backward0": one_of("_saved_result", -1.0),
    "SigmoidBackward0": one_of("_saved_result", 0.0, 1.0),
    "TanhBackward0": one_of("_saved_result", -1.0, 1.0),
    "SoftmaxBackward0": softmax,
    "LogSoftmaxBackward0": log_softmax,
    "LogsumexpBackward0": logsumexp,
    "ErfBackward0": lambda node: bool((torch.erf(node._saved_self).abs() == 1).any()),
    "SoftplusBackward0": softplus,
    "SoftplusBackwardBackward0": softplus,
    "SiluBackward0": beyond(TAIL),
    "MishBackward0": beyond(TAIL / 2),
    "GeluBackward0": beyond(7.9),
    "GeluBackwardBackward0": beyond(7.9),
    "CoshBackward0": beyond(TAIL / 2, both=True),
    "SinhBackward0": beyond(TAIL / 2, both=True),
    "EluBackward0": lambda node: bool((node._saved_self < -TAIL).any()),
    "CeluBackward0": lambda node: bool((node._saved_self < -TAIL * node._saved_alpha).any()),
}


def saturated(value: Tensor) -> bool:
    """Tell whether a function on the way to a value is constant in float64, where it is not."""
    for node in operations([value]):
        judge = KEPT.get(node.name())
        with suppress(RuntimeError):  # freed by the setting
            if judge and judge(node):
                return True
    return False
