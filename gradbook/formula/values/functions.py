"""Functions in formulas: those of TeX, and those that are bound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import torch
from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.values.bound import Bound
from gradbook.formula.values.nodes import Node
from gradbook.formula.values.points import Point
from gradbook.formula.values.quantity import Quantity, is_finite
from gradbook.formula.values.underflow import Underflow
from gradbook.formula.values.whole import Whole

__all__ = ["BUILTIN", "Applicable", "Apply", "Expression", "Function", "Logarithm"]


def extreme(choose: Callable[[Tensor, Tensor], Tensor]) -> Callable[..., Tensor]:
    def function(*numbers: Tensor) -> Tensor:
        if len(numbers) < 2 or any(number.ndim for number in numbers):
            raise FormulaError("expected two numbers or more, in brackets")
        result = numbers[0]
        for other in numbers[1:]:
            result = choose(result, other)
        return result

    return function


JUMPING = {"sign", "sgn"}
BUILTIN: dict[str, Callable[..., Tensor]] = {
    **{name: getattr(torch, name) for name in ("exp", "sin", "cos", "tan", "sinh", "cosh", "tanh")},
    **{"ln": torch.log, "log": torch.log, "arctan": torch.atan, "det": torch.linalg.det},
    **{"log2": torch.log2, "log10": torch.log10, "erf": torch.erf},
    **{"arcsin": torch.asin, "arccos": torch.acos},
    **{"sec": lambda x: 1 / torch.cos(x), "csc": lambda x: 1 / torch.sin(x)},
    "cot": lambda x: torch.cos(x) / torch.sin(x),
    **{"max": extreme(torch.maximum), "min": extreme(torch.minimum)},
    **dict.fromkeys(JUMPING, torch.sign),
    **{"diag": torch.diag, "tr": torch.trace, "Tr": torch.trace},
}


STEP = 1e-6
# Of a square matrix, they are power series as well.
SERIES = {"exp", "ln", "log"}


@dataclass(eq=False)
class Function:
    """A function that can be applied: one of TeX, or what a name is bound to."""

    span: tuple[int, int]
    name: str
    bound: Bound | None = None

    @property
    def may_jump(self) -> bool:
        """Whether nothing is known of it, or that it jumps."""
        return self.bound is not None or self.name in JUMPING

    def call(self, point: Point, arguments: Sequence[Quantity]) -> Quantity:
        """Return the value; an error of the function quotes its name."""
        function = self.bound.object(point) if self.bound else BUILTIN[self.name]
        shapes = [argument.value.shape for argument in arguments]
        if not self.bound and self.name in SERIES and any(len({*s}) == 1 < len(s) for s in shapes):
            text = "two ways to read this: of a matrix, or entry by entry; write the entries"
            raise FormulaError(text, self.span)
        try:
            value = applied(function, arguments)
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
        if self.name == "exp" and not self.bound and bool((value == 0).any()):
            Underflow.check()
        if not is_finite(value.detach()):
            given = ", ".join(str(argument.value.tolist()) for argument in arguments)
            raise FormulaError(f"{self.name}({given}) is {value.tolist()}", self.span)
        return max(arguments, key=lambda a: a.tolerance).of(value)


@dataclass(eq=False)
class Expression:
    """A function of one number that is written with a letter: f(x) g(x) for f g."""

    span: tuple[int, int]
    name: str
    letter: str
    body: Node

    def call(self, point: Point, arguments: Sequence[Quantity]) -> Quantity:
        """Return its value where the letter is the argument."""
        if len(arguments) != 1:
            raise FormulaError(f"expected one argument of {self.name}", self.span)
        with point.at(self.letter, arguments[0]):
            return self.body.evaluate(point)


@dataclass(eq=False)
class Logarithm:
    """The logarithm to a base that is written below it."""

    span: tuple[int, int]
    base: Node

    def call(self, point: Point, arguments: Sequence[Quantity]) -> Quantity:
        """Return ln x / ln b."""
        log = Function(self.span, "log")
        return log.call(point, arguments) / log.call(point, [self.base.evaluate(point)])


def applied(function: Callable[..., object], arguments: Sequence[Quantity]) -> object:
    """Return what a function gives; one that takes a place of something is given whole numbers."""
    values = [argument.value for argument in arguments]
    try:
        return function(*values)
    except (IndexError, TypeError, KeyError):
        whole = [as_place(value) for value in values]
        if all(one is other for one, other in zip(whole, values, strict=True)):
            raise
        return function(*whole)


def as_place(value: Tensor) -> Tensor | Whole:
    """Return a whole number as a place of something, and all else as it is."""
    counts = not value.ndim and not value.requires_grad and float(value).is_integer()
    return Whole(int(value)) if counts else value


class Applicable(Protocol):
    """What has a value at arguments: a function, or a derivative of one."""

    def call(self, point: Point, arguments: Sequence[Quantity]) -> Quantity: ...


@dataclass(eq=False)
class Apply(Node):
    """A function of its arguments."""

    function: Applicable
    arguments: Sequence[Node]

    def compute(self, point: Point) -> Quantity:
        given = [node.evaluate(point) for node in self.arguments]
        result = self.function.call(point, given)
        if point.watched is None and self.is_flat(point, given, result):
            point.see(self, ())
        elif point.watched and self in point.watched:
            point.see(self, tuple(result.value.flatten().tolist()))
        return result

    def is_flat(self, point: Point, given: Sequence[Quantity], result: Quantity) -> bool:
        """Tell whether a bound function is constant here, as sign is, and so may jump."""
        if not isinstance(self.function, Function) or not self.function.may_jump:
            return False
        moved = [replace(q, value=q.value.detach() * (1 + STEP) + STEP) for q in given]
        try:
            return torch.equal(self.function.call(point, moved).value, result.value)
        except FormulaError:
            return False
