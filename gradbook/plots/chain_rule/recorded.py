"""What autograd recorded, read from ``grad_fn`` and its ``next_functions``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from torch import Tensor

from gradbook.arguments import expected

SYMBOLS = {
    "Add": "+", "Sub": "−", "Mul": "×", "Div": "÷", "Neg": "−", "Pow": "xⁿ", "Sqrt": "√",
    "Exp": "exp", "Log": "log", "Sin": "sin", "Cos": "cos", "Abs": "|x|",
    "Sigmoid": "σ", "Tanh": "tanh", "Relu": "relu", "Softmax": "softmax",
    "LogSoftmax": "log softmax", "Sum": "Σ", "Mean": "mean", "MseLoss": "mse", "NllLoss": "nll",
    "Mm": "@", "Mv": "@", "Dot": "@", "Bmm": "@", "Addmm": "@ +", "Addmv": "@ +",
    "T": "xᵀ", "Transpose": "xᵀ", "Permute": "xᵀ", "Clone": "clone", "Select": "[ ]",
    "View": "view", "Unsqueeze": "view", "Squeeze": "view", "Expand": "expand",
}  # fmt: skip


class Record(NamedTuple):
    """What autograd recorded, inputs before their consumers and the result last.

    ``symbols`` holds an operation's symbol or a leaf's name, ``names`` the given names ("" where
    there is none), ``leaves`` which nodes are leaves, ``inputs`` the numbers of the nodes that
    enter each node.
    """

    symbols: list[str]
    names: list[str]
    leaves: list[bool]
    inputs: list[list[int]]


def record(result: Tensor, names: Mapping[str, Tensor] | None = None) -> Record:
    """Walk from a result's ``grad_fn`` through all ``next_functions`` to the leaves.

    A node that several others use is visited once. What needs no gradient, such as data and
    targets, was not recorded and does not appear.

    Raises
    ------
    ValueError
        If the result was not recorded.
    """
    if result.grad_fn is None:
        what = "what is computed from tensors that need gradients"
        raise expected("result", what, "a tensor without grad_fn")
    given = {_function(tensor): name for name, tensor in (names or {}).items()}
    found = Record([], [], [], [])
    _visit(result.grad_fn, given, {}, found)
    return found


def _visit(function: Any, given: Mapping[Any, str], seen: dict[Any, int], found: Record) -> int:
    if function not in seen:
        entering = [source for source, _ in function.next_functions if source is not None]
        inputs = [_visit(source, given, seen, found) for source in entering]
        leaf = getattr(function, "variable", None)
        name = given.get(function if leaf is None else leaf, "")
        found.symbols.append(symbol(function.name()) if leaf is None else name or _shape(leaf))
        found.names.append(name)
        found.leaves.append(leaf is not None)
        found.inputs.append(inputs)
        seen[function] = len(found.symbols) - 1
    return seen[function]


def _function(tensor: Tensor) -> Any:
    return tensor if tensor.grad_fn is None else tensor.grad_fn


def _shape(leaf: Tensor) -> str:
    return " × ".join(map(str, leaf.shape)) or "scalar"


def symbol(name: str) -> str:
    """Return an operation's symbol, × for MulBackward0; the name itself if there is none."""
    return SYMBOLS.get(re.sub(r"Backward\d*$", "", name), name)
