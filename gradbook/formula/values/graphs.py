"""The graph that autograd keeps of how values were computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from torch import Tensor

__all__ = ["operations"]


def operations(values: Iterable[Tensor]) -> Iterator[Any]:
    """Yield what some values were computed by, each operation once, back to their leaves."""
    waiting, seen = [value.grad_fn for value in values], set()
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        yield node
        waiting += [before for before, _ in node.next_functions]
