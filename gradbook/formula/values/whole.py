"""Whole numbers that functions of the setting are given, which count places of something."""

from __future__ import annotations

from dataclasses import dataclass
from functools import total_ordering
from typing import Any

__all__ = ["Whole"]


@total_ordering
@dataclass(frozen=True, eq=False)
class Whole:
    """A whole number that is no place when it is negative: Python would count from the end.

    It is equal to the number, adds and multiplies as it does, and is one wherever Python asks for
    an index.
    """

    value: int

    def __index__(self) -> int:
        if self.value < 0:
            raise IndexError(f"expected a place from 0 on, got {self.value}")
        return self.value

    def __eq__(self, other: object) -> bool:
        return bool(self.value == plain(other))

    def __lt__(self, other: Any) -> bool:
        return bool(self.value < plain(other))

    def __hash__(self) -> int:
        return hash(self.value)

    def __bool__(self) -> bool:
        return self.value != 0

    def __float__(self) -> float:
        return float(self.value)

    def __neg__(self) -> Whole:
        return Whole(-self.value)

    def __add__(self, other: Any) -> Any:
        return again(self.value + plain(other))

    def __sub__(self, other: Any) -> Any:
        return again(self.value - plain(other))

    def __rsub__(self, other: Any) -> Any:
        return again(plain(other) - self.value)

    def __mul__(self, other: Any) -> Any:
        return again(self.value * plain(other))

    def __floordiv__(self, other: Any) -> Any:
        return again(self.value // plain(other))

    def __mod__(self, other: Any) -> Any:
        return again(self.value % plain(other))

    __radd__, __rmul__ = __add__, __mul__


def plain(number: Any) -> Any:
    return number.value if isinstance(number, Whole) else number


def again(number: Any) -> Any:
    """Return what was computed, which still counts places if it is whole."""
    return Whole(number) if type(number) is int else number
