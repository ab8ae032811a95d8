"""What the names of a setting are bound to, and its elements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.setting.steps import Steps
from gradbook.formula.values.nodes import Node
from gradbook.formula.values.points import Point
from gradbook.formula.values.quantity import Quantity, number

__all__ = ["Bound", "Subscripted", "element", "length", "start"]


WHOLE = {torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8}


@dataclass(eq=False)
class Bound(Node):
    """What a name is bound to, or an element of it."""

    name: str
    subscripts: Sequence[Node]
    layered: bool = False  # whether the first subscript counts what a list holds

    def object(self, point: Point) -> Any:
        """Return what is bound, a function too."""
        return self.at(point, self.places(point))

    def compute(self, point: Point) -> Quantity:
        places = self.places(point)
        key = self.name, *places
        if key not in point.known:
            point.known[key] = quantity(self.at(point, places), self.name)
        return point.asked(self, point.known[key])

    def places(self, point: Point) -> list[int]:
        return [subscript.evaluate(point).index() for subscript in self.subscripts]

    def at(self, point: Point, places: Sequence[int]) -> Any:
        values = point.values
        if self.name not in values:
            raise FormulaError(f"{self.name} is not bound")
        value = values[self.name]
        text = self.name
        for index in places:
            value = element(value, index, text)
            text = f"{text}, {index}"
        return value


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


def quantity(value: object, name: str) -> Quantity:
    """Return what is bound to a name as a quantity.

    Raises
    ------
    FormulaError
        If it is no number and no float64 tensor of at most two axes.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if not abs(value) < 1e300:
            raise FormulaError(f"expected {name} to be finite and of a usual size")
        return number(value, literal=False)
    if isinstance(value, (list, tuple)):
        raise FormulaError(f"expected a subscript on {name}, a list of {len(value)}")
    if not isinstance(value, Tensor):
        kind = "a function" if callable(value) else type(value).__name__
        raise FormulaError(f"expected {name} to be a number or a tensor, got {kind}")
    if not value.ndim and value.dtype in WHOLE:
        return number(int(value), literal=False)
    if not value.is_floating_point():
        raise FormulaError(f"expected {name} to hold real numbers, got {value.dtype}")
    if value.dtype != torch.float64:
        raise FormulaError(
            f"expected {name} in float64, got {value.dtype}: its rounding would hide an error"
        )
    if not value.numel():
        raise FormulaError(f"expected {name} to hold something, got an empty tensor")
    if value.ndim > 2:
        raise FormulaError(f"expected subscripts on {name}, which has {value.ndim} axes")
    return Quantity(value, value.detach().abs())
