"""Sums, products and extremes over indices, and expectations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

import torch
from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.values.cases import Relation
from gradbook.formula.values.nodes import Node
from gradbook.formula.values.points import Point
from gradbook.formula.values.quantity import ALGEBRA, Quantity, number

__all__ = ["OVER", "Expectation"]

Combine = Callable[[Quantity, Quantity], Quantity]


def extreme(choose: Callable[[Tensor, Tensor], Tensor]) -> Combine:
    def combine(one: Quantity, other: Quantity) -> Quantity:
        if one.value.ndim or other.value.ndim:
            raise FormulaError(f"expected numbers to choose from, got {one.kind}")
        size = torch.maximum(one.size, other.size)
        return one.joined(other, choose(one.value, other.value), size, False)

    return combine


@dataclass(eq=False)
class Repeated(Node):
    """A sum, a product or an extreme over indices."""

    letters: Sequence[str]
    values: Callable[[Point], Sequence[Sequence[int]]]
    conditions: Sequence[Relation]
    body: Node
    over: tuple[Combine, float | None]  # how two are combined, and what none at all are

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
                    self.span, others, self.values, self.conditions, self.body, self.over
                )
                return inner.part(point, choice[1:])
            if not all(condition.holds(point) for condition in self.conditions):
                return None
            return self.body.evaluate(point)


@dataclass(eq=False)
class Place(Repeated):
    """The index at which a number is the largest, or the smallest, of all."""

    def compute(self, point: Point) -> Quantity:
        if len(self.letters) > 1:
            raise FormulaError("expected one index below the place of the largest")
        chosen = super().compute(point).value
        for choice in self.values(point):
            part = self.part(point, choice)
            if part is not None and part.value == chosen:
                return number(float(choice[0]), literal=False)
        raise FormulaError("expected numbers to choose from")


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
            there = point.kept(("outcome", outcome), outcome=outcome)
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


SUM, PRODUCT = (Quantity.__add__, 0.0), (Quantity.__mul__, 1.0)
MAX, MIN = (extreme(torch.maximum), None), (extreme(torch.minimum), None)
OVER: dict[str, Callable[..., Node]] = {
    **{"\\sum": partial(Repeated, over=SUM), "\\prod": partial(Repeated, over=PRODUCT)},
    **{"\\max": partial(Repeated, over=MAX), "\\min": partial(Repeated, over=MIN)},
    **{"\\argmax": partial(Place, over=MAX), "\\argmin": partial(Place, over=MIN)},
}
