"""Where expressions are evaluated: a draw of the setting, and a value for each index."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from gradbook.formula.errors import FormulaError
from gradbook.formula.setting.dependence import Held
from gradbook.formula.setting.leaves import Placed
from gradbook.formula.setting.lines import Setting
from gradbook.formula.setting.places import Draw, start_of
from gradbook.formula.setting.roaming import ROAMING
from gradbook.formula.values.probes import Probe
from gradbook.formula.values.quantity import Quantity

__all__ = ["SECONDS", "LateError", "Point"]

SECONDS = 10.0


class LateError(FormulaError):
    """An evaluation that takes too long, which is no matter of where a formula is meant."""


@dataclass
class Point:
    """Where an expression is evaluated: a draw of the setting, and a value for each index.

    Attributes
    ----------
    setting, draw, moved, outcome, nudge, held, placed
        Which values the symbols have; see `Setting.run`.
    indices : dict
        The value of each index letter, and of each variable of a limit.
    differences : bool
        Whether derivatives are computed by central differences as well.
    probe : Probe, optional
        What is asked how much each number and name matters.
    partial : bool
        Whether ∂ holds fixed what else its operand is written with.
    within : int
        How many derivatives are taken of what is evaluated.
    seen : list, optional
        What conditions and functions that jump came to, in their order, for who asks for it.
    watched : collection, optional
        Which functions are looked at; with None, it is noted which ones are constant here.
    deadline : float
        The processor time at which the evaluation is given up.
    """

    setting: Setting
    draw: Draw
    differences: bool = True
    moved: tuple[str, tuple[int, ...], float] | None = None
    outcome: int | None = None
    nudge: int = 0
    probe: Probe | None = None
    held: Held | None = None
    placed: Placed = ()
    partial: bool = False
    within: int = 0
    indices: dict[str, Quantity] = field(default_factory=dict)
    deadline: float = field(default_factory=lambda: time.process_time() + SECONDS)
    cache: dict[object, Any] = field(default_factory=dict)
    known: dict[object, Quantity] = field(default_factory=dict)  # of a name and its subscripts
    applied: set[object] = field(default_factory=set)
    seen: list[tuple[object, object]] | None = None
    watched: Collection[object] | None = ()

    @property
    def values(self) -> dict[str, Any]:
        """What each symbol is bound to."""
        run = self.moved, self.outcome, self.nudge, self.held, self.placed
        return self.setting.run(self.draw, *run)

    def elsewhere(self, **changes: Any) -> Point:
        """Return the point of another run of the setting, with the same indices."""
        given: dict[str, Any] = {
            "moved": self.moved,
            "outcome": self.outcome,
            "nudge": self.nudge,
            "probe": self.probe,
            "held": self.held,
            "placed": self.placed,
            "partial": self.partial,
            "within": self.within,
            "differences": False,
            "indices": dict(self.indices),
            "deadline": self.deadline,
            "applied": self.applied,
            "seen": self.seen,
            "watched": self.watched,
        }
        return Point(self.setting, self.draw, **(given | changes))

    def kept(self, key: object, **changes: Any) -> Point:
        """Return the point of another run with the same indices, which is made once."""
        if key not in self.cache:
            self.cache[key] = self.elsewhere(**changes)
        there: Point = self.cache[key]
        there.indices, there.within = dict(self.indices), self.within
        return there

    @property
    def is_usual(self) -> bool:
        """Whether the draw is none of those that are wider, or of other sizes."""
        return 0 <= start_of(self.draw) < ROAMING

    @property
    def is_followed(self) -> bool:
        """Whether what is evaluated is differentiated, so that derivatives need a graph."""
        return self.within > 0 or self.probe is not None

    def see(self, piece: object, came_to: object) -> None:
        """Keep what a condition or a function that jumps came to."""
        if self.seen is not None:
            self.seen.append((piece, came_to))

    def asked(self, piece: object, quantity: Quantity) -> Quantity:
        """Return the value of a number or a name, for the probe to see what it does."""
        return self.probe.touched(piece, quantity) if self.probe else quantity

    @contextmanager
    def at(self, letter: str, value: Quantity) -> Iterator[None]:
        """Give an index its value for a while."""
        before = self.indices.get(letter)
        self.indices[letter] = value
        try:
            yield
        finally:
            del self.indices[letter]
            if before is not None:
                self.indices[letter] = before

    def in_time(self) -> None:
        """Raise if the evaluation takes too long."""
        if time.process_time() > self.deadline:
            raise LateError(f"expected an evaluation within {SECONDS:.0f} seconds")
