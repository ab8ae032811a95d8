"""Jacobians as rectangles: what one pass gives of them, and what the whole of one costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from gradbook.plots.axes import LABEL_SIZE, TICK_SIZE, label_end, new_axes
from gradbook.plots.palette import BLUE, CYCLE, GRID, INK, ORANGE, PAPER

__all__ = ["column_and_row", "cost_by_shape"]

Rows = Sequence[Sequence[float]]

# Between the matrix and the vectors beside it, in cells.
GAP = 0.45


def column_and_row(
    jacobian: Rows, column: int, row: int, *, axes: Sequence[Axes] | None = None
) -> Sequence[Axes]:
    """Draw a Jacobian twice: the column that a pass forward gives, and the row of a pass back.

    Parameters
    ----------
    jacobian : sequence of sequence of float
        The m rows of n numbers; each is written with up to three digits.
    column, row : int
        Which of them are picked out, from 0.
    axes : sequence of Axes, optional
        Two axes to draw on; new ones by default.

    Returns
    -------
    sequence of Axes
    """
    matrix = np.asarray(jacobian, dtype=float)
    forward, back = new_axes(3.1, 1, 2) if axes is None else axes
    m, n = matrix.shape
    _matrix(forward, matrix, {(i, column) for i in range(m)}, BLUE)
    _vector(forward, np.eye(n)[column], (0, -1 - GAP), BLUE, "$v$")
    _vector(forward, matrix[:, column], (n + GAP, 0), BLUE, "$Jv$", down=True, full=True)
    forward.set_title("one pass forward")
    _matrix(back, matrix, {(row, j) for j in range(n)}, ORANGE)
    _vector(back, np.eye(m)[row], (-1 - GAP, 0), ORANGE, "$u$", down=True)
    _vector(back, matrix[row], (0, m + GAP), ORANGE, r"$J^{\!\top\!}u$", full=True)
    back.set_title("one pass back")
    _frame(forward, (-0.9, n + GAP + 1), (-1 - GAP, m + 1 + GAP))
    _frame(back, (-1 - GAP, n + 0.9), (-1 - GAP, m + 1 + GAP))
    return forward, back


def _frame(ax: Axes, across: tuple[float, float], down: tuple[float, float]) -> None:
    """Show these cells as squares, the first row on top, without a frame."""
    ax.set(xlim=(across[0] - 0.05, across[1] + 0.05), ylim=(down[1] + 0.05, down[0] - 0.05))
    ax.set_aspect("equal")
    ax.axis("off")


def _matrix(ax: Axes, matrix: np.ndarray, picked: set[tuple[int, int]], color: str) -> None:
    """Draw a matrix as a grid of numbers, some cells of it filled."""
    for (i, j), number in np.ndenumerate(matrix):
        _cell(ax, (j, i), number, color if (i, j) in picked else None, INK)


def _vector(
    ax: Axes,
    numbers: np.ndarray,
    start: tuple[float, float],
    color: str,
    name: str,
    *,
    down: bool = False,
    full: bool = False,
) -> None:
    """Draw a vector beside the matrix, down or across, with its name before or above it."""
    x, y = start
    for k, number in enumerate(numbers):
        place = (x, y + k) if down else (x + k, y)
        _cell(ax, place, number, color if full else None, color if number else INK)
    name_at = (x + 0.5, y - 0.55) if down else (x - 0.25, y + 0.5)
    side = "center" if down else "right"
    ax.text(*name_at, name, color=color, size=LABEL_SIZE, ha=side, va="center")


def _cell(ax: Axes, place: tuple[float, float], number: float, fill: str | None, ink: str) -> None:
    """Draw one number in its square."""
    x, y = place
    ax.add_patch(Rectangle(place, 1, 1, facecolor=fill or PAPER, edgecolor=GRID, linewidth=1))
    look: dict[str, Any] = {"size": TICK_SIZE, "ha": "center", "va": "center"}
    ax.text(x + 0.5, y + 0.5, f"{number:.3g}", color=PAPER if fill else ink, **look)


def cost_by_shape(
    shapes: Sequence[tuple[int, int]],
    costs: Mapping[str, Sequence[float]],
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw what whole Jacobians cost against their shape, on a logarithmic axis.

    Parameters
    ----------
    shapes : sequence of (int, int)
        Rows and columns, from tall to wide.
    costs : mapping of str to sequence of float
        For each label the costs, in runs of the function; the label stands at the line's right end.
    ax : Axes, optional
        Axes to draw on; new ones by default.

    Returns
    -------
    Axes
    """
    ax = new_axes(3.0) if ax is None else ax
    # Powers of two: on a short range the powers of ten are too few, and their parts too many.
    ax.set_yscale("log", base=2)
    ax.yaxis.set_major_formatter("{x:g}")
    places = range(len(shapes))
    for (label, y), color in zip(costs.items(), CYCLE, strict=False):
        ax.plot(places, y, color=color, linewidth=2, marker="o", markersize=4, clip_on=False)
        label_end(ax, places[-1], y[-1], label, color)
    ax.set_xticks(places, [f"{m} × {n}" for m, n in shapes])
    ax.set_xlabel("rows × columns of the Jacobian")
    ax.set_ylabel("cost, in runs of $f$")
    return ax
