"""Conditions, and values that depend on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch

from gradbook.formula.errors import FormulaError
from gradbook.formula.values.nodes import Node
from gradbook.formula.values.points import Point
from gradbook.formula.values.quantity import Quantity, number

__all__ = ["Cases", "Indicator", "Relation", "Rounded", "RowsError"]


class RowsError(FormulaError):
    """Cases of which no row applies, or several that do not agree."""


@dataclass(eq=False)
class Relation(Node):
    """A condition between two numbers."""

    sign: str
    left: Node
    right: Node

    def holds(self, point: Point) -> bool:
        left, right = self.left.evaluate(point), self.right.evaluate(point)
        if left.value.ndim or right.value.ndim:
            raise FormulaError(f"expected two numbers around {self.sign}", self.span)
        a, b = float(left.value.detach()), float(right.value.detach())
        holds = {"<": a < b, ">": a > b, "≤": a <= b, "≥": a >= b, "=": a == b, "≠": a != b}[
            self.sign
        ]
        point.see(self, holds)
        return holds


@dataclass(eq=False)
class Rounded(Node):
    """The whole number below a number, or above it."""

    rounding: Callable[[torch.Tensor], torch.Tensor]
    body: Node

    def compute(self, point: Point) -> Quantity:
        body = self.body.evaluate(point)
        if body.value.ndim:
            raise FormulaError(f"expected a number to round, got {body.kind}")
        whole = self.rounding(body.value.detach())
        point.see(self, float(whole))
        return Quantity(whole, whole.abs(), literal=body.literal)


@dataclass(eq=False)
class Indicator(Node):
    """1 where conditions hold, and 0 elsewhere."""

    conditions: Sequence[Relation]

    def compute(self, point: Point) -> Quantity:
        holds = all(c.holds(point) for c in self.conditions)
        point.applied.add((self, holds))
        return number(float(holds), literal=False)

    def unused(self, applied: set[object]) -> str | None:
        """Say which of its values it had nowhere: what it selects was not tried there."""
        missing = [value for value in (True, False) if (self, value) not in applied]
        return f"this is {int(not missing[0])} at every draw" if missing else None


def shown(value: torch.Tensor) -> str:
    return f"{float(value):.6g}" if not value.ndim else str(value.tolist())


@dataclass(eq=False)
class Cases(Node):
    """A value for each condition; one of them applies, or several that agree."""

    rows: Sequence[tuple[Node, Sequence[Relation]]]
    otherwise: Node | None

    def compute(self, point: Point) -> Quantity:
        found: list[tuple[int, Quantity]] = []
        for place, (node, conditions) in enumerate(self.rows):
            if all(condition.holds(point) for condition in conditions):
                point.applied.add((self, place))
                found.append((place, node.evaluate(point)))
        if not found and self.otherwise:
            point.applied.add((self, len(self.rows)))
            return self.otherwise.evaluate(point)
        if not found:
            raise RowsError("no row of the cases applies")
        first = found[0][1]
        for place, other in found[1:]:
            if not torch.equal(first.value, other.value):
                a, b = (torch.round(q.value.detach(), decimals=6) for q in (first, other))
                text = f"rows {found[0][0] + 1} and {place + 1} of the cases both apply"
                raise RowsError(f"{text}, with {shown(a)} and {shown(b)}")
        return first

    def unused(self, applied: set[object]) -> str | None:
        """Say which row applied nowhere."""
        count = len(self.rows) + (self.otherwise is not None)
        rows = (place + 1 for place in range(count) if (self, place) not in applied)
        return next((f"row {row} of the cases applied at no draw" for row in rows), None)
