"""Integrals with an end at infinity, by the double exponential rule (Takahasi and Mori)."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.values.integrals import TOLERANCE
from gradbook.formula.values.nodes import Node
from gradbook.formula.values.points import LateError, Point
from gradbook.formula.values.quantity import Quantity, is_finite
from gradbook.formula.values.underflow import Underflow

__all__ = ["Improper"]

COARSEST, FINEST = 1 / 4, 1 / 64
SCANNED = 12  # points on each side, to see where the integrand is large
NEAREST, FURTHEST = 2.0, 5.5  # how far out it goes, at least and at most
FAINT, ENOUGH = 1e-17, 4  # what adds nothing more, so many times in a row


class Lens(NamedTuple):
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
    """An integral with an end at infinity; each sum has half the steps of the one before."""

    letter: str
    low: Node | None
    high: Node | None
    body: Node

    def compute(self, point: Point) -> Quantity:
        lens, step = self.focused(point, self.whole(point)), COARSEST
        total = self.along(point, lens, step, odd=False)
        while step > FINEST:
            step, before = step / 2, total
            between = self.along(point, lens, step, odd=True)
            value, size = before.value / 2 + between.value, before.size / 2 + between.size
            total = Quantity(value, size)
            change = (value - before.value).detach().abs().max()
            if bool(change <= 0.1 * TOLERANCE * (1e-3 + size.max())):
                return Quantity(value, size + 1e-3, tolerance=TOLERANCE)
        raise FormulaError("the integral does not settle as its points come closer")

    def whole(self, point: Point) -> Lens:
        """Return points from the end on, or around 0, at a distance of 1."""
        end = self.low or self.high
        if end is None:
            return Lens(torch.zeros((), dtype=torch.float64), 1.0, (-1, 1))
        start = end.evaluate(point).value
        if start.ndim:
            raise FormulaError("expected a number as end of the integral")
        return Lens(start, 1.0, (1,) if self.low else (-1,))

    def focused(self, point: Point, lens: Lens) -> Lens:
        """Return the points around the middle half of what is integrated."""
        steps = [COARSEST * place for place in range(-SCANNED, SCANNED + 1)]
        found = [self.share(point, lens, t) for t in steps]
        shares = torch.stack([share.detach() for share in found]).cumsum(0)
        if not bool(shares[-1] > 0):
            raise FormulaError("the integral does not settle: wherever it was seen, it is 0")
        first, middle, last = (
            int(torch.searchsorted(shares, share * shares[-1])) for share in (0.25, 0.5, 0.75)
        )
        places = [float(lens.at(t)[0].detach()) for t in steps]
        if len(lens.ways) == 1:
            return lens._replace(scale=abs(places[middle] - float(lens.start.detach())))
        width = places[min(last + 1, len(places) - 1)] - places[max(first - 1, 0)]
        return Lens(torch.tensor(places[middle], dtype=torch.float64), width / 2, lens.ways)

    def share(self, point: Point, lens: Lens, t: float) -> Tensor:
        """Return the size of what one point adds, where it can be evaluated."""
        try:
            return self.weighed(point, lens, t, COARSEST).size.max()
        except LateError:
            raise
        except FormulaError:
            return torch.zeros((), dtype=torch.float64)

    def along(self, point: Point, lens: Lens, step: float, *, odd: bool) -> Quantity:
        """Return the sum over points of one distance, or over every second of them."""
        value, size = torch.zeros(()), torch.zeros(())
        for side in (1, -1):
            faint = 0
            for count in itertools.count(1 if odd or side < 0 else 0, 1 + odd):
                t = side * count * step
                if abs(t) > FURTHEST:
                    raise FormulaError("the integral does not settle: far out, too much is left")
                try:
                    part = self.weighed(point, lens, t, step)
                except LateError:
                    raise
                except FormulaError:  # e^x is too large; finer steps come closer to that
                    if abs(t) < 1:
                        raise
                    break
                value, size = value + part.value, size + part.size
                faint = faint + 1 if bool((part.size <= FAINT * size).all()) else 0
                if faint >= ENOUGH and abs(t) >= NEAREST:
                    break
        return Quantity(value, size)

    def weighed(self, point: Point, lens: Lens, t: float, step: float) -> Quantity:
        """Return what one point adds."""
        point.in_time()
        x, slope = lens.at(t)
        with point.at(self.letter, Quantity(x, x.detach().abs())), Underflow.allowed():
            part = self.body.evaluate(point)
        if not (is_finite(part.value.detach()) and is_finite(part.size)):
            raise FormulaError("this is not finite", self.body.span)
        return Quantity(part.value * slope * step, part.size * slope * step)
