"""How losses of the same errors differ: three reductions, and the norm beside the square."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from torch import Tensor

from gradbook.plots.axes import new_axes
from gradbook.plots.losses.arrays import array
from gradbook.plots.losses.labels import label
from gradbook.plots.palette import BLUE, CYCLE, MUTED, ORANGE, PAPER


def reduction_gradients(
    error: Tensor, gradients: Mapping[str, Tensor], ax: Axes | None = None
) -> Axes:
    """Draw the gradients of several reductions over the errors: lines that differ by a factor.

    Parameters
    ----------
    error : Tensor
        Shape ``(n,)``: predictions minus targets.
    gradients : mapping of str to Tensor
        For each reduction's name its gradient, shape ``(n,)``.
    ax : matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    matplotlib.axes.Axes
        Each line ends in its name and the factor between error and gradient.
    """
    ax = new_axes(height=3.2) if ax is None else ax
    r = np.sort(array(error))
    end = 1.15 * np.abs(r).max()
    ax.axhline(0, color=MUTED, linewidth=0.8)
    styles = zip(CYCLE, "os^Dv", ("-", "--", "-.", ":", (0, (5, 1))), strict=True)
    for (name, gradient), (color, marker, line) in zip(gradients.items(), styles, strict=False):
        factor = float((gradient * error).sum() / error.square().sum())
        ax.plot([-end, end], [-factor * end, factor * end], color=color, linestyle=line)
        ax.plot(array(error), array(gradient), marker, color=color, markersize=6)
        times = f"{factor:.3g}\\," if round(factor, 3) != 1 else ""
        label(ax, f"{name}: ${times}r$", (end, factor * end), (5, 0), ha="left", color=color)
    ax.set(xlabel="error $r = p - t$", ylabel="gradient")
    return ax


def square_and_norm(reach: float = 2.0, axes: np.ndarray | None = None) -> np.ndarray:
    """Draw the square and the L2 norm of one error r, above the gradients of both.

    The norm of one number is its absolute value: its slope is ±1 and jumps at 0,
    where the slope of the square passes through 0.

    Parameters
    ----------
    reach : float
        Errors from ``−reach`` to ``reach``.
    axes : numpy.ndarray of two matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    numpy.ndarray of matplotlib.axes.Axes
        Shape ``(2,)``: the losses above, their gradients below.
    """
    upper, lower = axes = new_axes(height=4.4, rows=2, sharex=True) if axes is None else axes
    r = np.linspace(-reach, reach, 201)
    upper.plot(r, r**2, color=BLUE, linewidth=2)
    upper.plot(r, np.abs(r), color=ORANGE, linewidth=2, linestyle="--")
    lower.plot(r, 2 * r, color=BLUE, linewidth=2)
    for sign in (-1, 1):
        lower.plot([0, sign * reach], [sign, sign], color=ORANGE, linewidth=2, linestyle="--")
    lower.plot([0, 0], [-1, 1], "o", color=ORANGE, markerfacecolor=PAPER, markersize=6)
    label(upper, "$r^2$", (reach, reach**2), (5, -4), ha="left", color=BLUE)
    label(upper, r"$\Vert r\Vert$", (reach, reach), (5, 0), ha="left", color=ORANGE)
    label(lower, "$2r$", (reach, 2 * reach), (5, -4), ha="left", color=BLUE)
    label(lower, r"$r\,/\,\Vert r\Vert$", (reach, 1), (5, 0), ha="left", color=ORANGE)
    upper.set(ylabel="loss")
    lower.set(xlabel="error $r$", ylabel="gradient")
    return axes
