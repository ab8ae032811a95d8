"""One entry of a quantity moved, while the setting runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import torch

from gradbook.formula.errors import FormulaError

__all__ = ["Growing", "check_moved", "move"]


class Growing:
    """What a list is as well while it grows: it hands on what comes to one place of it."""

    def waits(self, place: int, change: Callable[[Any], Any]) -> None:
        """Let what comes to a place be changed as it comes."""
        self.place, self.change, self.is_waiting = place, change, True

    def append(self, value: Any) -> None:
        if len(self) == self.place:  # type: ignore[arg-type]
            value, self.is_waiting = self.change(value), False
        super().append(value)  # type: ignore[misc]

    def extend(self, values: Iterable[Any]) -> None:
        for value in values:
            self.append(value)


def move(values: dict[str, Any], name: str, place: tuple[int, ...], amount: float) -> None:
    """Replace a value by one of which an entry is moved, at once or as it comes to a list."""
    values[name] = moved(values[name], place, amount)


def moved(value: Any, place: tuple[int, ...], amount: float) -> Any:
    if isinstance(value, (list, tuple)):
        first, *rest = place

        def change(part: Any) -> Any:
            return moved(part, tuple(rest), amount)

        if first < len(value):
            return type(value)([*value[:first], change(value[first]), *value[first + 1 :]])
        growing = type("Growing", (Growing, type(value)), {})(value)
        growing.waits(first, change)
        return growing
    shift = torch.zeros_like(value, requires_grad=False)
    shift[place] = amount
    return value + shift


def check_moved(values: dict[str, Any], moved: Any) -> None:
    """Raise where an entry never came to the list in which it was to be moved."""
    name = moved[0] if moved else ""
    if isinstance(values.get(name), Growing) and values[name].is_waiting:
        text = f"{name} grows after its assignment, so that no entry of it can be moved"
        raise FormulaError(f"{text}: name that entry before what is computed from it")
