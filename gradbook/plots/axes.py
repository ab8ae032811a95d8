"""Axes in the book's style: made here, never by a global setting."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator

from gradbook.plots.palette import GRID, INK, MUTED, PAPER

# A figure this wide is shown at four fifths of its size on a phone, so its type of 9 points stays
# legible there; what may have sub- and superscripts, which are 0.7 as large, has 11.
WIDTH = 4.6
LABEL_SIZE = 11
TICK_SIZE = 9


def new_axes(height: float = 3.0, rows: int = 1, columns: int = 1, **settings: Any) -> Any:
    """Return new styled axes, one or an array of them, in a figure `WIDTH` inches wide.

    Parameters
    ----------
    height : float
        Height of the whole figure in inches.
    rows, columns : int
        Grid of axes.
    **settings
        Passed to `matplotlib.pyplot.subplots`, for example ``sharex=True``.

    Returns
    -------
    matplotlib.axes.Axes or numpy.ndarray
        One axes for a 1 × 1 grid, otherwise the array that `subplots` returns.
    """
    _, axes = plt.subplots(rows, columns, figsize=(WIDTH, height), layout="constrained", **settings)
    for ax in axes.flat if rows * columns > 1 else [axes]:
        style(ax)
    return axes


def style(ax: Axes) -> Axes:
    """Give axes the book's lines, ticks and type, and return them."""
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(MUTED)
    ax.tick_params(colors=INK, labelsize=TICK_SIZE, length=3, color=MUTED)
    ax.tick_params(which="minor", color=MUTED)
    ax.xaxis.label.set(color=INK, size=LABEL_SIZE)
    ax.yaxis.label.set(color=INK, size=LABEL_SIZE)
    ax.title.set(color=INK, size=LABEL_SIZE)
    ax.grid(color=GRID, linewidth=0.6)
    ax.set_axisbelow(True)
    return ax


def log_scale(ax: Axes, sides: str) -> None:
    """Make axes logarithmic, each side of ``"x"``, ``"y"`` or ``"xy"``, with legible exponents."""
    for side in sides:
        ax.set(**{f"{side}scale": "log"})
        (ax.xaxis if side == "x" else ax.yaxis).set_tick_params(labelsize=LABEL_SIZE)
        if side == "x":
            ax.xaxis.set_major_locator(LogLocator(numticks=6))


def legend_above(
    ax: Axes, columns: int, *, center: bool = False, size: float = TICK_SIZE, **spaces: float
) -> None:
    """Name the lines above the axes, from the left end on or in the center."""
    ax.legend(
        loc="lower center" if center else "lower left",
        bbox_to_anchor=(0.5 if center else 0, 1),
        ncols=columns,
        frameon=False,
        labelcolor=INK,
        fontsize=size,
        **spaces,
    )


def plate(color: str = PAPER, pad: float = 1.5) -> dict[str, object]:
    """Return the settings of a box that keeps lines out of a text."""
    return {"facecolor": color, "edgecolor": "none", "pad": pad}


def label_end(ax: Axes, x: float, y: float, text: str, color: str) -> None:
    """Write a line's label at its right end, beyond the axes."""
    ax.set_xlim(right=x)
    ax.annotate(
        text,
        (x, y),
        xytext=(4, 0),
        textcoords="offset points",
        color=color,
        size=LABEL_SIZE,
        va="center",
    )
