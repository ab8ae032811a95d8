"""What a difference becomes when each operation rounds otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeGuard

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_map

from gradbook.formula.setting.lines import Setting
from gradbook.formula.verdict.evaluated import Evaluated
from gradbook.formula.verdict.steps import Meeting, Step

__all__ = ["is_noise"]

RUNS = 6
DECOMPOSED = 4e-15  # relative: what an algorithm of linear algebra rounds by within itself
SPREAD = 8.0  # how many times the spread of other roundings one of them may be


class Rounding(TorchDispatchMode):
    """Moves what each operation gives by a random share of its last digit."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.generator = torch.Generator().manual_seed(seed)
        self.decomposed = False  # whether an algorithm of linear algebra ran

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        # Nothing is compiled here, and PyTorch would import its compiler for a second.
        return False

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if any(returned.alias_info for returned in func._schema.returns):
            return func(*args, **(kwargs or {}))
        if "linalg" in str(func):  # such algorithms round as if they were given other numbers
            self.decomposed = True
            args = tree_map(self.disturbed, args)
        return tree_map(self.rounded, func(*args, **(kwargs or {})))

    def shares(self, value: Tensor) -> Tensor:
        """Return random numbers of one digit in the last place, for each entry."""
        share = torch.rand(value.shape, generator=self.generator, dtype=torch.float64) - 0.5
        return 2 * torch.finfo(torch.float64).eps * share

    def rounded(self, value: Any) -> Any:
        return value * (1 + self.shares(value)) if is_double(value) else value

    def disturbed(self, value: Any) -> Any:
        """Return a matrix whose entries are moved as much as its largest one rounds."""
        if not is_double(value) or not value.numel():
            return value
        return value + self.shares(value) * value.abs().max()


def is_double(value: object) -> TypeGuard[Tensor]:
    return isinstance(value, Tensor) and value.dtype == torch.float64


def is_noise(formula: Evaluated, step: Step, meeting: Meeting, entry: int) -> bool:
    """Tell whether an entry of a difference is no more than what roundings spread it over.

    In 1 − tanh(x)², digits are lost that neither side shows: all that is left of 1 is rounding.
    """
    gaps, decomposed = zip(*noisy(formula, step, meeting, entry), strict=True)
    spread = float(max(gaps) - min(gaps))
    if any(decomposed):
        spread = max(spread, DECOMPOSED * float(meeting.size.max()))
    return abs(float(meeting.gap.flatten()[entry])) <= SPREAD * spread


def noisy(
    formula: Evaluated, step: Step, meeting: Meeting, entry: int
) -> Iterator[tuple[Tensor, bool]]:
    """Yield the difference at an entry as all is computed again with other roundings.

    The second tells whether an algorithm of linear algebra was part of it.
    """
    own = formula.setting
    for run in range(RUNS):
        again = Setting(own.source, own.namespace, own.label)
        again.leaves, again.even = set(own.leaves), own.even
        again.outcomes, again.choices = own.outcomes, own.choices
        there = replace(formula, setting=again, effects={}, applied=set())
        with Rounding(run) as mode:
            gap = there.meet(step, meeting.draw, meeting.indices).gap.flatten()[entry]
        yield gap, mode.decomposed
