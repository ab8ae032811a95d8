"""Integrals with an end at infinity."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.values.exponential import COARSEST, Rule
from gradbook.formula.values.nodes import Node
from gradbook.formula.values.points import LateError, Point
from gradbook.formula.values.quantity import Quantity

__all__ = ["Improper"]

SCANNED = 12  # points on each side, to see where the integrand is large


class Endless(NamedTuple):
    """Where the points lie: from where on, or around what, and how far apart."""

    start: Tensor
    scale: float
    ways: tuple[int, ...]  # to which sides the interval is endless

    def at(self, t: float) -> tuple[Tensor, float]:
        """Return a point, and by how much it moves with t."""
        inner, slope = math.pi / 2 * math.sinh(t), math.pi / 2 * math.cosh(t) * self.scale
        if len(self.ways) == 2:
            return self.start + self.scale * math.sinh(inner), slope * math.cosh(inner)
        far = math.exp(inner)
        return self.start + self.ways[0] * self.scale * far, slope * far


@dataclass(eq=False)
class Improper(Node):
    """An integral with an end at infinity."""

    letter: str
    low: Node | None
    high: Node | None
    body: Node

    def compute(self, point: Point) -> Quantity:
        rule = Rule(self.letter, self.body)
        return rule.sum(point, self.focused(point, rule, self.whole(point)))

    def whole(self, point: Point) -> Endless:
        """Return points from the end on, or around 0, at a distance of 1."""
        end = self.low or self.high
        if end is None:
            return Endless(torch.zeros((), dtype=torch.float64), 1.0, (-1, 1))
        start = end.evaluate(point).value
        if start.ndim:
            raise FormulaError("expected a number as end of the integral")
        return Endless(start, 1.0, (1,) if self.low else (-1,))

    def focused(self, point: Point, rule: Rule, lens: Endless) -> Endless:
        """Return the points around the middle half of what is integrated."""
        steps = [COARSEST * place for place in range(-SCANNED, SCANNED + 1)]
        found = [share(point, rule, lens, t) for t in steps]
        shares = torch.stack([one.detach() for one in found]).cumsum(0)
        if not bool(shares[-1] > 0):
            raise FormulaError("the integral does not settle: wherever it was seen, it is 0")
        first, middle, last = (
            int(torch.searchsorted(shares, share * shares[-1])) for share in (0.25, 0.5, 0.75)
        )
        places = [float(lens.at(t)[0].detach()) for t in steps]
        if len(lens.ways) == 1:
            return lens._replace(scale=abs(places[middle] - float(lens.start.detach())))
        width = places[min(last + 1, len(places) - 1)] - places[max(first - 1, 0)]
        return Endless(torch.tensor(places[middle], dtype=torch.float64), width / 2, lens.ways)


def share(point: Point, rule: Rule, lens: Endless, t: float) -> Tensor:
    """Return the size of what one point adds, where it can be evaluated."""
    try:
        return rule.weighed(point, lens, t, COARSEST).size.max()
    except LateError:
        raise
    except FormulaError:
        return torch.zeros((), dtype=torch.float64)
