"""Limits, at a number and at infinity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.values.nodes import Node, Number
from gradbook.formula.values.points import Point
from gradbook.formula.values.quantity import Quantity, largest, number
from gradbook.formula.values.underflow import Underflow

__all__ = ["TOLERANCE", "Limit"]

TOLERANCE = 1e-6  # the relative error that a limit may have
NEAR = 0.01  # what that error is relative to, for a limit that is 0
LEAST, SETTLED = 5, 1e-10  # halvings, and how little changes, before a sum that grows is left
ODD = 1023  # a whole number that is not among those that double
START = 0.9182736455463728  # no fraction of π, or sin(π/h) would be 0 wherever it is looked at


@dataclass(eq=False)
class Limit(Node):
    """A limit, by extrapolation from points that halve their distance."""

    letter: str
    target: Node | None  # None is infinity
    sides: Sequence[int]
    body: Node

    def compute(self, point: Point) -> Quantity:
        where = self.target  # 0 itself is where the limit is, and no part of what it is of
        if isinstance(where, Number):
            target: Quantity | None = number(where.value)
        else:
            target = where.evaluate(point) if where else None
        found = [self.side(point, target, sign) for sign in self.sides]
        (value, _), (last, size) = found[0], found[-1]
        scale = float(size.max()) + 1.0
        if largest(value - last) > 1e-6 * scale:
            raise FormulaError(
                f"the limits from the right and from the left differ: "
                f"{value.tolist()} and {last.tolist()}"
            )
        return Quantity((value + last) / 2, size + NEAR, tolerance=TOLERANCE)

    def side(self, point: Point, target: Quantity | None, sign: int) -> tuple[Tensor, Tensor]:
        """Return the limit from one side, from as far out as it is seen."""
        counts = target is None and self.counts(point)
        start = sign * (1.0 if counts else START)
        for first in (4, 9, 14):
            value, size, settled = self.extrapolated(point, target, start * 2.0**-first)
            scale = 1 + largest(value)
            if settled <= 1e-7 * scale and not (counts and self.is_odd(point, value, scale)):
                return value, size
        way = "comes closer" if self.target else "grows"
        raise FormulaError(f"no limit is seen as {self.letter} {way}")

    def is_odd(self, point: Point, value: Tensor, scale: float) -> bool:
        """Tell whether an odd number gives something else than the even ones that were tried."""
        odd = self.around(point, number(ODD, literal=False)).value
        return largest(odd - value) > NEAR * scale

    def around(self, point: Point, there: Quantity) -> Quantity:
        with point.at(self.letter, there), Underflow.allowed():
            return self.body.evaluate(point)

    def counts(self, point: Point) -> bool:
        """Tell whether what goes to infinity has to be a whole number."""
        try:
            self.around(point, number(16 / START, literal=False))
        except FormulaError as error:
            return "whole number" in error.message
        return False

    def extrapolated(
        self, point: Point, target: Quantity | None, start: float
    ) -> tuple[Tensor, Tensor, float]:
        """Return the extrapolated value, its size, and by how much it still changed."""
        table: list[Tensor] = []
        size = torch.zeros(())
        best, settled = torch.zeros(()), float("inf")
        for halvings in range(9):
            point.in_time()
            step = start / 2**halvings
            far = number(step if target else 1 / step, literal=False)
            quantity = self.around(point, target + far if target else far)
            row = [quantity.value]
            for order, left in enumerate(table, 1):
                row.append(row[-1] + (row[-1] - left) / (2.0**order - 1))
            if table:
                change = largest(row[-1] - table[-1])
                if change < settled:
                    best, settled = row[-1], change
            table, size = row, quantity.value.detach().abs()
            # Sums grow with what goes to infinity; elsewhere, the last points are the best ones.
            if target is None and halvings >= LEAST and settled <= SETTLED * (1 + largest(best)):
                break
        return best, size, settled
