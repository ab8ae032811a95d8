"""Elementary functions beside their derivatives, and the operators that follow from three."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, Self

from gradbook.arguments import expected

Function = Callable[[float], float]

ELEMENTARY: dict[str, tuple[Function, Function]] = {
    "exp": (math.exp, math.exp),
    "log": (math.log, lambda x: 1 / x),
    "sin": (math.sin, math.cos),
    "cos": (math.cos, lambda x: -math.sin(x)),
    "tanh": (math.tanh, lambda x: 1 - math.tanh(x) ** 2),
}


class Arithmetic(ABC):
    """A number for which +, ·, powers and the elementary functions say what they do."""

    @abstractmethod
    def __init__(self, value: float) -> None: ...

    @classmethod
    def of(cls, number: Any) -> Self:
        """Return a number of this kind as it is, and another one as a constant."""
        return number if isinstance(number, cls) else cls(number)

    @classmethod
    def result(
        cls,
        f: Callable[[Sequence[Any]], Any],
        x: Sequence[Self],
    ) -> Self:
        """Return what f makes of such numbers, which must be one number."""
        found = f(x)
        if not isinstance(found, cls | float | int):
            got = type(found).__name__
            raise expected("f", "a function that returns a number", got, TypeError)
        return cls.of(found)

    @abstractmethod
    def __add__(self, other: Any) -> Self: ...

    @abstractmethod
    def __mul__(self, other: Any) -> Self: ...

    @abstractmethod
    def __pow__(self, exponent: float) -> Self: ...

    @abstractmethod
    def elementary(self, name: str) -> Self:
        """Return an elementary function of this number, by its name."""

    def exp(self) -> Self:
        """Return e to the power of this number."""
        return self.elementary("exp")

    def log(self) -> Self:
        """Return the natural logarithm."""
        return self.elementary("log")

    def sin(self) -> Self:
        """Return the sine."""
        return self.elementary("sin")

    def cos(self) -> Self:
        """Return the cosine."""
        return self.elementary("cos")

    def tanh(self) -> Self:
        """Return the hyperbolic tangent."""
        return self.elementary("tanh")

    def __radd__(self, other: Any) -> Self:
        return self + other

    def __rmul__(self, other: Any) -> Self:
        return self * other

    def __neg__(self) -> Self:
        return self * -1.0

    def __sub__(self, other: Any) -> Self:
        return self + -1.0 * other

    def __rsub__(self, other: Any) -> Self:
        return -self + other

    def __truediv__(self, other: Any) -> Self:
        return self * other**-1.0

    def __rtruediv__(self, other: Any) -> Self:
        return self**-1.0 * other
