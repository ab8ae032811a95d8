"""Comparisons that nothing would fail: within their tolerance, zero would be as good."""

from __future__ import annotations

import functools
import sys
from typing import Any

from .places import asked_by_cell

# What is smaller than this may be rounding, and zero is then as good indeed.
ROUNDING = 1e-3
MESSAGE = "expected a tolerance that can fail, got {}, with which 0 is as good as what is expected"

watched: list[Any] = []


def watch(acts: list[list[Any]]) -> None:
    """Weigh the tolerances of `torch.testing.assert_close`, as soon as PyTorch is there."""
    torch = sys.modules.get("torch")
    if watched or not hasattr(torch, "testing"):
        return
    assert torch
    original = torch.testing.assert_close
    watched.append(original)

    @functools.wraps(original)
    def assert_close(actual: Any, expected: Any, **options: Any) -> None:
        original(actual, expected, **options)
        allowed = options.get("atol") or 0
        if allowed > ROUNDING and 0 < largest(expected) <= allowed and (line := asked_by_cell()):
            acts.append([line, MESSAGE.format(f"atol={allowed:g}")])

    torch.testing.assert_close = assert_close


def largest(value: Any) -> float:
    """Return the largest size of numbers; 0 for what has none."""
    torch = sys.modules["torch"]
    try:
        numbers = torch.as_tensor(value).detach()
        return float(numbers.abs().max().item()) if numbers.numel() else 0
    except (TypeError, ValueError, RuntimeError):  # no numbers, truth values, or no data
        return 0
