"""Following the gradient downhill: on a curve, step by step, on contour lines."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from torch import Tensor

from gradbook.plots.axes import log_scale, new_axes
from gradbook.plots.gradient.drawing import (
    Function,
    Interval,
    curve,
    numbers,
    title,
    two_columns,
    write,
)
from gradbook.plots.gradient.fields import contours
from gradbook.plots.palette import BLUE, CYCLE, INK, ORANGE
from gradbook.surfaces import Surface


def descent_on_curve(
    f: Function, paths: Mapping[str, Tensor], domain: Interval, axes: np.ndarray | None = None
) -> np.ndarray:
    """Draw paths of gradient descent on the curve of f, a panel each, in two columns.

    Parameters
    ----------
    f : callable
        The function, elementwise.
    paths : mapping of str to Tensor
        For each label its path ``(steps + 1,)``, start included.
    domain : tuple of float
        Ends of the interval that is drawn; a path may leave it.
    axes : numpy.ndarray of matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    numpy.ndarray of matplotlib.axes.Axes
        Each holds the curve and one path, titled with its label.
    """
    if axes is None:
        axes = two_columns(len(paths), height=1.8, sharex=True, sharey=True)
        # The last number of one panel is not read together with the first of the next.
        axes.flat[0].figure.get_layout_engine().set(wspace=0.06)
    for ax, (label, path) in zip(axes.flat, paths.items(), strict=False):
        curve(ax, f, domain)
        low, high = ax.get_ylim()
        x, y = numbers(path), numbers(f(path))
        ax.plot(x, y, "-o", color=ORANGE, linewidth=1.2, markersize=4)
        ax.plot(x[0], y[0], "s", color=INK, markersize=6)
        ax.set(xlabel="$x$", ylabel="$f(x)$", xlim=domain, ylim=(low, high))
        ax.label_outer()
        title(ax, label)
        ax.label_outer()
    return axes


def values_by_step(values: Mapping[str, Tensor], ax: Axes | None = None) -> Axes:
    """Draw the values that paths reach after each step, on a logarithmic axis.

    Parameters
    ----------
    values : mapping of str to Tensor
        For each label the values ``(steps + 1,)``, positive.
    ax : matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    matplotlib.axes.Axes
        With a line for each, ended by its label.
    """
    ax = new_axes(height=3.4) if ax is None else ax
    log_scale(ax, "y")
    for (label, heights), color, marker in zip(values.items(), CYCLE, "os^Dv", strict=False):
        y = numbers(heights)
        ax.plot(y, color=color, marker=marker, markersize=3.5, linewidth=1.4)
        write(ax, label, (len(y) - 1, y[-1]), (6, 0), color)
    ax.set(xlabel="step", ylabel="$f$")
    return ax


def descent_on_contours(
    surface: Surface, paths: Mapping[str, Tensor], axes: np.ndarray | None = None
) -> np.ndarray:
    """Draw paths of gradient descent on the contour lines of a surface, a panel each.

    Parameters
    ----------
    surface : Surface
        The function and the domain that is drawn; a path may leave it.
    paths : mapping of str to Tensor
        For each label its path ``(steps + 1, 2)``, start included.
    axes : numpy.ndarray of matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    numpy.ndarray of matplotlib.axes.Axes
        Each holds contour lines, the minima as crosses, and one path, titled with its label.
    """
    if axes is None:
        (left, right), (low, high) = surface.domain
        height = 0.5 + 3.9 * (high - low) / (right - left)
        axes = np.atleast_1d(new_axes(height=height * len(paths), rows=len(paths)))
    for ax, (label, path) in zip(axes, paths.items(), strict=True):
        contours(ax, surface)
        ax.plot(*numbers(path).T, "-o", color=ORANGE, linewidth=1.2, markersize=4)
        ax.plot(*numbers(path[0]), "s", color=INK, markersize=6)
        for x, y in surface.minima:
            ax.plot(x, y, "x", color=BLUE, markersize=8, markeredgewidth=2)
        title(ax, label)
        ax.label_outer()
    return axes
