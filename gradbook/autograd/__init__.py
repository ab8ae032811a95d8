"""Derivatives by arithmetic, products with Jacobians and Hessians, slopes that stay finite.

A step into the imaginary, dual numbers and a tape take the function as a program and need no
formula for its derivative; it is written with operators and the methods `exp`, `log`, `sin`, `cos`
and `tanh`, as tensors have them, and so it is for products with a Jacobian. The others take
functions of tensors, and use PyTorch's autograd.
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
from gradbook.autograd.products import forward_jacobian, jvp, reverse_jacobian, vjp
from gradbook.autograd.tape import Value, tape_gradient

__all__ = [
    "Dual",
    "Eigenpair",
    "Value",
    "complex_step",
    "descend_with_curvature",
    "dual_gradient",
    "forward_jacobian",
    "guarded",
    "hvp",
    "jvp",
    "logsumexp",
    "reverse_jacobian",
    "scaled_gradient",
    "tape_gradient",
    "top_eigenvalue",
    "vjp",
]
