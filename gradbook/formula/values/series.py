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
from gradbook.formula.values.points import LateError, Point
from gradbook.formula.values.quantity import Quantity, largest, number
from gradbook.formula.values.underflow import Underflow

__all__ = ["Series"]

STARTS, LONGEST = (8, 12), 4096  # how many addends are extrapolated from, and all at most
FAINT = 1e-18  # relative to the sum of all absolute addends
ENOUGH, LEAST = 12, 256  # so many addends in a row, and in all; some of a series may be 0
ROWS, SETTLED = 4, 1e-11
TOLERANCE = 1e-9  # the relative error that an extrapolated sum may have
SHRUNK = 16.0  # times 1/N: what the N-th addend is beside the largest, at most


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
        tables = [Table(start) for start in STARTS]
        for count in range(first, first + LONGEST):
            try:
                part = self.part(point, count)
            except FormulaError as error:
                if faint < ENOUGH or isinstance(error, LateError):
                    raise
                break  # n! is too large
            if part is not None:
                total = part if total is None else total + part
                small = bool((part.size <= FAINT * total.size).all() and (total.size > 0).any())
                faint = faint + 1 if small else 0
            if total is None:
                continue
            due = [table.add(part, total, count) for table in tables]
            if count - first >= LEAST:
                if faint >= ENOUGH:
                    break
                if any(due) and agree(tables):
                    return Quantity(tables[0].last, tables[0].whole, total.row, TOLERANCE)
        if total is not None and faint >= ENOUGH:
            return Quantity(total.value, total.size, total.row, total.tolerance)
        raise FormulaError(f"the sum does not settle within {LONGEST} addends")

    def part(self, point: Point, count: int) -> Quantity | None:
        """Return an addend, or None where a condition excludes it."""
        point.in_time()
        with point.at(self.letter, number(count, literal=False)):
            if not all(condition.holds(point) for condition in self.conditions):
                return None
            with Underflow.allowed():
                return self.body.evaluate(point)


@dataclass
class Table:
    """Richardson's table of sums up to N, 2N, 4N …: each column takes away a power of 1/N."""

    next: int  # how many addends come before the next row
    rows: list[list[Tensor]] = field(default_factory=list)
    whole: Tensor = field(default_factory=lambda: torch.zeros(()))  # of all absolute addends
    most: float = 0.0
    newest: float = 0.0  # the largest addend since the last row
    settled: bool = False

    @property
    def last(self) -> Tensor:
        return self.rows[-1][-1]

    def add(self, part: Quantity | None, total: Quantity, count: int) -> bool:
        """Take an addend and the sum so far; tell whether that was a new row."""
        if part is not None:
            self.whole = self.whole + part.value.detach().abs()
            self.newest = max(self.newest, largest(part.value))
            self.most = max(self.most, self.newest)
        if count != self.next:
            return False
        row = [total.value]
        for power, before in enumerate(self.rows[-1] if self.rows else [], 1):
            row.append(row[-1] + (row[-1] - before) / (2**power - 1))
        self.rows.append(row)
        ends = [one[-1].detach() for one in self.rows[-3:]]
        changes = [largest(b - a) for a, b in itertools.pairwise(ends)]
        shrinks = self.most > 0 and self.newest <= self.most * SHRUNK / count
        self.settled = len(self.rows) >= ROWS and shrinks and max(changes) <= self.tolerance
        self.next, self.newest = 2 * self.next, 0.0
        return True

    @property
    def tolerance(self) -> float:
        return SETTLED * (1e-3 + largest(self.whole))


def agree(tables: Sequence[Table]) -> bool:
    """Tell whether all tables have settled on one number."""
    if not all(table.settled for table in tables):
        return False
    one, other = (table.last.detach() for table in tables)
    return largest(one - other) <= tables[0].tolerance
