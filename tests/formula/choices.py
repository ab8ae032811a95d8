"""Where random formulas take their choices from, and how many of them a test tries."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any, Protocol, TypeVar

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st

__all__ = ["Choices", "Drawn", "First", "Seeded", "tried"]

T = TypeVar("T")

ALL = os.environ.get("GRADBOOK_ALL") == "1"
# Each day tries other formulas; with GRADBOOK_SEED=20261231 another day's are tried again.
DAY = int(os.environ.get("GRADBOOK_SEED") or f"{date.today():%Y%m%d}")


def tried(count: int) -> Callable[[Any], Any]:
    """Let a test try so many formulas of the day: a tenth of them, unless GRADBOOK_ALL is 1."""
    examples = settings(
        max_examples=count if ALL else max(2, count // 10),
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    return lambda test: seed(DAY)(examples(test))


class Choices(Protocol):
    """What a random formula is made of; the first option is the simplest."""

    def integer(self, low: int, high: int) -> int:
        """Return a whole number, both ends included."""
        raise NotImplementedError

    def choice(self, options: Sequence[T]) -> T:
        """Return one of some options, each as likely as another."""
        return options[self.integer(0, len(options) - 1)]

    def chance(self, percent: int) -> bool:
        """Return True in so many of a hundred cases."""
        return self.integer(0, 99) >= 100 - percent


@cache
def between(low: int, high: int) -> st.SearchStrategy[int]:
    return st.integers(low, high)


class Drawn(Choices):
    """Choices by Hypothesis, which makes a formula that fails as simple as it can."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def integer(self, low: int, high: int) -> int:
        return self.draw(between(low, high))


class Seeded(Choices):
    """Choices that are the same in each run: for what is counted over several formulas."""

    def __init__(self, name: str) -> None:
        self.random = random.Random(name)

    def integer(self, low: int, high: int) -> int:
        return self.random.randint(low, high)


class First(Choices):
    """Always the first choice."""

    def integer(self, low: int, high: int) -> int:
        return low
