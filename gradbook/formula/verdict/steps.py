"""One relation of a formula, and where its two sides meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gradbook.formula.values.cases import Relation
from gradbook.formula.values.nodes import Node
from gradbook.formula.values.quantity import ALGEBRA, Quantity

__all__ = ["Meeting", "Step"]

NOISE = 1e-13  # relative to the addends: what is smaller is a zero after rounding
BLIND = 1e-3


@dataclass
class Step:
    """One relation of a formula: two sides, and the conditions under which it is to hold."""

    number: int
    sign: str
    left: Node
    right: Node
    ranges: dict[str, range]
    conditions: Sequence[Relation]


@dataclass
class Meeting:
    """What both sides of a step are at one draw, with one value for each index."""

    draw: int
    indices: dict[str, int]
    left: Quantity
    right: Quantity

    @property
    def error(self) -> float:
        """The difference of the sides over the sum of their absolute addends."""
        size = float((self.left.size + self.right.size).max())
        difference = float((self.left.value - self.right.value).detach().abs().max())
        return difference / size if size else difference

    @property
    def is_blind(self) -> bool:
        """Whether sides that are not 0 are so small beside their addends that any would do."""
        sizes = float((self.left.size + self.right.size).max())
        sides = [float(q.value.detach().abs().max()) for q in (self.left, self.right)]
        noise, seen = NOISE * sizes, BLIND * max(sides)
        return min(sides) > 0 and max(sides) > noise and ALGEBRA * sizes > seen

    @property
    def tolerance(self) -> float:
        return max(self.left.tolerance, self.right.tolerance)

    def holds(self, sign: str) -> bool:
        """Return whether the relation is true here."""
        equal = self.error <= self.tolerance
        if sign in "=≠":
            return equal is (sign == "=")
        gap = float((self.right.value - self.left.value).detach())
        above = gap > 0 if sign in "<≤" else gap < 0
        return (above or equal) if sign in "≤≥" else (above and not equal)
