"""Arrays that are written of vectors and matrices: [h, x] one behind the other, and blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.values.quantity import Quantity

__all__ = ["joined"]

Rows = Sequence[Sequence[Quantity]]


def joined(entries: Rows, matrix: bool) -> Quantity:
    """Return one array of all entries, which lie side by side as they are written.

    A vector is a column; a 0 is as large as it has to be. Without a matrix around them, vectors
    and numbers are one vector.
    """
    flat = [entry for row in entries for entry in row]
    if len(flat) == 1:
        raise FormulaError("expected numbers as entries")
    tolerance = max(entry.tolerance for entry in flat)
    if not matrix:
        if any(entry.value.ndim > 1 or entry.row for entry in flat):
            raise FormulaError("expected numbers or vectors as entries")
        value, size = (
            torch.cat([part(entry).reshape(-1) for entry in flat]) for part in (of_value, of_size)
        )
        return Quantity(value, size, tolerance=tolerance)
    value, size = (blocks(entries, part) for part in (of_value, of_size))
    if all(len(row) == 1 and row[0].value.ndim < 2 and not row[0].row for row in entries):
        value, size = value[:, 0], size[:, 0]
    return Quantity(value, size, tolerance=tolerance)


def of_value(entry: Quantity) -> Tensor:
    return entry.value


def of_size(entry: Quantity) -> Tensor:
    return entry.size.expand(entry.value.shape)


def blocks(entries: Rows, part: Callable[[Quantity], Tensor]) -> Tensor:
    """Return the matrix of all blocks, or raise where they do not fit."""
    tables = [[block(entry, part) for entry in row] for row in entries]
    heights = [max((b.shape[0] for b in row if b is not None), default=1) for row in tables]
    columns = zip(*tables, strict=True)
    widths = [max((b.shape[1] for b in one if b is not None), default=1) for one in columns]
    rows = []
    for row, height in zip(tables, heights, strict=True):
        filled = [
            torch.zeros(height, width, dtype=torch.float64) if b is None else b
            for b, width in zip(row, widths, strict=True)
        ]
        shapes = [tuple(b.shape) for b in filled]
        if shapes != [(height, width) for width in widths]:
            raise FormulaError("expected blocks that fit beside and below each other")
        rows.append(torch.cat(filled, 1))
    return torch.cat(rows)


def block(entry: Quantity, part: Callable[[Quantity], Tensor]) -> Tensor | None:
    """Return an entry as a matrix, or None for a 0 that is written."""
    if entry.literal and entry.value.ndim == 0 and entry.value == 0:
        return None
    found = part(entry)
    if found.ndim == 1:
        return found.unsqueeze(0 if entry.row else 1)
    return found.reshape(1, 1) if found.ndim == 0 else found
