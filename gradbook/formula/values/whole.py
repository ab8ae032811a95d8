"""Whole numbers that functions of the setting are given, which count places of something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Place"]


@dataclass(frozen=True, order=True)
class Place:
    """A whole number that is no place when it is negative: Python would count from the end.

    It adds and multiplies as a number does, and is one wherever Python asks for an index.
    """

    value: int

    def __index__(self) -> int:
        if self.value < 0:
            raise IndexError(f"expected a place from 0 on, got {self.value}")
        return self.value

    def __add__(self, other: Any) -> Any:
        return placed(self.value + plain(other))

    def __sub__(self, other: Any) -> Any:
        return placed(self.value - plain(other))

    def __rsub__(self, other: Any) -> Any:
        return placed(plain(other) - self.value)

    def __mul__(self, other: Any) -> Any:
        return placed(self.value * plain(other))

    __radd__, __rmul__ = __add__, __mul__


def plain(number: Any) -> Any:
    return number.value if isinstance(number, Place) else number


def placed(number: Any) -> Any:
    return Place(number) if type(number) is int else number
