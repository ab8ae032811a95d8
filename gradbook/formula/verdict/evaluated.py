"""Both sides of each step of a formula, wherever they are wanted."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from gradbook.formula.errors import FormulaError
from gradbook.formula.setting.lines import DRAWS, Setting
from gradbook.formula.setting.places import Draw
from gradbook.formula.values.cases import Cases, Indicator
from gradbook.formula.values.nodes import Node, Number, parts
from gradbook.formula.values.points import SECONDS, Point
from gradbook.formula.values.quantity import is_finite, number
from gradbook.formula.verdict.relations import relations
from gradbook.formula.verdict.steps import Meeting, Step

__all__ = ["Evaluated", "meeting", "place"]


@dataclass
class Evaluated:
    """A formula in its setting, ready to be evaluated.

    Parameters
    ----------
    tex, setting
        The formula, and what gives its symbols their values.
    differences : bool
        Whether derivatives are computed by central differences as well.
    doubted : bool
        Whether it is also tried further out, with other constants, and without rounding.
    few : bool
        Whether two draws are enough, or one of all outcomes.
    partial : bool
        Whether ∂ holds fixed what else its operand is written with.
    instead : dict
        Other values of numbers, by their places.
    """

    tex: str
    setting: Setting
    differences: bool = True
    doubted: bool = True
    few: bool = False
    partial: bool = False
    instead: dict[tuple[int, int], float] = field(default_factory=dict)
    found: list[Step] = field(default_factory=list)
    cases: list[Cases | Indicator] = field(default_factory=list)
    applied: set[object] = field(default_factory=set)
    effects: dict[Node, float] = field(default_factory=dict)  # the most that a piece was seen to do
    deadline: float = field(default_factory=lambda: time.process_time() + SECONDS)

    def steps(self) -> list[Step]:
        """Return the relations of the formula, in the order in which they are written."""
        self.found, self.cases = relations(self.tex, self.point(0, self.differences))
        if self.instead:
            for piece in parts([side for step in self.found for side in (step.left, step.right)]):
                if isinstance(piece, Number):
                    piece.value = self.instead.get(piece.span, piece.value)
        return self.found

    def point(self, draw: Draw, careful: bool, **run: Any) -> Point:
        own: dict[str, Any] = {
            "applied": self.applied,
            "deadline": self.deadline,
            "partial": self.partial,
        }
        return Point(self.setting, draw, careful, **(own | run))

    @property
    def draws(self) -> int:
        """How many draws are tried; the first one tells."""
        # An expectation is over many runs of one draw.
        few = 1 if self.setting.outcomes > 1 else 2
        return min(few, self.setting.draws) if self.few else self.setting.draws

    def meetings(self, step: Step) -> Iterator[Meeting]:
        """Yield both sides of a step, draw by draw and index by index."""
        draw = 0
        while draw < self.draws:
            # Differences are dear: two draws are enough for them, and the kinks named by also.
            careful = self.differences and (draw < 2 or draw >= DRAWS)
            yield from self.at_draw(step, draw, careful=careful)
            draw += 1

    def at_draw(self, step: Step, draw: Draw, *, careful: bool, **run: Any) -> Iterator[Meeting]:
        """Yield both sides of a step at one draw, for each value of the indices."""
        point = self.point(draw, careful, **run)
        for values in itertools.product(*step.ranges.values()):
            point.in_time()
            indices = dict(zip(step.ranges, values, strict=True))
            place(point, indices)
            if all(condition.holds(point) for condition in step.conditions):
                yield named(step, point, indices)

    def meet(self, step: Step, draw: Draw, indices: dict[str, int], **run: Any) -> Meeting:
        """Return both sides in another run of the same draw."""
        point = self.point(draw, False, **run)
        place(point, indices)
        return meeting(step, point, indices)


def place(point: Point, indices: dict[str, int]) -> None:
    """Give each index its value."""
    point.indices = {letter: number(v, literal=False) for letter, v in indices.items()}


def named(step: Step, point: Point, indices: dict[str, int]) -> Meeting:
    """Return both sides at a point; an error says at which values of the indices it arose."""
    try:
        return meeting(step, point, indices)
    except FormulaError as error:
        if indices and not error.setting_line:
            error.message += ", at " + ", ".join(f"{k} = {v}" for k, v in indices.items())
        raise


def meeting(step: Step, point: Point, indices: dict[str, int]) -> Meeting:
    """Return both sides of a step at a point, or raise where they cannot be compared."""
    left, right = step.left.evaluate(point), step.right.evaluate(point)
    zero = any(side.literal and side.value == 0 for side in (left, right))
    alike = left.value.shape == right.value.shape and left.row == right.row
    # A row times a column is a number, though matrices say that it is a matrix of one entry.
    numbers = left.value.numel() == right.value.numel() == 1
    alike = alike or (numbers and not (left.value.ndim and right.value.ndim))
    if not (alike or zero):
        text = f"the left side is {left.kind}, the right side {right.kind}"
        raise FormulaError(text, step.span)
    for node, side in ((step.left, left), (step.right, right)):
        if not is_finite(side.value.detach()):
            raise FormulaError("this is not finite", node.span)
        if not is_finite(side.size):
            raise FormulaError("this is too large to be compared", node.span)
    if step.sign not in "=≠≈" and left.value.ndim:
        raise FormulaError(f"expected numbers around {step.sign}", step.left.span)
    within = float(step.within.evaluate(point).value.detach()) if step.within else 0.0
    return Meeting(point.draw, indices, left, right, within)
