"""Functions in formulas: those of TeX, those that are bound, and their derivatives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from gradbook.formula.differences import agree, difference, slope
from gradbook.formula.errors import FormulaError
from gradbook.formula.expressions import Bound, Node
from gradbook.formula.points import Point
from gradbook.formula.quantity import Quantity

__all__ = ["BUILTIN", "Apply", "Derived", "Directional", "Function", "Primed"]


ORDER = 4


def extreme(choose: Callable[[Tensor, Tensor], Tensor]) -> Callable[..., Tensor]:
    def function(*numbers: Tensor) -> Tensor:
        if len(numbers) < 2 or any(number.ndim for number in numbers):
            raise FormulaError("expected two numbers or more, in brackets")
        result = numbers[0]
        for other in numbers[1:]:
            result = choose(result, other)
        return result

    return function


BUILTIN: dict[str, Callable[..., Tensor]] = {
    **{name: getattr(torch, name) for name in ("exp", "sin", "cos", "tan", "sinh", "cosh", "tanh")},
    **{"ln": torch.log, "log": torch.log, "arctan": torch.atan, "det": torch.linalg.det},
    **{"max": extreme(torch.maximum), "min": extreme(torch.minimum)},
    **{"diag": torch.diag, "tr": torch.trace},
}


@dataclass(eq=False)
class Function:
    """A function that can be applied: one of TeX, or what a name is bound to."""

    span: tuple[int, int]
    name: str
    bound: Bound | None = None

    def call(self, point: Point, arguments: Sequence[Quantity]) -> Quantity:
        """Return the value; an error of the function quotes its name."""
        function = self.bound.object(point) if self.bound else BUILTIN[self.name]
        try:
            value = function(*(argument.value for argument in arguments))
        except FormulaError as error:
            error.span = error.span or self.span
            raise
        except (Exception, SystemExit) as error:
            text = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise FormulaError(f"{self.name} cannot be applied: {text}", self.span) from None
        return self.result(value, arguments)

    def result(self, value: object, arguments: Sequence[Quantity]) -> Quantity:
        if isinstance(value, (int, float)):
            value = torch.tensor(float(value), dtype=torch.float64)
        if not isinstance(value, Tensor):
            got = type(value).__name__
            text = f"expected {self.name} to give a number or a tensor, got {got}"
            raise FormulaError(text, self.span)
        rows = [argument for argument in arguments if argument.row]
        if any(row.value.shape != value.shape for row in rows):
            text = f"expected {self.name} of a vector, got {rows[0].kind}"
            raise FormulaError(text, self.span)
        if value.dtype != torch.float64:
            text = f"expected {self.name} to keep float64, got {value.dtype}"
            raise FormulaError(text, self.span)
        finite = bool(torch.isfinite(value).all())
        if not finite:
            given = ", ".join(str(argument.value.tolist()) for argument in arguments)
            raise FormulaError(f"{self.name}({given}) is {value.tolist()}", self.span)
        return max(arguments, key=lambda a: a.tolerance).of(value)


@dataclass(eq=False)
class Primed:
    """A derivative f′, f″ … of a function of one number, or of arrays entry by entry."""

    span: tuple[int, int]
    function: Function
    order: int

    def call(self, point: Point, arguments: Sequence[Quantity]) -> Quantity:
        """Return the derivative by autograd, seen to agree with differences."""
        if len(arguments) != 1:
            text = f"expected one argument of {self.function.name}′, got {len(arguments)}"
            raise FormulaError(text, self.span)
        (x,) = arguments
        value, scale = self.derivative(point, x.value, self.order)
        if point.differences and not x.value.ndim:
            for order in range(1, self.order + 1):
                self.compare(point, x.value.detach(), order)
        return Quantity(value, value.detach().abs() + scale.clamp(max=1.0), x.row, x.tolerance)

    def derivative(self, point: Point, x: Tensor, order: int) -> tuple[Tensor, Tensor]:
        """Return the derivative of an order, and the size of what is differentiated."""
        if order == 0:
            value = self.function.call(point, [Quantity(x, x.detach().abs())]).value
            if value.shape != x.shape:
                text = f"expected {self.function.name} to take numbers one by one"
                raise FormulaError(text, self.span)
            return value, value.detach().abs()
        x = x if x.requires_grad else x.detach().clone().requires_grad_()
        value, scale = self.derivative(point, x, order - 1)
        return slope(value.sum(), x), scale

    def compare(self, point: Point, x: Tensor, order: int) -> None:
        """See that differences of the derivative of the order before give the same."""
        quiet = point.elsewhere()
        value, scale = (part.detach() for part in self.derivative(quiet, x, order))

        def along(h: float) -> Tensor:
            return self.derivative(quiet, x + h, order - 1)[0].detach()

        name = self.function.name + "′" * order
        agree(
            value, difference(along, name, self.span), scale, f"{name}({x.tolist():.6g})", self.span
        )


@dataclass(eq=False)
class Apply(Node):
    """A function of its arguments."""

    function: Function | Primed | Derived
    arguments: Sequence[Node]

    def compute(self, point: Point) -> Quantity:
        return self.function.call(point, [node.evaluate(point) for node in self.arguments])


@dataclass(eq=False)
class Derived:
    """∇f, or ∇ of one of several functions, as a function of a vector or of numbers."""

    span: tuple[int, int]
    function: Function

    def call(self, point: Point, arguments: Sequence[Quantity]) -> Quantity:
        """Return the gradient at the arguments."""
        for argument in arguments:
            if argument.row:
                text = f"expected ∇{self.function.name} at a vector, got {argument.kind}"
                raise FormulaError(text, self.span)
        vector = len(arguments) == 1
        values = [argument.value for argument in arguments]
        x = values[0] if vector else torch.stack(values)
        x = x if x.requires_grad else x.detach().clone().requires_grad_()
        value = self.at(point, x, vector)
        gradient = slope(value, x)
        scale = value.detach().abs()
        if point.differences and x.ndim <= 1:
            self.compare(point, x.detach(), gradient.detach(), scale, vector)
        return Quantity(gradient, gradient.detach().abs() + scale.clamp(max=1.0))

    def at(self, point: Point, x: Tensor, vector: bool) -> Tensor:
        given = [x] if vector else list(x.unbind())
        value = self.function.call(point, [Quantity(v, v.detach().abs()) for v in given]).value
        if value.ndim:
            raise FormulaError(f"expected {self.function.name} to give a number", self.span)
        return value

    def compare(self, point: Point, x: Tensor, found: Tensor, scale: Tensor, vector: bool) -> None:
        quiet = point.elsewhere()
        for place in range(max(1, x.numel())):
            unit = torch.zeros(max(1, x.numel()), dtype=x.dtype)
            unit[place] = 1.0

            def along(h: float, unit: Tensor = unit) -> Tensor:
                return self.at(quiet, x + h * unit.reshape(x.shape), vector).detach()

            name = f"∇{self.function.name}"
            agree(
                found.flatten()[place], difference(along, name, self.span), scale, name, self.span
            )


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
        found = slope(value, t)
        scale = value.detach().abs()
        if point.differences:
            quiet = point.elsewhere()

            def along(h: float) -> Tensor:
                return gradient.at(quiet, (x + h * u.value).detach(), vector).detach()

            name = f"the directional derivative of {self.function.name}"
            agree(found.detach(), difference(along, name, self.span), scale, name, self.span)
        return Quantity(found, found.detach().abs() + scale.clamp(max=1.0))
