"""Sums without an end."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.values.cases import Relation
from gradbook.formula.values.nodes import Node
from gradbook.formula.values.points import Point
from gradbook.formula.values.quantity import Quantity, largest, number
from gradbook.formula.values.underflow import Underflow

__all__ = ["Series"]

FIRST, LONGEST = 8, 4096  # how many addends are extrapolated from, at least and at most
FAINT = 1e-18  # relative to the sum of all absolute addends
ENOUGH = 12  # so many addends in a row; some of a series may be 0
ROWS, SETTLED = 4, 1e-11
TOLERANCE = 1e-9  # the relative error that an extrapolated sum may have
SHRUNK = 8.0  # times 1/N: what the N-th addend is beside the largest, at most


@dataclass(eq=False)
class Series(Node):
    """A sum over all whole numbers from one on, whose addends shrink.

    If they do so as powers r^k, it is complete where float64 sees nothing more. If they do as
    1/k^2, what is left has powers of 1/N, which Richardson's extrapolation takes away.
    """

    letter: str
    low: Node
    conditions: Sequence[Relation]
    body: Node

    def compute(self, point: Point) -> Quantity:
        first, faint = self.low.evaluate(point).index(), 0
        total: Quantity | None = None
        table = Table()
        for count in itertools.count(first):
            point.in_time()
            part = self.part(point, count)
            if part is not None:
                total = part if total is None else total + part
                table.add(part.value)
                small = bool((part.size <= FAINT * total.size).all())
                faint = faint + 1 if small else 0
            if total is not None and faint >= ENOUGH:
                return Quantity(total.value, total.size, total.row, total.tolerance)
            doubled = count >= FIRST and count & (count - 1) == 0
            if total is not None and doubled and table.settles(total.value, count):
                return Quantity(table.last, table.whole, total.row, TOLERANCE)
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


@dataclass
class Table:
    """Richardson's table of sums up to N, 2N, 4N …: each column takes away a power of 1/N."""

    rows: list[list[Tensor]] = field(default_factory=list)
    whole: Tensor = field(default_factory=lambda: torch.zeros(()))  # of all absolute addends
    most: float = 0.0
    newest: float = 0.0

    @property
    def last(self) -> Tensor:
        return self.rows[-1][-1]

    def add(self, addend: Tensor) -> None:
        """Keep how large the addends are."""
        self.whole = self.whole + addend.detach().abs()
        self.newest = largest(addend)
        self.most = max(self.most, self.newest)

    def settles(self, value: Tensor, count: int) -> bool:
        """Add the sum of twice as many addends; tell whether the last rows agree."""
        row = [value]
        for power, before in enumerate(self.rows[-1] if self.rows else [], 1):
            row.append(row[-1] + (row[-1] - before) / (2**power - 1))
        self.rows.append(row)
        if len(self.rows) < ROWS or self.newest > self.most * SHRUNK / count:
            return False
        ends = [one[-1].detach() for one in self.rows[-3:]]
        changes = [largest(b - a) for a, b in itertools.pairwise(ends)]
        return max(changes) <= SETTLED * (1e-3 + largest(self.whole))
