"""One relation of a formula, and where its two sides meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.setting.places import Draw, words
from gradbook.formula.values.cases import Relation, RowsError
from gradbook.formula.values.nodes import Node
from gradbook.formula.values.points import LateError
from gradbook.formula.values.quantity import ALGEBRA, Quantity, largest

__all__ = ["ROUNDING", "Failure", "Meeting", "Step", "within_domain"]

ROUNDING = 1e-15  # relative to the addends: what float64 arithmetic does by itself
NOISE = 1e-13  # relative to the addends: what is smaller is a zero after rounding
BLIND = 1e-3
LEAST = 1e-300  # where addends are 0


@dataclass
class Step:
    """One relation of a formula: two sides, and the conditions under which it is to hold."""

    number: int
    sign: str
    left: Node
    right: Node
    places: tuple[tuple[int, int], tuple[int, int]]  # of both sides, with their brackets
    ranges: dict[str, range]
    conditions: Sequence[Relation]
    within: Node | None = None  # how far apart the sides of an ≈ may be
    whole: int = 1  # how many values its indices have, with those that a shift leaves out

    @property
    def span(self) -> tuple[int, int]:
        return self.places[0][0], self.places[1][1]


class Failure(FormulaError):
    """A formula that does not hold, with all that an explanation needs."""

    def __init__(self, message: str, step: Step, meetings: Sequence[Meeting]) -> None:
        super().__init__(message, step.span)
        self.step = step
        self.meetings = meetings


@dataclass
class Meeting:
    """What both sides of a step are at one draw, with one value for each index."""

    draw: Draw
    indices: dict[str, int]
    left: Quantity
    right: Quantity
    within: float = 0.0

    @property
    def place(self) -> str:
        """Where it is, in words."""
        return words(self.draw) + "".join(f", {k} = {value}" for k, value in self.indices.items())

    @cached_property
    def gap(self) -> Tensor:
        """The difference of the sides, entry by entry."""
        return (self.left.value - self.right.value).detach()

    @cached_property
    def size(self) -> Tensor:
        """The sum of the absolute addends of both sides, entry by entry."""
        return (self.left.size + self.right.size).expand(self.gap.shape)

    @cached_property
    def error(self) -> float:
        """The largest difference of entries over the sum of their absolute addends."""
        if not self.gap.ndim:
            return abs(self.gap.item()) / max(self.size.item(), LEAST)
        ratio = self.gap.abs() / self.size.clamp_min(LEAST)
        return float(ratio.max())

    @property
    def told(self) -> float:
        """The error that readers are told: where all is rounding, 1 is an addend, too."""
        if self.is_doubtful:
            return float((self.gap.abs() / (self.size + 1)).max())
        return self.error

    def sides(self, step: Step) -> list[tuple[Node, Quantity]]:
        """Return both sides of the step with their values."""
        return [(step.left, self.left), (step.right, self.right)]

    @property
    def is_blind(self) -> bool:
        """Whether sides that are not 0 are so small beside their addends that any would do."""
        sizes = largest(self.size)
        sides = [largest(q.value) for q in (self.left, self.right)]
        noise, seen = NOISE * sizes, BLIND * max(sides)
        return min(sides) > 0 and max(sides) > noise and ALGEBRA * sizes > seen

    @property
    def tolerance(self) -> float:
        return max(self.left.tolerance, self.right.tolerance)

    @cached_property
    def is_doubtful(self) -> bool:
        """Whether the sides differ by more than rounding usually does, and by little."""
        if self.tolerance > ALGEBRA:
            return False
        return self.error > ROUNDING and self.is_within(ALGEBRA)

    def is_within(self, bound: float) -> bool:
        """Return whether the sides differ by a bound at most, relative and absolute."""
        if not self.gap.ndim:  # plain numbers take a tenth of the time
            return abs(self.gap.item()) <= bound * (self.size.item() + 1)
        return bool((self.gap.abs() <= bound * (self.size + 1)).all())

    def holds(self, sign: str, doubt: bool = True) -> bool:
        """Return whether the relation is true here, where a doubtful one counts as stated."""
        if sign == "≈":
            return bool((self.gap.abs() <= self.within).all())
        equal = self.error <= self.tolerance or (doubt and sign in "=≤≥" and self.is_doubtful)
        if sign in "=≠":
            return equal is (sign == "=")
        return (self.is_apart(sign) or equal) if sign in "≤≥" else self.is_apart(sign) and not equal

    def is_apart(self, sign: str) -> bool:
        """Return whether the sides differ in the direction of an inequality."""
        gap = float(self.gap)
        return gap < 0 if sign in "<≤" else gap > 0

    def needs_rounding(self, sign: str) -> bool:
        """Return whether the relation is true here only if the difference is rounding."""
        return self.is_doubtful and (sign == "=" or (sign in "≤≥" and not self.is_apart(sign)))


@contextmanager
def within_domain() -> Iterator[None]:
    """Go on where a step cannot be evaluated, and not where it fails, or takes too long."""
    try:
        yield
    except (Failure, LateError, RowsError):
        raise
    except FormulaError:
        return
