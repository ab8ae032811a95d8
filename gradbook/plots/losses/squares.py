"""Squared errors: as areas, and as a parabola with its slope."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from torch import Tensor

from gradbook.plots.axes import new_axes
from gradbook.plots.losses.arrays import array
from gradbook.plots.losses.labels import label, written
from gradbook.plots.palette import BLUE, INK, MUTED, ORANGE, SHADE


def residual_squares(x: Tensor, target: Tensor, prediction: Tensor, ax: Axes | None = None) -> Axes:
    """Draw data, the line through the predictions, and each squared error as a square.

    Parameters
    ----------
    x, target, prediction : Tensor
        Shape ``(n,)``. The squares have the areas ``(prediction − target)²``, in data units.
    ax : matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    matplotlib.axes.Axes
        With equal units on both axes, so that the squares are squares.
    """
    ax = new_axes(height=4.4) if ax is None else ax
    order = x.argsort()
    at, data, line = (array(values[order]) for values in (x, target, prediction))
    rising = line[-1] >= line[0]
    for xi, ti, pi in zip(at, data, line, strict=True):
        side = abs(pi - ti)
        # The square lies on the side where the line does not run through it.
        left = xi - side if (ti > pi) == rising else xi
        corner = (left, min(ti, pi))
        ax.add_patch(
            Rectangle(corner, side, side, facecolor=SHADE, edgecolor=ORANGE, linewidth=1.5)
        )
        # A small square has no room for its area.
        if side > 0.1 * (at[-1] - at[0]):
            label(ax, f"{side**2:.2f}", (left + side / 2, min(ti, pi) + side / 2))
    ax.plot(at, line, color=BLUE, linewidth=2)
    ax.plot(at, data, "o", color=INK, markersize=6)
    ax.set(xlabel="$x$", ylabel="$y$", aspect="equal")
    return ax


def error_and_gradient(
    prediction: Tensor, target: float, axes: np.ndarray | None = None
) -> np.ndarray:
    """Draw (p − t)² with its slope at some predictions p, above the line 2 (p − t).

    Parameters
    ----------
    prediction : Tensor
        Shape ``(n,)``: where the slope is drawn.
    target : float
        The place of the minimum.
    axes : numpy.ndarray of two matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    numpy.ndarray of matplotlib.axes.Axes
        Shape ``(2,)``: the squared error above, its gradient below.
    """
    upper, lower = axes = new_axes(height=4.4, rows=2, sharex=True) if axes is None else axes
    at = array(prediction)
    reach = 1.25 * np.abs(at - target).max()
    p = np.linspace(target - reach, target + reach, 201)
    upper.plot(p, (p - target) ** 2, color=BLUE, linewidth=2)
    lower.plot(p, 2 * (p - target), color=ORANGE, linewidth=2)
    lower.axhline(0, color=MUTED, linewidth=0.8)
    for value in at:
        slope = 2 * (value - target)
        ends = value + np.array([-1, 1]) * reach / 7
        tangent = (value - target) ** 2 + slope * (ends - value)
        upper.plot(ends, tangent, color=ORANGE, linewidth=2.5)
        # Off the line, on the side away from 0.
        place, ha = ((-7, 9), "right") if slope > 0 else ((7, -9), "left")
        label(lower, written(slope, "+.3g"), (value, slope), place, ha=ha)
    upper.plot(at, (at - target) ** 2, "o", color=INK, markersize=6)
    lower.plot(at, 2 * (at - target), "o", color=INK, markersize=6)
    upper.set(ylabel="$(p - t)^2$")
    lower.set(xlabel="prediction $p$", ylabel="$2\\,(p - t)$")
    return axes
