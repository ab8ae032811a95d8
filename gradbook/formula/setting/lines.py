"""The lines above a formula: plain Python that can be run again, with one quantity moved."""

from __future__ import annotations

import ast
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager, nullcontext
from functools import cached_property
from typing import Any

import torch
from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.setting.dependence import Held, held_fixed, origins
from gradbook.formula.setting.drawing import Random
from gradbook.formula.setting.leaves import Placed, in_float64, is_constant, make_leaf, replace_by
from gradbook.formula.setting.moving import check_moved, move
from gradbook.formula.setting.numbers import drawn_names
from gradbook.formula.setting.places import Draw, start_of
from gradbook.formula.setting.source import Given
from gradbook.formula.setting.statements import compiled, execute, last_assignments
from gradbook.formula.setting.steps import Steps

__all__ = ["DRAWS", "Setting"]

DRAWS = 6


class Setting:
    """Python that gives symbols their values, once for each draw.

    Parameters
    ----------
    source : str or None
        The lines; none at all means the values that `namespace` holds already.
    namespace : dict
        What the lines can use. It is not changed.
    seed : str
        What the random numbers depend on; the label of the formula.

    Raises
    ------
    FormulaError
        If the lines are no Python, or raise; the error names the line.
    """

    def __init__(self, source: str | None, namespace: dict[str, Any], seed: str) -> None:
        self.namespace = namespace
        self.label = seed
        self.seed = zlib.crc32(seed.encode(errors="replace"))
        self.live = source is None
        self.source = source or ""
        self.statements = compiled(self.source)
        self.leaves: set[str] = set()  # names that a derivative is taken by
        self.outcomes = self.choices = 0  # not known before the first run
        self.extra = 0
        self.varies = False
        self.even = False  # whether the entries of arrays lie all over in every draw
        self.stretches = False  # whether wider draws are others
        self.assigned = last_assignments(self.source)
        self.runs: dict[object, dict[str, Any]] = {}
        self.given: dict[object, Given] = {}  # what the runs draw, at each draw

    @property
    def draws(self) -> int:
        """The number of draws: six and those named by `also`, or one where nothing is drawn."""
        return DRAWS + self.extra if self.varies else 1

    @contextmanager
    def in_force(self) -> Iterator[None]:
        """Let all runs have graphs and, but for a notebook, float64; PyTorch stays as it was."""
        precision = nullcontext() if self.live else in_float64()
        with torch.enable_grad(), torch.random.fork_rng(devices=[]), precision:
            yield

    def differentiate(self, name: str) -> None:
        """Let a derivative be taken by a name from now on."""
        if name not in self.leaves:
            self.leaves.add(name)
            if any(is_constant(values.get(name)) for values in self.runs.values()):
                self.runs.clear()

    def run(
        self,
        draw: Draw,
        moved: tuple[str, tuple[int, ...], float] | None = None,
        outcome: int | None = None,
        nudge: int = 0,
        held: Held | None = None,
        placed: Placed = (),
    ) -> dict[str, Any]:
        """Return the values of a draw; they are computed once.

        Parameters
        ----------
        draw : int or Between
            Which one.
        moved : tuple, optional
            A name, the place of one of its entries and by how much that entry is moved: right
            after its last assignment, so that all that follows is computed with it.
        outcome : int, optional
            Which of the equally likely outcomes is to happen.
        nudge : int
            Which slight change of all that is drawn is made, if any.
        held : Held, optional
            What stays as it is, although it is computed from what is moved.
        placed : tuple
            Names, and the numbers that each of them is to be from its last assignment on.
        """
        key = draw, moved, outcome, nudge, held, placed
        if key not in self.runs:
            if held:
                before = self.run(draw, None, outcome, nudge, None, placed)
                self.runs[key] = self.partly(dict(before), held, moved)
            else:
                self.runs[key] = self.executed(draw, moved, outcome, nudge, dict(placed))
        return self.runs[key]

    def executed(
        self,
        draw: Draw,
        moved: Any,
        outcome: int | None,
        nudge: int,
        placed: dict[str, tuple[float, ...]],
    ) -> dict[str, Any]:
        random = Random(self.seed, draw, outcome, nudge, self.even, self.given)
        given = {
            "draw": random.draw,
            "smooth": random.smooth,
            "outcomes": random.outcomes,
            "steps": Steps,
        }
        values = self.namespace | ({} if self.live else given)
        if moved and moved[0] not in self.assigned:
            move(values, *moved)
        torch.default_generator.manual_seed(self.seed + start_of(draw))
        before = None if self.varies else torch.get_rng_state()
        for place, (line, code) in enumerate(self.statements):
            execute(code, line, values)
            self.change(values, place, moved, placed)
        check_moved(values, moved)
        if before is not None and not self.live:
            others = not torch.equal(before, torch.get_rng_state())  # that PyTorch has drawn
            self.varies = random.source.asked > 0 or others
        for name in self.leaves - self.assigned.keys():
            make_leaf(values, name)
        self.extra = max(self.extra, random.extra)
        self.stretches = self.stretches or random.stretches
        self.count_outcomes(random)
        return values

    def change(
        self, values: dict[str, Any], place: int, moved: Any, placed: dict[str, tuple[float, ...]]
    ) -> None:
        """Change what a statement has assigned for the last time: followed, replaced, moved."""
        for name in self.leaves:
            if self.assigned.get(name) == place:
                make_leaf(values, name)
        for name, numbers in placed.items():
            if self.assigned.get(name) == place:
                replace_by(values, name, numbers)
        if moved and self.assigned.get(moved[0]) == place:
            move(values, *moved)

    def count_outcomes(self, random: Random) -> None:
        """Keep how many outcomes a run has, which is the same in all runs."""
        if self.outcomes and self.outcomes != random.count:
            text = f"outcomes: expected as many in each run, got {self.outcomes} and {random.count}"
            raise FormulaError(text)
        self.outcomes, self.choices = random.count, random.choices

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    def leads(self, names: Collection[str], to: str) -> bool:
        """Tell whether all of some names are drawn, and another one is computed from one."""
        drawn = drawn_names(self.tree)
        return drawn.issuperset(names) and bool({*names} & origins(self.source).get(to, {*()}))

    def held_fixed(self, by: str, names: Collection[str]) -> Held | None:
        """Return what ∂ by a symbol, of an expression of some names, could hold fixed."""
        return None if self.live else held_fixed(self.source, by, names)

    def partly(self, values: dict[str, Any], held: Held, moved: Any) -> dict[str, Any]:
        """Return values of which one is a new leaf, and moved, and what it leads to is held."""
        for name in (held.by, *held.names):
            if isinstance(values[name], Tensor):
                values[name] = values[name].detach().clone()
        make_leaf(values, held.by)
        if moved:
            move(values, *moved)
        if held.place is not None:
            line, code = self.statements[held.place]
            execute(code, line, values)
        return values
