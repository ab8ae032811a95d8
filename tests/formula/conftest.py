"""What the tests of formulas share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gradbook.formula import Checked, FormulaError, check
from gradbook.formula.verdict import explanation


@pytest.fixture
def no_hints(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the search for a change that would make a wrong formula hold; it takes seconds."""
    monkeypatch.setattr(explanation, "HINT_SECONDS", 0.0)


@pytest.fixture
def holds() -> Callable[..., Checked]:
    """Return a function that checks a formula, and nothing but its setting is bound."""

    def function(tex: str, setting: str | None = "", **options: object) -> Checked:
        return check(tex, setting, **{"namespace": {}, **options})

    return function


@pytest.fixture
def refused() -> Callable[..., FormulaError]:
    """Return a function that returns the error of a formula, and raises if it holds."""

    def function(tex: str, setting: str | None = "", **options: object) -> FormulaError:
        with pytest.raises(FormulaError) as caught:
            check(tex, setting, **{"namespace": {}, **options})
        return caught.value

    return function
