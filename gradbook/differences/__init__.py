"""Derivatives from values of a function alone: without a formula, without autograd.

Every x is a floating-point tensor, and f returns one of its dtype (otherwise `TypeError`); f keeps
the shapes stated, and every step h is positive and leads from x to other finite numbers (otherwise
`ValueError`). Where x is not finite, neither is the result. Results carry no graph, and f gets
copies, which it may change.
Since x + h is rounded, each difference is divided by the step that was made, not by the one that
was asked for. Across a kink a central difference says the mean of the slopes on the two sides.
"""

from gradbook.differences.gradients import (
    directional_derivative,
    numerical_gradient,
    numerical_jacobian,
)
from gradbook.differences.quotients import (
    central_difference,
    forward_difference,
    second_difference,
)
from gradbook.differences.steps import default_step

__all__ = [
    "central_difference",
    "default_step",
    "directional_derivative",
    "forward_difference",
    "numerical_gradient",
    "numerical_jacobian",
    "second_difference",
]
