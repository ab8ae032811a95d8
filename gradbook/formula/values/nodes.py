"""Expressions that can be evaluated at a point: numbers, and what an operation makes of others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache

import torch

from gradbook.formula.errors import FormulaError
from gradbook.formula.values.blocks import joined
from gradbook.formula.values.points import Point
from gradbook.formula.values.quantity import Quantity, number

__all__ = [
    "Array",
    "Binary",
    "Delta",
    "Index",
    "Node",
    "Number",
    "Sum",
    "Unary",
    "form",
    "parts",
]


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


def parts(piece: object) -> Iterator[Node]:
    """Yield an expression and all expressions within it."""
    waiting = [piece]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Node):
            yield one
        if isinstance(one, (list, tuple)):
            waiting += reversed(one)
        else:
            kind = type(one)
            waiting += [getattr(one, name) for name in reversed(names(kind))]  # type: ignore[arg-type]


@cache
def names(kind: type) -> tuple[str, ...]:
    """Return the fields of a class in which expressions may stand."""
    found = fields(kind) if is_dataclass(kind) else ()
    return tuple(one.name for one in found if one.name != "span")


def form(piece: object) -> object:
    """Return what an expression computes, whichever way that is written."""
    if is_dataclass(piece):
        kind: type = type(piece)
        named = [name for name in names(kind) if name != "letters"]
        return kind.__name__, *(form(getattr(piece, name)) for name in named)
    if isinstance(piece, (list, tuple)):
        return tuple(map(form, piece))
    if piece in (Quantity.__mul__, Quantity.dot, Quantity.times):
        return "product"
    return piece


@dataclass(eq=False)
class Number(Node):
    value: float

    def compute(self, point: Point) -> Quantity:
        return point.asked(self, number(self.value))


@dataclass(eq=False)
class Index(Node):
    letter: str

    def compute(self, point: Point) -> Quantity:
        if self.letter not in point.indices:
            raise FormulaError(f"the index {self.letter} is used outside of its sum")
        return point.indices[self.letter]


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
            return joined(entries, self.matrix)
        shape = (len(self.rows), len(self.rows[0]))
        value = torch.stack([entry.value for entry in flat]).reshape(shape)
        size = torch.stack([entry.size for entry in flat]).reshape(shape)
        tolerance = max(entry.tolerance for entry in flat)
        if not self.matrix or shape[1] == 1:
            return Quantity(value.flatten(), size.flatten(), tolerance=tolerance)
        return Quantity(value, size, tolerance=tolerance)
