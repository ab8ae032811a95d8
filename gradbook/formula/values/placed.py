"""What an expression is where a symbol has another value: f at x = a, and between two ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gradbook.formula.errors import FormulaError
from gradbook.formula.values.bound import Bound
from gradbook.formula.values.nodes import Node
from gradbook.formula.values.points import Point
from gradbook.formula.values.quantity import Quantity

__all__ = ["At", "Within"]


@dataclass(eq=False)
class At(Node):
    """An expression where symbols of the setting have other values, with all that follows."""

    body: Node
    symbols: Sequence[Bound]
    given: Sequence[Node]

    def compute(self, point: Point) -> Quantity:
        if point.within:
            raise FormulaError("expected no derivative of what is taken at a point")
        placed = dict(point.placed)
        for symbol, node in zip(self.symbols, self.given, strict=True):
            placed[symbol.name] = self.numbers(point, symbol, node)
        given = tuple(placed.items())
        there = point.kept(("placed", given), placed=given, differences=point.differences)
        return self.body.evaluate(there)

    def numbers(self, point: Point, symbol: Bound, node: Node) -> tuple[float, ...]:
        """Return the entries of a value, which has to be of the symbol's kind."""
        value, before = node.evaluate(point).value, symbol.evaluate(point).value
        if not value.ndim and before.ndim:
            value = value.expand(before.shape)  # x = 0
        if value.shape != before.shape:
            raise FormulaError(f"expected a value like {symbol.name}", node.span)
        return tuple(value.detach().flatten().tolist())


@dataclass(eq=False)
class Within(Node):
    """An expression where a letter, which has no other meaning, has a value."""

    body: Node
    letter: str
    value: Node

    def compute(self, point: Point) -> Quantity:
        with point.at(self.letter, self.value.evaluate(point)):
            return self.body.evaluate(point)
