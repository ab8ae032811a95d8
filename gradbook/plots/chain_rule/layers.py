"""Where the units of a drawn network stand, and what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from gradbook.arguments import check_each, expected
from gradbook.plots.chain_rule.shapes import Point

PITCH = 0.6  # the height of a row, in inches like all that follows
ELLIPSIS = 0.4  # the height of a row that is an ellipsis
MARGIN = 0.3  # from the figure's side to the middle of the first column
MANY = 4  # a layer of more units gets ellipses


class Layer(NamedTuple):
    """A drawn layer: its symbol, its general index, its rows and its column's place."""

    symbol: str
    general: str
    rows: list[str | None]  # subscripts from the top, None for an ellipsis
    x: float

    def points(self) -> list[Point]:
        """Return the middle of each row, ellipses included."""
        heights = [PITCH if row is not None else ELLIPSIS for row in self.rows]
        bottoms = list(accumulate(heights))
        pairs = zip(bottoms, heights, strict=True)
        return [(self.x, bottoms[-1] / 2 - bottom + height / 2) for bottom, height in pairs]

    def height(self) -> float:
        """Return the distance from the first unit to the last."""
        (_, top), (_, bottom) = self.points()[0], self.points()[-1]
        return top - bottom

    def units(self) -> dict[str, Point]:
        """Return each drawn unit's place by its subscript."""
        pairs = zip(self.rows, self.points(), strict=True)
        return {row: point for row, point in pairs if row is not None}


def layout(
    sizes: Sequence[int | str],
    symbols: Sequence[str] | None,
    indices: Sequence[str] | None,
    right: float,
) -> list[Layer]:
    """Return the layers in columns from `MARGIN` to ``right``, checked."""
    count = len(sizes)
    if count < 2:
        raise expected("sizes", "at least two layers", count)
    symbols = symbols or ["x"] + ["O"] * (count - 1)
    indices = indices or "hijk"[-count:]
    check_each("symbols", symbols, count)
    check_each("indices", indices, count)
    columns = [MARGIN + (right - MARGIN) * depth / (count - 1) for depth in range(count)]
    parts = zip(symbols, indices, sizes, columns, strict=True)
    return [Layer(s, "" if n == 1 else i, _rows(n, i), x) for s, i, n, x in parts]


def _rows(size: int | str, index: str) -> list[str | None]:
    if size == 1:
        return [""]
    if isinstance(size, str) or size > MANY:
        return ["1", None, index, None, str(size)]
    return [index if row == size // 2 else str(row + 1) for row in range(size)]
