"""Sums without an end, up to where float64 sees nothing more."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from gradbook.formula.errors import FormulaError
from gradbook.formula.values.cases import Relation
from gradbook.formula.values.nodes import Node
from gradbook.formula.values.points import Point
from gradbook.formula.values.quantity import Quantity, number
from gradbook.formula.values.underflow import Underflow

__all__ = ["Series"]

LONGEST = 10_000
FAINT = 1e-18  # relative to the sum of all absolute addends
ENOUGH = 12  # so many addends in a row; some of a series may be 0


@dataclass(eq=False)
class Series(Node):
    """A sum over all whole numbers from one on, whose addends shrink as powers do."""

    letter: str
    low: Node
    conditions: Sequence[Relation]
    body: Node

    def compute(self, point: Point) -> Quantity:
        first, faint = self.low.evaluate(point).index(), 0
        total: Quantity | None = None
        for count in itertools.count(first):
            point.in_time()
            part = self.part(point, count)
            if part is not None:
                total = part if total is None else total + part
                small = bool((part.size <= FAINT * total.size).all())
                faint = faint + 1 if small else 0
            if total is not None and faint >= ENOUGH:
                return Quantity(total.value, total.size, total.row, total.tolerance)
            if count - first >= LONGEST:
                break
        raise FormulaError(f"the sum does not settle within {LONGEST} addends")

    def part(self, point: Point, count: int) -> Quantity | None:
        """Return an addend, or None where a condition excludes it."""
        with point.at(self.letter, number(count, literal=False)):
            if not all(condition.holds(point) for condition in self.conditions):
                return None
            with Underflow.allowed():
                return self.body.evaluate(point)
