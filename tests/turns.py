"""What has its turn today: what is too much after every change is tried in parts, others each day.

With GRADBOOK_ALL=1 in the environment, everything has its turn; so it is in `make test-all`.
GRADBOOK_SEED=20261231 gives those of that day their turn again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from typing import TypeVar

import pytest

# Whether everything is tried, and not the part that says enough after a change.
ALL = bool(os.environ.get("GRADBOOK_ALL"))
# All processes of a test run have the day on which it began.
os.environ["GRADBOOK_SEED"] = os.environ.get("GRADBOOK_SEED") or f"{date.today():%Y%m%d}"
DAY = int(os.environ["GRADBOOK_SEED"])

T = TypeVar("T")


def has_turn(number: int, days: int) -> bool:
    """Tell whether the one of many with this number is tried today: each is in so many days.

    Where a month ends, it may take as many again.
    """
    return ALL or (number + DAY) % days == 0


def of_today(many: Iterable[T], days: int) -> list[T]:
    """Return those of many that have their turn today, by their places."""
    return [one for number, one in enumerate(many) if has_turn(number, days)]


def on_its_day(number: int, days: int) -> pytest.MarkDecorator:
    """Let a test wait for its turn."""
    reason = f"tried once in {days} days, and by make test-all"
    return pytest.mark.skipif(not has_turn(number, days), reason=reason)
