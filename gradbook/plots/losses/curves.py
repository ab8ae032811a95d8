"""Curves over one axis, each with its name at its end."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.axes import Axes
from torch import Tensor

from gradbook.arguments import expected
from gradbook.plots.axes import new_axes
from gradbook.plots.losses.arrays import array
from gradbook.plots.losses.labels import label
from gradbook.plots.palette import CYCLE

LINES = ("-", "--", "-.", ":")
# Names nearer to each other than this share of the axis would touch.
GAP = 0.08


def labeled_curves(
    x: Tensor,
    curves: Mapping[str, Tensor],
    xlabel: str,
    ylabel: str,
    ax: Axes | None = None,
) -> Axes:
    """Draw up to four curves, each in its own color and line, its name at its right end.

    Parameters
    ----------
    x : Tensor
        Shape ``(n,)``.
    curves : mapping of str to Tensor
        For each name the values, shape ``(n,)``.
    xlabel, ylabel : str
        Names of the axes.
    ax : matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        More curves than there are kinds of lines.
    """
    if len(curves) > len(LINES):
        raise expected("curves", f"at most {len(LINES)}", len(curves))
    ax = new_axes(height=3.0) if ax is None else ax
    values = {name: array(y) for name, y in curves.items()}
    for (name, y), color, line in zip(values.items(), CYCLE, LINES, strict=False):
        ax.plot(x, y, color=color, linestyle=line, linewidth=2, label=name)
    low, high = ax.get_ylim()
    least = low
    for line in sorted(ax.lines, key=lambda line: line.get_ydata()[-1]):
        place = max(line.get_ydata()[-1], least)
        least = place + GAP * (high - low)
        label(
            ax, line.get_label(), (float(x[-1]), place), (5, 0), color=line.get_color(), ha="left"
        )
    ax.set(xlabel=xlabel, ylabel=ylabel, xlim=(None, float(x[-1])), ylim=(low, high))
    return ax
