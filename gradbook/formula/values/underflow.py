"""Numbers that float64 makes 0 of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from gradbook.formula.errors import FormulaError

__all__ = ["Underflow"]


class Underflow:
    """Whether what float64 makes 0 of is refused; far out in a sum or an integral, it is 0."""

    is_refused = True

    @classmethod
    def check(cls) -> None:
        """Raise, unless such numbers are taken for 0."""
        if cls.is_refused:
            raise FormulaError("this is too small for float64, which makes 0 of it")

    @classmethod
    @contextmanager
    def allowed(cls) -> Iterator[None]:
        """Take such numbers for 0 for a while."""
        before, cls.is_refused = cls.is_refused, False
        try:
            yield
        finally:
            cls.is_refused = before
