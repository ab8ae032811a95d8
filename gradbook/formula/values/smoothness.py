"""Whether what a setting computes is smooth, as far as the graph of autograd tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import torch
from torch import Tensor

from gradbook.formula.values.graphs import operations

__all__ = ["is_smooth", "is_smooth_function"]

# What is not among these may have a kink, also what this list does not know.
NAMES = """
    AccumulateGrad Add Addcdiv Addcmul Addmm Addmv Alias AsStrided Baddbmm Bmm Cat
    BinaryCrossEntropyWithLogits Clone Copy Cos Cosh Cumsum Diag Diagonal DiagEmbed Div Dot
    Erf Exp Expand Expm1 Gelu Hypot Index IndexSelect Gather Kron LinalgDet LinalgInvEx
    LinalgLstsq LinalgSolveEx LinalgVectorNorm Lgamma Log Log10 Log1P Log2 LogSigmoid LogSoftmax
    Logit Logsumexp Mean Mm
    MseLoss Mul Mv Neg NllLoss Outer Permute Pow Prod Reciprocal Repeat Reshape ReshapeAlias
    Rsqrt Rsub Scatter Select Sigmoid Silu Sin Sinh Slice Softmax Split Sqrt Squeeze Stack Std
    Sub Sum T Tan Tanh ToCopy Trace Transpose Unbind UnsafeView Unsqueeze Var View
"""
SMOOTH = frozenset(NAMES.split())


def is_smooth(values: Iterable[object]) -> bool:
    """Tell whether all tensors among some values were computed without a kink."""
    names = (node.name().rpartition("::")[2] for node in operations(tensors(values)))
    return all(n.rstrip("0123456789").removesuffix("Backward") in SMOOTH for n in names)


def is_smooth_function(function: Callable[..., object]) -> bool:
    """Tell whether a function of a number, or of a vector, is computed without a kink."""
    code = getattr(function, "__code__", None)
    # Of a function in the lines of a setting, these say whether it compares anything.
    pairs = [(2,)] if code and code.co_filename == "<setting>" else []
    for shape in ((), (3,), *pairs):
        x = torch.full(shape, 0.3, dtype=torch.float64, requires_grad=True)
        try:
            with torch.enable_grad():
                value = function(x)
        except Exception:  # it takes something else
            continue
        return is_smooth([value])
    return False


def tensors(values: Iterable[object]) -> Iterator[Tensor]:
    for value in values:
        if isinstance(value, Tensor):
            yield value
        elif isinstance(value, list | tuple):
            yield from tensors(value)
