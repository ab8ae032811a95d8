"""Derivatives by arithmetic: a step into the imaginary, dual numbers, a tape.

Each takes the function as a program and needs no formula for its derivative. Functions are written
with operators and the methods `exp`, `log`, `sin`, `cos` and `tanh`, as tensors have them.
"""

from gradbook.autograd.complex_step import complex_step
from gradbook.autograd.curvature import (
    Eigenpair,
    descend_with_curvature,
    hvp,
    top_eigenvalue,
)
from gradbook.autograd.dual import Dual, dual_gradient
from gradbook.autograd.finite import guarded, logsumexp, scaled_gradient
from gradbook.autograd.tape import Value, tape_gradient

__all__ = [
    "Dual",
    "Eigenpair",
    "Value",
    "complex_step",
    "descend_with_curvature",
    "dual_gradient",
    "guarded",
    "hvp",
    "logsumexp",
    "scaled_gradient",
    "tape_gradient",
    "top_eigenvalue",
]
