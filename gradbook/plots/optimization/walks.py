"""Paths down a surface: where they go, and how their values fall."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10, nan

import numpy as np
from matplotlib.axes import Axes
from torch import Tensor

from gradbook.arguments import (
    check_count,
    check_each,
    check_filled,
    check_floating,
    expected,
    shape,
)
from gradbook.plots.axes import TICK_SIZE, legend_above, log_scale, new_axes
from gradbook.plots.optimization.landscapes import contour_lines, coordinates, write
from gradbook.plots.palette import CYCLE, INK, PAPER
from gradbook.surfaces import Surface

STYLES = ("-", "--", "-.", ":", (0, (10, 2)))
NEAR = 0.1  # ends that are closer are one, in the coordinates of the plane
KEY = 4  # the length of a line in a legend, in letters, so that it shows its dashes
DOT, SMALL = 9, 4.5  # at the end of a path, and where another path has ended before


def paths(
    surface: Surface, walks: Tensor, labels: Sequence[str] = (), *, ax: Axes | None = None
) -> Axes:
    """Draw paths on a surface's contour lines, each from an open circle to a dot.

    Parameters
    ----------
    surface : Surface
        The function and its domain.
    walks : Tensor
        Paths as `descend` returns them, ``(records, ..., 2)``.
    labels : sequence of str
        One for each path, for a legend; starts show their coordinates in any case.
    ax : matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    matplotlib.axes.Axes
    """
    each = _each(walks, labels)
    ax = contour_lines(surface, ax=ax)
    for index, walk in enumerate(each):
        color, style = CYCLE[index % len(CYCLE)], STYLES[index % len(STYLES)]
        label = labels[index] if labels else None
        ax.plot(*walk.T, color=color, linestyle=style, linewidth=2.2, label=label)
        (ring,) = ax.plot(*walk[0], "o", color=PAPER, markersize=8, zorder=3)
        ring.set(markeredgecolor=color, markeredgewidth=2)
        shared = any(np.hypot(*(walk[-1] - other[-1])) < NEAR for other in each[:index])
        size = SMALL if shared else DOT
        ax.plot(*walk[-1], "o", color=color, markeredgecolor=PAPER, markersize=size, zorder=3)
        name = coordinates(walk[0])
        if name not in [text.get_text() for text in ax.texts]:
            write(ax, name, walk[0], above=walk[-1, 1] < walk[0, 1])
    if labels:
        legend = ax.legend(labelcolor=INK, fontsize=TICK_SIZE, handlelength=KEY, framealpha=1)
        legend.get_frame().set(facecolor=PAPER, edgecolor=PAPER)
    return ax


def values_along(
    surface: Surface,
    walks: Tensor,
    labels: Sequence[str] = (),
    *,
    every: int = 1,
    ax: Axes | None = None,
) -> Axes:
    """Draw the values along paths by step, on a logarithmic axis.

    Parameters
    ----------
    surface : Surface
        The function.
    walks : Tensor
        Paths as `descend` returns them, ``(records, ..., 2)``.
    labels : sequence of str
        One for each path; the coordinates of their starts if there are none.
    every : int
        How many steps lie between two records.
    ax : matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    matplotlib.axes.Axes
        A value of exactly 0 has no place on it and ends its line.
    """
    check_count("every", every)
    each = _each(walks, labels)
    ax = new_axes(height=2.9) if ax is None else ax
    steps = every * np.arange(len(walks))
    for index, walk in enumerate(each):
        color, style = CYCLE[index % len(CYCLE)], STYLES[index % len(STYLES)]
        label = labels[index] if labels else coordinates(walk[0])
        values = surface(walks.reshape(len(walks), -1, 2)[:, index])
        ax.plot(
            steps,
            _numbers(values.where(values > 0, nan)),
            color=color,
            linestyle=style,
            linewidth=2,
            label=label,
        )
    ax.set(xlabel="step", ylabel="$f$", xlim=(0, steps[-1]))
    log_scale(ax, "y")
    powers = _powers(*ax.get_ylim())
    if len(powers) > 1:
        ax.set_yticks(powers)
    legend_above(ax, 3, handlelength=KEY, columnspacing=1.5)
    return ax


def _powers(low: float, high: float, count: int = 5) -> np.ndarray:
    """Return about so many powers of ten at equal distances, 1 among them if it is inside."""
    first, last = ceil(log10(low)), floor(log10(high))
    every = max(1, ceil((last - first) / count))
    return 10.0 ** np.arange(ceil(first / every) * every, last + 1, every)


def _each(walks: Tensor, labels: Sequence[str]) -> np.ndarray:
    """Return paths ``(records, ..., 2)`` one after the other, ``(k, records, 2)``."""
    check_floating("walks", walks)
    check_filled("walks", walks)
    if walks.ndim < 2 or walks.shape[-1] != 2:
        raise expected("walks", "shape (records, ..., 2)", shape(walks))
    each = _numbers(walks).reshape(len(walks), -1, 2).swapaxes(0, 1)
    if labels:
        check_each("labels", labels, len(each), "path")
    return each


def _numbers(values: Tensor) -> np.ndarray:
    return values.detach().cpu().double().numpy()
