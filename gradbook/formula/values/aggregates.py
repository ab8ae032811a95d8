"""Sums, products and extremes over indices, limits, and expectations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.values.cases import Relation
from gradbook.formula.values.nodes import Node, Number
from gradbook.formula.values.points import Point
from gradbook.formula.values.quantity import ALGEBRA, Quantity, number

__all__ = ["OVER", "Expectation", "Limit", "Repeated"]

Combine = Callable[[Quantity, Quantity], Quantity]

TOLERANCE = 1e-6  # the relative error that a limit may have
NEAR = 0.01  # what that error is relative to, for a limit that is 0
START = 0.9182736455463728  # no fraction of π, or sin(π/h) would be 0 wherever it is looked at


def extreme(choose: Callable[[Tensor, Tensor], Tensor]) -> Combine:
    def combine(one: Quantity, other: Quantity) -> Quantity:
        if one.value.ndim or other.value.ndim:
            raise FormulaError(f"expected numbers to choose from, got {one.kind}")
        size = torch.maximum(one.size, other.size)
        return one.joined(other, choose(one.value, other.value), size, False)

    return combine


# How two of many are combined, and what none at all are.
OVER: dict[str, tuple[Combine, float | None]] = {
    **{"\\sum": (Quantity.__add__, 0.0), "\\prod": (Quantity.__mul__, 1.0)},
    **{"\\max": (extreme(torch.maximum), None), "\\min": (extreme(torch.minimum), None)},
}


@dataclass(eq=False)
class Repeated(Node):
    """A sum, a product or an extreme over indices."""

    over: tuple[Combine, float | None]
    letters: Sequence[str]
    values: Callable[[Point], Sequence[Sequence[int]]]
    conditions: Sequence[Relation]
    body: Node

    def compute(self, point: Point) -> Quantity:
        total: Quantity | None = None
        combine, nothing = self.over
        choices = self.values(point)
        for choice in choices:
            point.in_time()
            part = self.part(point, choice)
            if part is not None:
                total = combine(total, part) if total else part
        if total is None:
            if nothing is None:
                raise FormulaError("expected something to choose from, got nothing")
            return self.none(point, choices, nothing)
        return Quantity(total.value, total.size, total.row, total.tolerance)

    def none(self, point: Point, choices: Sequence[Sequence[int]], nothing: float) -> Quantity:
        """Return what no addends or factors give: zeros of their shape, where one can be had."""
        if nothing or not choices:
            return number(nothing)
        every = replace(self, conditions=())
        with suppress(FormulaError):
            one = every.part(point, choices[0])
            if one is not None and one.value.ndim:
                return Quantity(torch.zeros_like(one.value), torch.zeros_like(one.size), one.row)
        return number(nothing)

    def part(self, point: Point, choice: Sequence[int]) -> Quantity | None:
        """Return one addend or factor, or None where a condition excludes it."""
        letter, *others = self.letters
        with point.at(letter, number(choice[0], literal=False)):
            if others:
                inner = Repeated(
                    self.span, self.over, others, self.values, self.conditions, self.body
                )
                return inner.part(point, choice[1:])
            if not all(condition.holds(point) for condition in self.conditions):
                return None
            return self.body.evaluate(point)


@dataclass(eq=False)
class Limit(Node):
    """A limit, by extrapolation from points that halve their distance."""

    letter: str
    target: Node
    sides: Sequence[int]
    body: Node

    def compute(self, point: Point) -> Quantity:
        where = self.target  # 0 itself is where the limit is, and no part of what it is of
        target = number(where.value) if isinstance(where, Number) else where.evaluate(point)
        found = [self.side(point, target, sign) for sign in self.sides]
        (value, _), (last, size) = found[0], found[-1]
        scale = float(size.max()) + 1.0
        if float((value - last).detach().abs().max()) > 1e-6 * scale:
            raise FormulaError(
                f"the limits from the right and from the left differ: "
                f"{value.tolist()} and {last.tolist()}"
            )
        return Quantity((value + last) / 2, size + NEAR, tolerance=TOLERANCE)

    def side(self, point: Point, target: Quantity, sign: int) -> tuple[Tensor, Tensor]:
        """Return the limit from one side, from as far out as it is seen."""
        for first in (4, 9, 14):
            value, size, settled = self.extrapolated(point, target, sign * START * 2.0**-first)
            if settled <= 1e-7 * (1 + float(value.detach().abs().max())):
                return value, size
        raise FormulaError(f"no limit is seen as {self.letter} shrinks")

    def extrapolated(
        self, point: Point, target: Quantity, start: float
    ) -> tuple[Tensor, Tensor, float]:
        """Return the extrapolated value, its size, and by how much it still changed."""
        table: list[Tensor] = []
        size = torch.zeros(())
        best, settled = torch.zeros(()), float("inf")
        for halvings in range(9):
            point.in_time()
            with point.at(self.letter, target + number(start / 2**halvings, literal=False)):
                quantity = self.body.evaluate(point)
            row = [quantity.value]
            for order, left in enumerate(table, 1):
                row.append(row[-1] + (row[-1] - left) / (2.0**order - 1))
            if table:
                change = float((row[-1] - table[-1]).detach().abs().max())
                if change < settled:
                    best, settled = row[-1], change
            table, size = row, quantity.value.detach().abs()
        return best, size, settled


@dataclass(eq=False)
class Expectation(Node):
    """The mean over all outcomes of the setting: equally likely, or with given probabilities."""

    body: Node
    weights: Node | None = None

    def compute(self, point: Point) -> Quantity:
        count = point.setting.outcomes
        if count < 2:
            raise FormulaError("expected outcomes([...]) in the setting of an expectation")
        shares = self.shares(point, count)
        total: Quantity | None = None
        for outcome, share in enumerate(shares):
            point.in_time()
            key = "outcome", outcome
            if key not in point.cache:
                point.cache[key] = point.elsewhere(outcome=outcome)
            there = point.cache[key]
            there.indices, there.within = dict(point.indices), point.within
            value = self.body.evaluate(there) * share
            total = value if total is None else total + value
        assert total is not None
        mean = total if self.weights else total / number(count)
        return Quantity(mean.value, mean.size, mean.row, mean.tolerance)

    def shares(self, point: Point, count: int) -> Sequence[Quantity]:
        """Return what each outcome counts for."""
        if not self.weights:
            return [number(1)] * count
        given = self.weights.evaluate(point)
        value = given.value.detach()
        fits = value.shape == (count,) and bool((value >= 0).all())
        if not (fits and abs(float(value.sum()) - 1) <= ALGEBRA):
            text = f"expected {count} probabilities that add up to 1, got {given.kind}"
            raise FormulaError(text, self.weights.span)
        pairs = zip(given.value, given.size.expand(count), strict=True)
        return [Quantity(value, size, tolerance=given.tolerance) for value, size in pairs]
