"""Outer products, and what rounding leaves of one."""

from __future__ import annotations

from math import sqrt

import torch
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator
from torch import Tensor

from gradbook.arguments import expected, shape
from gradbook.plots.axes import LABEL_SIZE, TICK_SIZE, WIDTH, new_axes, plate
from gradbook.plots.chain_rule.worked import exact
from gradbook.plots.palette import BLUE, GRID, INK, MUTED, ORANGE, PAPER

GAP = 0.5  # between a vector and the matrix, in cells
FEWEST = 8  # columns that a figure has room for at least
ROOM = 5  # and if their numbers are written
EDGE = 1.6  # for the names at the left and above, in cells


def outer_product(
    column: Tensor,
    row: Tensor,
    *,
    symbols: tuple[str, str] = (r"\delta", "x"),
    numbers: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Draw ``column rowᵀ``: two vectors and the matrix of all their products.

    Each entry is a square. Its area is the absolute value as a share of the largest in its
    vector or in the matrix, so that the side of a square in the matrix is the product of the
    sides of the two squares it comes from; a positive entry is filled, a negative one hollow.

    Parameters
    ----------
    column : Tensor, shape (k,)
        Drawn at the left, such as δ.
    row : Tensor, shape (n,)
        Drawn above, such as the input x.
    symbols : tuple of str
        The symbols of column and row.
    numbers : bool
        Write each value below its square, in cells that are larger then.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If an argument isn't a vector.
    """
    for name, vector in {"column": column, "row": row}.items():
        if vector.ndim != 1:
            raise expected(name, "a vector", f"shape {shape(vector)}")
    ax = _cells(len(column), len(row), ROOM if numbers else FEWEST, ax)
    heights, widths = _scaled(column), _scaled(row)
    share = 0.6 if numbers else 0.9
    for k, height in enumerate(heights):
        _square(ax, -GAP - 1, k, height, share)
        _name(ax, -GAP - EDGE + 0.3, k + 0.5, symbols[0], k)
        for j, width in enumerate(widths):
            _square(ax, j, k, height * width, share)
    for j, width in enumerate(widths):
        _square(ax, j, -GAP - 1, width, share)
        _name(ax, j + 0.5, -GAP - EDGE + 0.3, symbols[1], j)
    if numbers:
        _write(ax, column[:, None], -GAP - 1, 0)
        _write(ax, row[None], 0, -GAP - 1)
        _write(ax, torch.outer(column, row), 0, 0)
    return ax


def ratio_intervals(
    lower: Tensor, upper: Tensor, *, name: str = "ratio", ax: Axes | None = None
) -> Axes:
    """Draw one interval for each column j, and the band that lies in all of them.

    Parameters
    ----------
    lower, upper : Tensor, shape (n,)
        Ends of the intervals.
    name : str
        What the intervals are of.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If the shapes differ or ``lower`` exceeds ``upper``.
    """
    if lower.shape != upper.shape or lower.ndim != 1 or (lower > upper).any():
        what = "vectors of one length with lower ≤ upper"
        raise expected("lower, upper", what, f"shapes {shape(lower)} and {shape(upper)}")
    ax = new_axes(2.9) if ax is None else ax
    rows = range(1, len(lower) + 1)
    ax.hlines(rows, lower.tolist(), upper.tolist(), color=BLUE, linewidth=3)
    left, right = float(lower.max()), float(upper.min())
    if left <= right:
        ax.axvspan(left, right, color=ORANGE, alpha=0.3, linewidth=0)
        text = f" {left:.4f}…{right:.4f}"
        note = ax.text(right, 0.35, text, color=ORANGE, size=TICK_SIZE, va="center")
        note.set_bbox(plate(pad=0.5))
    ax.set(ylim=(len(lower) + 0.6, -0.1), xlabel=name, ylabel="column $j$")
    ax.set_yticks(list(rows))
    ax.xaxis.set_major_locator(MaxNLocator(5))
    return ax


def _cells(rows: int, columns: int, fewest: int, ax: Axes | None) -> Axes:
    spare = max(0.0, fewest - columns) / 2  # keeps the cells of a small matrix small
    left, right = -GAP - EDGE - spare, columns + spare + 0.05
    top, bottom = -GAP - EDGE, rows + 0.9
    ax = new_axes(WIDTH * (bottom - top) / (right - left)) if ax is None else ax
    ax.set(xlim=(left, right), ylim=(bottom, top), aspect="equal")
    ax.set_axis_off()
    text = "filled: positive    hollow: negative"
    ax.text(columns / 2, rows + 0.5, text, color=MUTED, size=TICK_SIZE, ha="center", va="center")
    return ax


def _scaled(vector: Tensor) -> list[float]:
    largest = vector.detach().abs().max().clamp(min=1e-30)
    return (vector.detach() / largest).tolist()


def _square(ax: Axes, left: float, top: float, value: float, share: float) -> None:
    """Draw a cell and in its share at the top the square of a value between −1 and 1."""
    side = share * sqrt(abs(value))
    corner = left + (1 - side) / 2, top + (share + 0.1 - side) / 2
    face, edge = (BLUE, BLUE) if value >= 0 else (PAPER, ORANGE)
    ax.add_patch(Rectangle((left, top), 1, 1, facecolor="none", edgecolor=GRID, linewidth=0.6))
    ax.add_patch(Rectangle(corner, side, side, facecolor=face, edgecolor=edge, linewidth=1.4))


def _write(ax: Axes, values: Tensor, left: float, top: float) -> None:
    """Write a table of values into the cells from a corner on."""
    for k, line in enumerate(values):
        for j, value in enumerate(line):
            place = left + j + 0.5, top + k + 0.84
            ax.text(*place, exact(value), color=INK, size=LABEL_SIZE, ha="center", va="center")


def _name(ax: Axes, x: float, y: float, symbol: str, index: int) -> None:
    ax.text(
        x, y, f"${symbol}_{{{index + 1}}}$", color=INK, size=LABEL_SIZE, ha="center", va="center"
    )
