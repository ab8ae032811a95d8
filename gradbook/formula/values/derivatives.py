"""Derivatives of functions: f′, ∇f, ∇²f and D_u f."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.values.differences import agrees, confirm, difference, slope
from gradbook.formula.values.functions import Expression, Function
from gradbook.formula.values.nodes import Node
from gradbook.formula.values.points import Point
from gradbook.formula.values.quantity import Quantity

__all__ = ["ORDER", "Derived", "Directional", "Hessian", "Primed"]

ORDER = 4


@dataclass(eq=False)
class Primed:
    """A derivative f′, f″ … of a function of one number, or of arrays entry by entry."""

    span: tuple[int, int]
    function: Function | Expression
    order: int

    def call(self, point: Point, arguments: Sequence[Quantity]) -> Quantity:
        """Return the derivative by autograd, seen to agree with differences."""
        if len(arguments) != 1:
            text = f"expected one argument of {self.function.name}′, got {len(arguments)}"
            raise FormulaError(text, self.span)
        (x,) = arguments
        value, _ = self.derivative(point, x.value, self.order)
        if point.differences and not x.value.ndim:
            for order in range(1, self.order + 1):
                self.compare(point, x.value.detach(), order)
        return Quantity(value, value.detach().abs(), x.row, x.tolerance)

    def derivative(self, point: Point, x: Tensor, order: int) -> tuple[Tensor, Tensor]:
        """Return the derivative of an order, and the size of what is differentiated."""
        if order == 0:
            point.within += 1  # what is written with a letter may have a derivative itself
            try:
                value = self.function.call(point, [Quantity(x, x.detach().abs())]).value
            finally:
                point.within -= 1
            if value.shape != x.shape:
                text = f"expected {self.function.name} to take numbers one by one"
                raise FormulaError(text, self.span)
            return value, value.detach().abs()
        x = x if x.requires_grad else x.detach().clone().requires_grad_()
        value, scale = self.derivative(point, x, order - 1)
        return slope(value.sum(), x, point.is_followed or order < self.order), scale

    def compare(self, point: Point, x: Tensor, order: int) -> None:
        """See that differences of the derivative of the order before give the same."""
        quiet = point.elsewhere()
        value, scale = (part.detach() for part in self.derivative(quiet, x, order))

        def along(h: float) -> Tensor:
            return self.derivative(quiet, x + h, order - 1)[0].detach()

        name = self.function.name + "′" * order
        there = f"{name}({x.tolist():.6g})"
        expected = difference(along, name, self.span, lambda d: agrees(value, d, scale))
        confirm(value, expected, scale, there, self.span)


@dataclass(eq=False)
class Derived:
    """∇f, or ∇ of one of several functions, as a function of a vector or of numbers."""

    span: tuple[int, int]
    function: Function

    def call(self, point: Point, arguments: Sequence[Quantity]) -> Quantity:
        """Return the gradient at the arguments."""
        x, vector = self.where(arguments)
        value = self.at(point, x, vector)
        gradient = slope(value, x, point.is_followed)
        if point.differences and x.ndim <= 1:
            units = torch.eye(x.numel(), dtype=x.dtype).reshape(-1, *x.shape)
            for unit, one in zip(units, gradient.detach().flatten(), strict=True):
                self.compare(point, x, unit, one, value.detach(), vector)
        return Quantity(gradient, gradient.detach().abs())

    def where(self, arguments: Sequence[Quantity]) -> tuple[Tensor, bool]:
        """Return the arguments as one tensor that autograd follows, and whether it is one."""
        for argument in arguments:
            if argument.row:
                text = f"expected ∇{self.function.name} at a vector, got {argument.kind}"
                raise FormulaError(text, self.span)
        vector = len(arguments) == 1
        values = [argument.value for argument in arguments]
        x = values[0] if vector else torch.stack(values)
        return (x if x.requires_grad else x.detach().clone().requires_grad_()), vector

    def at(self, point: Point, x: Tensor, vector: bool) -> Tensor:
        given = [x] if vector else list(x.unbind())
        value = self.function.call(point, [Quantity(v, v.detach().abs()) for v in given]).value
        if value.ndim:
            raise FormulaError(f"expected {self.function.name} to give a number", self.span)
        return value

    def compare(
        self,
        point: Point,
        x: Tensor,
        direction: Tensor,
        found: Tensor,
        value: Tensor,
        vector: bool,
    ) -> None:
        """See that differences along a direction give the same, where f(x) is a value."""
        quiet = point.elsewhere()

        def along(h: float) -> Tensor:
            return self.at(quiet, (x + h * direction).detach(), vector).detach()

        name = f"∇{self.function.name}"
        expected = difference(along, name, self.span, lambda d: agrees(found, d, value.abs()))
        confirm(found, expected, value.abs(), name, self.span)


@dataclass(eq=False)
class Hessian:
    """∇²f, all second derivatives of f, as a function of a vector or of numbers."""

    gradient: Derived

    def call(self, point: Point, arguments: Sequence[Quantity]) -> Quantity:
        """Return the Hessian at the arguments."""
        x, vector = self.gradient.where(arguments)
        if x.ndim > 1:
            name = self.gradient.function.name
            raise FormulaError(f"expected ∇²{name} at a vector", self.gradient.span)
        first = self.slope(point, x, vector)
        rows = [slope(entry, x) for entry in first.unbind()] if x.ndim else [slope(first, x)]
        value = torch.stack(rows) if x.ndim else rows[0]
        if point.differences:
            units = torch.eye(x.numel(), dtype=x.dtype).reshape(-1, *x.shape)
            for unit, column in zip(units, value.detach().view(-1, x.numel()).T, strict=True):
                found = column.view(x.shape)
                self.compare(point, x.detach(), unit, found, first.detach().abs().max(), vector)
        return Quantity(value, value.detach().abs())

    def slope(self, point: Point, x: Tensor, vector: bool) -> Tensor:
        return slope(self.gradient.at(point, x, vector), x)

    def compare(
        self, point: Point, x: Tensor, unit: Tensor, found: Tensor, scale: Tensor, vector: bool
    ) -> None:
        """See that differences of the gradient along a direction give the same."""
        quiet = point.elsewhere()

        def along(h: float) -> Tensor:
            return self.slope(quiet, (x + h * unit).requires_grad_(), vector).detach()

        name, place = f"∇²{self.gradient.function.name}", self.gradient.span
        expected = difference(along, name, place, lambda d: agrees(found, d, scale))
        confirm(found, expected, scale, name, place)


@dataclass(eq=False)
class Directional(Node):
    """D_u f(x): the derivative of f(x + tu) by t at 0."""

    function: Function
    direction: Node
    arguments: Sequence[Node]

    def compute(self, point: Point) -> Quantity:
        u = self.direction.evaluate(point)
        given = [node.evaluate(point) for node in self.arguments]
        vector = len(given) == 1
        x = given[0].value if vector else torch.stack([g.value for g in given])
        if u.value.shape != x.shape or u.row or any(g.row for g in given):
            raise FormulaError(f"expected a direction like the point, got {u.kind}")
        t = torch.zeros((), dtype=torch.float64, requires_grad=True)
        gradient = Derived(self.span, self.function)
        value = gradient.at(point, x + t * u.value, vector)
        found = slope(value, t, point.is_followed)
        if point.differences:
            gradient.compare(point, x, u.value, found.detach(), value.detach(), vector)
        return Quantity(found, found.detach().abs())
