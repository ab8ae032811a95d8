"""Failures that others collect instead of raising them. A list, since each has its own way."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Iterator
from typing import Any

from .places import asked_by_cell, running

MESSAGE = "expected failures to be raised, got one that is only {}"

# Futures of `asyncio.gather`, with the numbers of cell and line.
gathered: list[tuple[int, int, Any]] = []
# The last exceptions that cells ended with.
raised: list[BaseException] = []


@functools.cache
def collectors() -> dict[type, tuple[str, ...]]:
    """Return who collects failures; imported late, since Jupyter's debugger has to come before."""
    import doctest
    import unittest

    return {
        doctest.DocTestRunner: ("report_failure", "report_unexpected_exception"),
        unittest.TestResult: ("addFailure", "addError", "addSubTest", "addUnexpectedSuccess"),
    }


def watch(acts: list[list[Any]]) -> None:
    """Let those who collect failures tell of them, from the first cell on."""
    if not collectors.cache_info().currsize:
        for kind, names in collectors().items():
            for name in names:
                setattr(kind, name, telling(kind, name, acts))
        watch_gather()


def telling(kind: type, name: str, acts: list[list[Any]]) -> Callable[..., Any]:
    original = getattr(kind, name)

    @functools.wraps(original)
    def tell(self: Any, *arguments: Any) -> Any:
        # A part of a test that went well is told in the same way.
        if (name != "addSubTest" or arguments[-1]) and (line := asked_by_cell()):
            acts.append([line, MESSAGE.format(f"printed: {kind.__name__}.{name}")])
        return original(self, *arguments)

    return tell


def watch_gather() -> None:
    original = asyncio.gather

    @functools.wraps(original)
    def gather(*awaited: Any, return_exceptions: bool = False) -> Any:
        future = original(*awaited, return_exceptions=return_exceptions)
        if return_exceptions and (line := asked_by_cell()):
            gathered.append((running[0], line, future))
        return future

    asyncio.gather = gather


def note_raised(error: BaseException | None) -> None:
    if error and gathered:
        raised.append(error)


def hidden() -> Iterator[tuple[int, int, str]]:
    """Yield cell, line and message of exceptions that were gathered as if they were results."""
    for cell, line, future in gathered:
        results = future.result() if future.done() and not future.cancelled() else []
        for error in results:
            if isinstance(error, Exception) and not any(error is each for each in raised):
                got = f"returned: {type(error).__name__}: {error}"
                yield cell, line, MESSAGE.format(got)
