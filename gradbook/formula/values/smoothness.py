"""Whether what a setting computes is smooth, as far as the graph of autograd tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from torch import Tensor

__all__ = ["is_smooth"]

# What is not among these may have a kink, also what this list does not know.
SMOOTH = """
    AccumulateGrad Add Addcdiv Addcmul Addmm Addmv Alias AsStrided Baddbmm Bmm Cat
    BinaryCrossEntropyWithLogits Clone Copy Cos Cosh Cumsum Diag Diagonal DiagEmbed Div Dot
    Erf Exp Expand Expm1 Gelu Index IndexSelect Gather Kron LinalgDet LinalgInvEx
    LinalgVectorNorm Lgamma Log Log10 Log1P Log2 LogSigmoid LogSoftmax Logsumexp Mean Mm
    MseLoss Mul Mv Neg NllLoss Outer Permute Pow Prod Reciprocal Repeat Reshape ReshapeAlias
    Rsqrt Rsub Select Sigmoid Silu Sin Sinh Slice Softmax Split Sqrt Squeeze Stack Std Sub Sum
    T Tan Tanh ToCopy Trace Transpose Unbind UnsafeView Unsqueeze Var View
"""


def is_smooth(values: Iterable[object]) -> bool:
    """Tell whether all tensors among some values were computed without a kink."""
    waiting = [tensor.grad_fn for tensor in tensors(values)]
    seen = set()
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        if node.name().rstrip("0123456789").removesuffix("Backward") not in SMOOTH.split():
            return False
        waiting += [before for before, _ in node.next_functions]
    return True


def tensors(values: Iterable[object]) -> Iterator[Tensor]:
    for value in values:
        if isinstance(value, Tensor):
            yield value
        elif isinstance(value, list | tuple):
            yield from tensors(value)
