"""Values over time, which count from 0."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

__all__ = ["Steps"]


class Steps(list):
    """Values over time, or over layers, counted from 0: the start is the first of them."""

    def __init__(self, values: Iterable[Any]) -> None:
        super().__init__(values)
