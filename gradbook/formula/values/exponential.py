"""The double exponential rule for integrals (Takahasi and Mori)."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import torch
from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.values.nodes import Node
from gradbook.formula.values.points import LateError, Point
from gradbook.formula.values.quantity import Quantity, is_finite
from gradbook.formula.values.underflow import Underflow

__all__ = ["COARSEST", "TOLERANCE", "Ends", "Lens", "Rule"]

TOLERANCE = 1e-9  # the relative error that an integral may have
COARSEST, FINEST = 1 / 4, 1 / 64
NEAREST, FURTHEST = 2.0, 5.5  # how far out it goes, at least and at most
FAINT, ENOUGH = 1e-17, 4  # what adds nothing more, so many times in a row
POLE = 0.3  # of all, what one point adds at most, unless it lies beside a pole


class Lens(Protocol):
    """Where the points lie."""

    def at(self, t: float) -> tuple[Tensor, Tensor | float]:
        """Return a point, and by how much it moves with t."""


class Ends(NamedTuple):
    """Points between two ends, closer and closer to each of them."""

    low: Tensor
    high: Tensor

    def at(self, t: float) -> tuple[Tensor, Tensor]:
        inner, slope = math.pi * math.sinh(t), math.pi * math.cosh(t)
        near, far = 1 / (1 + math.exp(abs(inner))), 1 / (1 + math.exp(-abs(inner)))
        width = self.high - self.low
        point = self.low + width * near if t < 0 else self.high - width * near
        return point, width * (slope * near * far)


@dataclass
class Rule:
    """The sum over points that a lens shows; each has half the steps of the one before."""

    letter: str
    body: Node

    def sum(self, point: Point, lens: Lens, start: float = 0.0) -> Quantity:
        """Return the integral, or raise where no sum is as the one before it."""
        step = COARSEST
        total, most = self.along(point, lens, step, start, odd=False)
        while step > FINEST:
            step, before = step / 2, total
            between, here = self.along(point, lens, step, start, odd=True)
            value, size = before.value / 2 + between.value, before.size / 2 + between.size
            total, most = Quantity(value, size), max(most / 2, here)
            change = (value - before.value).detach().abs().max()
            settled = bool(change <= 0.1 * TOLERANCE * (1e-3 + size.max()))
            if settled and most <= POLE * float(size.max()):
                return Quantity(value, size + 1e-3, tolerance=TOLERANCE)
        raise FormulaError("the integral does not settle as its points come closer")

    def along(
        self, point: Point, lens: Lens, step: float, start: float, *, odd: bool
    ) -> tuple[Quantity, float]:
        """Return the sum over points of one distance, or over every second of them.

        The second is what a single point adds at most.
        """
        value, size, most = torch.zeros(()), torch.zeros(()), 0.0
        for side in (1, -1):
            faint = 0
            for count in itertools.count(1 if odd or side < 0 else 0, 1 + odd):
                t = start + side * count * step
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
                most = max(most, float(part.size.max()))
                faint = faint + 1 if bool((part.size <= FAINT * size).all()) else 0
                if faint >= ENOUGH and abs(t) >= NEAREST:
                    break
        return Quantity(value, size), most

    def weighed(self, point: Point, lens: Lens, t: float, step: float) -> Quantity:
        """Return what one point adds."""
        point.in_time()
        x, slope = lens.at(t)
        with point.at(self.letter, Quantity(x, x.detach().abs())), Underflow.allowed():
            part = self.body.evaluate(point)
        if not (is_finite(part.value.detach()) and is_finite(part.size)):
            raise FormulaError("this is not finite", self.body.span)
        weight = torch.as_tensor(slope, dtype=torch.float64) * step
        return Quantity(part.value * weight, part.size * weight.detach().abs())
