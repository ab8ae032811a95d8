"""∂E/∂w and its kin: derivatives by symbols of the setting, by autograd and by differences."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import torch
from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.setting.dependence import Held
from gradbook.formula.values.bound import Bound
from gradbook.formula.values.differences import (
    CUT,
    WRONG_BACKWARD,
    agrees,
    confirm,
    connected,
    difference,
    slope,
    sum_of_slopes,
)
from gradbook.formula.values.entries import in_outcomes, outer, tensor
from gradbook.formula.values.nodes import Index, Node, parts
from gradbook.formula.values.points import Point
from gradbook.formula.values.quantity import Quantity, is_finite

__all__ = ["Gradient"]

EARLIER = "give that entry a name, as h_1, before what is computed from it"


@dataclass(eq=False)
class Gradient(Node):
    """∂E/∂w and its kin: the derivative of an expression by symbols of the setting."""

    body: Node
    by: Sequence[Bound]  # one entry for each order
    letters: frozenset[str]
    total: bool = False  # whether it is written with d
    held: Held | None = None  # what ∂, unlike d, could hold fixed

    def compute(self, point: Point) -> Quantity:
        moving = {k: q for k, q in point.indices.items() if q.value.requires_grad}
        if not moving:
            return self.at(point)
        # What is integrated over stays, though the ends of the integral may move with a symbol.
        there = point.elsewhere(differences=point.differences)
        leaves = {k: q.value.detach().requires_grad_() for k, q in moving.items()}
        there.indices |= {k: replace(q, value=leaves[k]) for k, q in moving.items()}
        there.within += 1
        found = self.at(there)
        value = found.value
        if not found.value.ndim:
            for letter, leaf in leaves.items():
                way = moving[letter].value - leaf.detach()
                value = value + way * slope(found.value, leaf)
        return replace(found, value=value)

    def at(self, point: Point) -> Quantity:
        """Return the derivative where the indices are numbers."""
        if self.held and point.partial and not point.held:
            point = self.holding(point, self.held)
        value, _ = self.derivative(point, len(self.by))
        if point.differences and not point.setting.live:
            for order in range(1, len(self.by) + 1):
                self.compare(point, order)
        return Quantity(value, value.detach().abs())

    def holding(self, point: Point, held: Held) -> Point:
        """Return the point at which only the symbol itself is moved."""
        return point.kept(("held", held), held=held, differences=point.differences)

    def derivative(self, point: Point, order: int) -> tuple[Tensor, Tensor]:
        """Return the derivative by the first symbols, and the size of what is differentiated."""
        key = self, order, self.state(point, order)
        if order == 0:
            if key not in point.cache:
                point.cache[key] = self.differentiated(point)
            return point.cache[key]
        value, scale = self.derivative(point, order - 1)
        whole, places = tensor(self.by[order - 1], point)
        ways = (whole, *in_outcomes(point, self.by[order - 1]))
        if value.ndim:
            return self.jacobian(point, value, ways, places), scale
        further = point.is_followed or order < len(self.by)
        # One gradient has the derivatives by all entries; of a list, each tensor has its own.
        of_all: tuple[object, ...] = (*key, id(whole))
        if of_all not in point.cache:
            point.cache[of_all] = whole, self.slope(point, value, ways, further)
        _, gradient = point.cache[of_all]
        for place in places:
            gradient = gradient[place]
        return gradient, scale

    def differentiated(self, point: Point) -> tuple[Tensor, Tensor]:
        """Return what is differentiated, and its size."""
        point.within += 1
        try:
            body = self.body.evaluate(point)
        finally:
            point.within -= 1
        if not is_finite(body.value.detach()):
            raise FormulaError("what is differentiated is not finite", self.body.span)
        if body.row:
            raise FormulaError(f"expected no {body.kind[2:]} to differentiate", self.body.span)
        return body.value, body.size.max()

    def state(self, point: Point, order: int) -> tuple[tuple[str, float], ...]:
        """Return the values of the indices that what is differentiated depends on, as a key."""
        values, letters = point.indices, self.letters
        if order > 1:
            letters |= {p.letter for p in parts(list(self.by[: order - 1])) if isinstance(p, Index)}
        return tuple(sorted((k, float(values[k].value.detach())) for k in letters if k in values))

    def slope(self, point: Point, value: Tensor, ways: Sequence[Tensor], further: bool) -> Tensor:
        """Return the gradient of a number; live values must be connected by the graph."""
        try:
            if point.setting.live and not connected(value, ways[0]):
                text = f"autograd sees no way from this to {self.by[-1].name}"
                raise FormulaError(f"{text}: it is detached, or independent", self.span)
            return self.noted(point, sum_of_slopes(value, ways, further))
        except RuntimeError as error:
            if "backward through the graph a second time" not in str(error):
                raise
            text = "the graph of this was freed by backward(); compute it again"
            raise FormulaError(text, self.span) from None

    def noted(self, point: Point, found: Tensor) -> Tensor:
        """Return a derivative, and keep that it was not 0 somewhere."""
        if bool((found != 0).any()):
            point.applied.add((self, "moves"))
        return found

    def jacobian(
        self, point: Point, value: Tensor, ways: Sequence[Tensor], places: list[int]
    ) -> Tensor:
        whole = ways[0]
        by_number = whole.ndim == 0 or len(places) == whole.ndim
        if not by_number and (value.ndim != 1 or whole.ndim != 1):
            text = "expected a number, or a vector by a vector, to differentiate"
            raise FormulaError(text, self.span)
        slopes = [sum_of_slopes(entry, ways) for entry in value.flatten()]
        rows = self.noted(point, torch.stack(slopes))
        for place in places:
            rows = rows[:, place]
        return rows.view(value.shape) if by_number else rows

    def compare(self, point: Point, order: int) -> None:
        """See that central differences of the order before give the same, entry by entry."""
        symbol = self.by[order - 1]
        whole, places = tensor(symbol, point)
        found, scale = (part.detach() for part in self.derivative(point, order))
        rest = whole.shape[len(places) :]

        def reason(expected: Tensor) -> str:
            if outer(symbol, point) and not bool(expected.any()):
                return f"{symbol.name} is complete before an entry of it moves: {EARLIER}"
            for name, value in point.values.items():
                if value is whole and name != symbol.name:
                    return f"{name} is the same tensor, and does not move with it"
            value = self.derivative(point, order - 1)[0]
            ways = (whole, *in_outcomes(point, symbol))
            return WRONG_BACKWARD if any(connected(value, way) for way in ways) else CUT

        for entry in itertools.product(*map(range, rest)):
            point.in_time()
            place = (*outer(symbol, point), *places, *entry)
            one = found
            for position in reversed(entry):
                one = one[..., position]
            expected = self.moved(point, symbol.name, place, order, one, scale)
            name = f"the derivative by {symbol.name}"
            confirm(one, expected, scale, name, self.span, partial(reason, expected))

    def moved(
        self,
        point: Point,
        name: str,
        place: tuple[int, ...],
        order: int,
        found: Tensor,
        scale: Tensor,
    ) -> Tensor:
        """Return the difference as one entry is moved and the setting runs again."""
        key = self, "difference", order, name, place, self.state(point, order)
        if key not in point.cache:

            def along(h: float) -> Tensor:
                there = point.elsewhere(moved=(name, place, h)) if h else point
                return self.derivative(there, order - 1)[0].detach()

            alike = partial(agrees, found, scale=scale)
            point.cache[key] = difference(along, f"the derivative by {name}", self.span, alike)
        return point.cache[key]
