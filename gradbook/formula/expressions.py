"""Expressions that can be evaluated at a point: what the elaboration makes of a tree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from gradbook.formula.drawing import Steps
from gradbook.formula.errors import FormulaError
from gradbook.formula.points import Point
from gradbook.formula.quantity import Quantity, number, quantity

__all__ = ["Node"]


@dataclass(eq=False)
class Node:
    """A piece of a formula with its place in the TeX."""

    span: tuple[int, int]

    def evaluate(self, point: Point) -> Quantity:
        """Return the value at a point; an error quotes the innermost piece that raised it."""
        try:
            return self.compute(point)
        except FormulaError as error:
            error.span = error.span or self.span
            raise

    def compute(self, point: Point) -> Quantity:
        raise NotImplementedError


@dataclass(eq=False)
class Number(Node):
    value: float

    def compute(self, point: Point) -> Quantity:
        return number(self.value)


@dataclass(eq=False)
class Index(Node):
    letter: str

    def compute(self, point: Point) -> Quantity:
        if self.letter not in point.indices:
            raise FormulaError(f"the index {self.letter} is used outside of its sum")
        return point.indices[self.letter]


@dataclass(eq=False)
class Bound(Node):
    """What a name is bound to, or an element of it."""

    name: str
    subscripts: Sequence[Node]
    layered: bool = False  # whether the first subscript counts what a list holds

    def object(self, point: Point) -> Any:
        """Return what is bound, a function too."""
        if self.name not in point.values:
            raise FormulaError(f"{self.name} is not bound")
        value = point.values[self.name]
        text = self.name
        for subscript in self.subscripts:
            index = subscript.evaluate(point).index()
            value = element(value, index, text)
            text = f"{text}, {index}"
        return value

    def compute(self, point: Point) -> Quantity:
        return quantity(self.object(point), self.name)


def start(value: Any) -> int:
    """Return what the first element is called: 0 over time, 1 elsewhere."""
    return 0 if isinstance(value, Steps) else 1


def length(value: Any) -> int:
    """Return how many elements a list or a tensor has along its first axis."""
    if isinstance(value, (list, tuple)):
        return len(value)
    if isinstance(value, torch.Tensor) and value.ndim:
        return len(value)
    raise FormulaError("expected a list, a vector or a matrix under the subscript")


def element(value: Any, index: int, name: str) -> Any:
    """Return an element, counted as mathematics counts."""
    first, count = start(value), length(value)
    if not first <= index < first + count:
        text = f"expected an index from {first} to {first + count - 1} on {name}, got {index}"
        raise FormulaError(text)
    return value[index - first]


@dataclass(eq=False)
class Subscripted(Node):
    """An element of what an expression gives."""

    body: Node
    subscripts: Sequence[Node]

    def compute(self, point: Point) -> Quantity:
        whole = self.body.evaluate(point)
        value, size = whole.value, whole.size.expand(whole.value.shape)
        for subscript in self.subscripts:
            index = subscript.evaluate(point).index()
            value, size = element(value, index, "it"), element(size, index, "it")
        return Quantity(value, size, tolerance=whole.tolerance)


@dataclass(eq=False)
class Sum(Node):
    addends: Sequence[tuple[bool, Node]]  # whether it is subtracted, and what

    def compute(self, point: Point) -> Quantity:
        total: Quantity | None = None
        for negative, node in self.addends:
            addend = node.evaluate(point)
            addend = -addend if negative else addend
            total = addend if total is None else total + addend
        assert total is not None
        return total


@dataclass(eq=False)
class Binary(Node):
    operation: Callable[[Quantity, Quantity], Quantity]
    left: Node
    right: Node

    def compute(self, point: Point) -> Quantity:
        return self.operation(self.left.evaluate(point), self.right.evaluate(point))


@dataclass(eq=False)
class Unary(Node):
    operation: Callable[[Quantity], Quantity]
    body: Node

    def compute(self, point: Point) -> Quantity:
        return self.operation(self.body.evaluate(point))


@dataclass(eq=False)
class Delta(Node):
    """Kronecker's δ."""

    left: Node
    right: Node

    def compute(self, point: Point) -> Quantity:
        equal = self.left.evaluate(point).index() == self.right.evaluate(point).index()
        return number(float(equal), literal=False)


@dataclass(eq=False)
class Array(Node):
    """A vector or a matrix that is written entry by entry."""

    rows: Sequence[Sequence[Node]]
    matrix: bool

    def compute(self, point: Point) -> Quantity:
        entries = [[node.evaluate(point) for node in row] for row in self.rows]
        flat = [entry for row in entries for entry in row]
        if any(entry.value.ndim for entry in flat):
            raise FormulaError("expected numbers as entries")
        shape = (len(self.rows), len(self.rows[0]))
        value = torch.stack([entry.value for entry in flat]).reshape(shape)
        size = torch.stack([entry.size for entry in flat]).reshape(shape)
        tolerance = max(entry.tolerance for entry in flat)
        if not self.matrix or shape[1] == 1:
            return Quantity(value.flatten(), size.flatten(), tolerance=tolerance)
        return Quantity(value, size, tolerance=tolerance)


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
        return {"<": a < b, ">": a > b, "≤": a <= b, "≥": a >= b, "=": a == b, "≠": a != b}[
            self.sign
        ]


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
            raise FormulaError("no row of the cases applies")
        first = found[0][1]
        for place, other in found[1:]:
            if not torch.equal(first.value, other.value):
                a, b = float(first.value.detach()), float(other.value.detach())
                text = f"rows {found[0][0] + 1} and {place + 1} of the cases both apply"
                raise FormulaError(f"{text}, with {a:.6g} and {b:.6g}")
        return first

    def unused(self, applied: set[object]) -> int | None:
        """Return the first row that applied nowhere."""
        count = len(self.rows) + (self.otherwise is not None)
        return next((place + 1 for place in range(count) if (self, place) not in applied), None)
