"""The figure of a tape that fills with values, and empties as slopes are handed back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from gradbook.arguments import check_each
from gradbook.plots.axes import LABEL_SIZE, new_axes
from gradbook.plots.palette import BLUE, GRID, INK, MUTED, ORANGE

__all__ = ["filled_and_emptied"]

GAP = 0.5  # between the ways, in cells
MIDDLE: dict[str, Any] = {"ha": "center", "va": "center", "annotation_clip": False}


def filled_and_emptied(
    names: Sequence[str],
    values: Sequence[float],
    slopes: Sequence[Mapping[str, float]],
    leaves: int,
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw the tape of a program: a row for each number, a column for each step.

    On the left, the values come one by one; on the right, the slopes that wait on the way back.
    What a step has written stands in color.

    Parameters
    ----------
    names : sequence of str
        The numbers in the order of the tape, the leaves first.
    values : sequence of float
        Their values ``(n,)``.
    slopes : sequence of mapping of str to float
        The slopes that wait, by name: before the way back, and after each of its steps.
    leaves : int
        How many of the numbers are leaves.
    ax : Axes, optional
        Axes to draw on; new ones by default.

    Returns
    -------
    Axes
    """
    check_each("values", values, len(names), "name")
    ax = new_axes(2.7) if ax is None else ax
    made = names[leaves:]
    for column in range(len(made) + 1):
        _column(ax, column, f"${made[column - 1]}$" if column else "start", len(names))
        for row in range(leaves + column):
            fresh = row == leaves + column - 1 and column > 0
            _number(ax, column, row, values[row], BLUE if fresh else INK)
    start = len(made) + 1 + GAP
    before: Mapping[str, float] = {}
    for column, waiting in enumerate(slopes):
        _column(ax, start + column, f"${made[-column]}$" if column else "start", len(names))
        for row, name in enumerate(names):
            if name in waiting:
                fresh = waiting[name] != before.get(name)
                _number(ax, start + column, row, waiting[name], ORANGE if fresh else INK)
        before = waiting
    _frame(ax, names, len(made) + 1, start, len(slopes))
    return ax


def _column(ax: Axes, left: float, head: str, rows: int) -> None:
    """Draw the empty cells of a step, under the number that it computes or reads."""
    for row in range(rows):
        cell = Rectangle((left, row), 1, 1, facecolor="none", edgecolor=GRID, linewidth=0.8)
        ax.add_patch(cell)
    ax.annotate(head, (left + 0.5, -0.45), color=MUTED, size=LABEL_SIZE, **MIDDLE)


def _number(ax: Axes, left: float, row: int, number: float, color: str) -> None:
    if color != INK:
        edge = Rectangle(
            (left + 0.06, row + 0.06), 0.88, 0.88, facecolor="none", edgecolor=color, linewidth=1.6
        )
        ax.add_patch(edge)
    text = f"{number:g}".replace("-", "−")
    ax.annotate(text, (left + 0.5, row + 0.5), color=color, size=LABEL_SIZE, **MIDDLE)


def _frame(ax: Axes, names: Sequence[str], forward: int, start: float, back: int) -> None:
    """Name the rows and both ways, and show nothing of the axes."""
    for row, name in enumerate(names):
        ax.annotate(f"${name}$", (-0.45, row + 0.5), color=INK, size=LABEL_SIZE, **MIDDLE)
    below = len(names) + 0.55
    for text, left, width, color in (
        ("forward", 0.0, forward, BLUE),
        ("backward", start, back, ORANGE),
    ):
        ax.annotate(text, (left + width / 2, below), color=color, size=LABEL_SIZE, **MIDDLE)
    ax.set(xlim=(-0.9, start + back + 0.1), ylim=(len(names) + 1, -0.9))
    ax.set_axis_off()
    ax.grid(visible=False)
