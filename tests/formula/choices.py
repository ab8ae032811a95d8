"""Where random formulas take their choices from, and how many of them a test tries."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st

from tests.turns import ALL, DAY

__all__ = ["Choices", "First", "drawn", "tried"]

T = TypeVar("T")


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


class Choices:
    """What a random formula is made of; the first option is the simplest.

    With Hypothesis behind it, a formula that fails is made as simple as it can be.
    """

    def __init__(self, source: random.Random) -> None:
        self.source = source

    def integer(self, low: int, high: int) -> int:
        """Return a whole number, both ends included."""
        return self.source.randint(low, high)

    def choice(self, options: Sequence[T]) -> T:
        """Return one of some options, each as likely as another."""
        return options[self.integer(0, len(options) - 1)]

    def chance(self, percent: int) -> bool:
        """Return True in so many of a hundred cases."""
        return self.integer(0, 99) >= 100 - percent


class First(Choices):
    """Always the first choice."""

    def __init__(self) -> None:
        super().__init__(random.Random())

    def integer(self, low: int, high: int) -> int:
        return low


def drawn() -> st.SearchStrategy[Choices]:
    """Draw choices."""
    return st.randoms(use_true_random=False, note_method_calls=False).map(Choices)
