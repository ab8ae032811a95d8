"""Integrals of functions of one number between two others."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import torch
from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.values.exponential import TOLERANCE, Ends, Rule
from gradbook.formula.values.nodes import Node
from gradbook.formula.values.points import Point
from gradbook.formula.values.quantity import Quantity

__all__ = ["Beside", "Integral"]

ORDER = 12
FINE, COARSE = 5, (1, 3)  # pieces
GROWTH = 1.1
BESIDE = math.sqrt(5) - 1  # no ratio that a formula would repeat itself by
APART = 0.0123  # a point in the middle would be the pole of 1/x, and hide it


@dataclass(eq=False)
class Integral(Node):
    """An integral between two numbers, by Gauss's rule on pieces of the interval.

    Two of them must agree on it. If they do not, there may be a pole at an end, which is dear:
    further draws, of which what cannot be evaluated says nothing, do without it.
    """

    letter: str
    low: Node
    high: Node
    body: Node

    def compute(self, point: Point) -> Quantity:
        low, high = self.low.evaluate(point), self.high.evaluate(point)
        if low.value.ndim or high.value.ndim:
            raise FormulaError("expected numbers as ends of the integral")
        fine = self.by_rule(point, low.value, high.value, FINE)
        for pieces in COARSE:
            if has_settled(self.by_rule(point, low.value, high.value, pieces), fine):
                return Quantity(fine.value, fine.size + 1e-3, tolerance=TOLERANCE)
        if not point.is_usual:
            raise FormulaError("the integral does not settle as its pieces shrink")
        return Rule(self.letter, self.body).sum(point, Ends(low.value, high.value), APART)

    def by_rule(self, point: Point, low: Tensor, high: Tensor, pieces: int) -> Quantity:
        """Return the sum over all pieces of the interval of Gauss's rule."""
        nodes, weights = gauss()
        value, size = torch.zeros(()), torch.zeros(())
        # Pieces that grow: where a pole lies in the middle, equal ones would cancel beside it.
        ends = [low + (high - low) * (piece / pieces) ** GROWTH for piece in range(pieces + 1)]
        for start, end in pairwise(ends):
            width = end - start
            for node, weight in zip(nodes, weights, strict=True):
                point.in_time()
                x = start + width * node
                with point.at(self.letter, Quantity(x, x.detach().abs())):
                    part = self.body.evaluate(point)
                value = value + weight * width * part.value
                size = size + (weight * width).detach().abs() * part.size
        return Quantity(value, size)


def has_settled(coarse: Quantity, fine: Quantity) -> bool:
    """Tell whether two rules agree on an integral."""
    change = (coarse.value - fine.value).detach().abs().max()
    return bool(change <= 0.1 * TOLERANCE * (1e-3 + fine.size.max()))


@dataclass(eq=False)
class Beside(Node):
    """A number beside the value that a symbol has in a draw, on the same side of 0."""

    symbol: Node

    def compute(self, point: Point) -> Quantity:
        drawn = self.symbol.evaluate(point.elsewhere(placed=()))
        if drawn.value.ndim:
            raise FormulaError(f"expected a number behind d, got {drawn.kind}")
        return Quantity(BESIDE * drawn.value.detach(), BESIDE * drawn.size)


@cache
def gauss() -> tuple[list[float], list[float]]:
    """Return nodes and weights on the interval from 0 to 1 (Golub and Welsch)."""
    k = torch.arange(1, ORDER, dtype=torch.float64)
    beside = k / torch.sqrt(4 * k**2 - 1)
    nodes, vectors = torch.linalg.eigh(torch.diag(beside, 1) + torch.diag(beside, -1))
    return ((nodes + 1) / 2).tolist(), (vectors[0] ** 2).tolist()
