"""Whether what is differentiated is computed from what it is differentiated by."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import torch
from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.values.differences import connected, gradient_of
from gradbook.formula.values.gradients import Gradient
from gradbook.formula.values.graphs import operations
from gradbook.formula.values.nodes import parts
from gradbook.formula.verdict.evaluated import Evaluated, place
from gradbook.formula.verdict.steps import Step

__all__ = ["check_ways"]


def check_ways(formula: Evaluated, steps: Sequence[Step]) -> None:
    """Raise where a derivative is 0 since the setting takes another way.

    With p = σ(z) and L computed from z, autograd knows no way from L to p, though L moves as p
    does: what they have in common is z.
    """
    if formula.setting.live:
        return
    for step in steps:
        for slope in parts([step.left, step.right]):
            if not isinstance(slope, Gradient) or (slope, "moves") in formula.applied:
                continue
            name = slope.by[-1].name
            symbol = formula.setting.run(0).get(name)
            if not isinstance(symbol, Tensor) or symbol.grad_fn is None:
                continue
            if shared(formula, step, slope, symbol):
                what = formula.tex[slice(*slope.body.span)].strip()
                text = f"{what} is not computed from {name}, but from what {name} is computed from"
                raise FormulaError(text, slope.span)


def shared(formula: Evaluated, step: Step, slope: Gradient, symbol: Tensor) -> bool:
    """Tell whether what is differentiated moves as a symbol does, and there is no way to it."""
    point = formula.point(0, False, within=1)
    place(point, {letter: values[0] for letter, values in step.ranges.items() if values})
    with suppress(FormulaError):  # it has the index of a sum
        value = slope.body.evaluate(point).value
        return not connected(value, symbol) and has_common(value, symbol)
    return False


def has_common(one: Tensor, other: Tensor) -> bool:
    """Tell whether two values move with the same entry of a leaf."""
    for leaf in leaves(one) & leaves(other):
        moves = [gradient_of(mixed(value), leaf, further=False) for value in (one, other)]
        if all(m is not None for m in moves) and bool((moves[0] * moves[1] != 0).any()):  # type: ignore[operator]
            return True
    return False


def mixed(value: Tensor) -> Tensor:
    """Return a sum of all entries, each with a weight: that of probabilities is always 1."""
    weights = torch.cos(torch.arange(value.numel(), dtype=value.dtype))
    return (value.flatten() * weights).sum()


def leaves(value: Tensor) -> set[Tensor]:
    """Return the leaves that autograd follows a value to."""
    if value.grad_fn is None:
        return {value} if value.requires_grad else set()
    return {node.variable for node in operations([value]) if hasattr(node, "variable")}
