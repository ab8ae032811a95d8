"""Softmax: from logits to probabilities, and its Jacobian as a heat map."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from torch import Tensor

from gradbook.plots.axes import LABEL_SIZE, new_axes
from gradbook.plots.losses.arrays import array
from gradbook.plots.losses.labels import label, label_bar, written
from gradbook.plots.palette import BLUE, INK, MUTED, ORANGE, PAPER

# How opaque the largest entry's color is; ink is legible on it in both modes.
DEEPEST = 0.5


def softmax_bars(
    logits: Tensor,
    probabilities: Tensor,
    pair: tuple[int, int] | None = None,
    axes: np.ndarray | None = None,
) -> np.ndarray:
    """Draw logits as bars above their probabilities, and compare two of them.

    Parameters
    ----------
    logits, probabilities : Tensor
        Shape ``(n,)``.
    pair : (int, int), optional
        Two classes, counted from 0: above stands the difference of their logits,
        below the ratio of their probabilities.
    axes : numpy.ndarray of two matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    numpy.ndarray of matplotlib.axes.Axes
        Shape ``(2,)``: the logits above, the probabilities below.
    """
    upper, lower = axes = new_axes(height=4.2, rows=2, sharex=True) if axes is None else axes
    z, p = array(logits), array(probabilities)
    _bars(upper, z, BLUE, "")
    _bars(lower, p, ORANGE, "//")
    names = [f"${i}$" for i in range(1, len(z) + 1)]
    lower.set(xticks=range(len(z)), xticklabels=names, xlabel="class $i$")
    upper.set(ylabel="logit $z_i$")
    lower.set(ylabel="probability $p_i$")
    if pair is not None:
        i, j = pair
        difference = z[i] - z[j]
        _fact(upper, f"$z_{i + 1} - z_{j + 1} = {difference:.2f}$")
        _fact(lower, f"$p_{i + 1}/p_{j + 1} = e^{{{difference:.2f}}} = {math.exp(difference):.2f}$")
    return axes


def jacobian_heat_map(jacobian: Tensor, ax: Axes | None = None) -> Axes:
    """Draw a Jacobian ∂pᵢ/∂zⱼ as a table of colors with the values in it.

    What is positive is blue, what is negative orange, and the nearer to 0, the fainter.

    Parameters
    ----------
    jacobian : Tensor
        Shape ``(m, n)``, i counting rows and j columns.
    ax : matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    matplotlib.axes.Axes
    """
    m, n = jacobian.shape
    ax = new_axes(height=3.6) if ax is None else ax
    values = array(jacobian)
    bound = np.abs(values).max() or 1
    for (i, j), value in np.ndenumerate(values):
        color, depth = BLUE if value > 0 else ORANGE, DEEPEST * abs(value) / bound
        corner = (j - 0.5, i - 0.5)
        ax.add_patch(Rectangle(corner, 1, 1, facecolor=color, alpha=depth, edgecolor="none"))
        label(ax, written(value, "+.4f"), (j, i))
    ax.set(xlim=(-0.5, n - 0.5), ylim=(m - 0.5, -0.5), aspect="equal")
    ax.set_xticks(range(n), [rf"$\partial z_{j + 1}$" for j in range(n)])
    ax.set_yticks(range(m), [rf"$\partial p_{i + 1}$" for i in range(m)])
    ax.tick_params(length=0, labelsize=LABEL_SIZE + 1)
    ax.spines[:].set_visible(False)
    ax.grid(False)
    ax.xaxis.tick_top()
    return ax


def _bars(ax: Axes, values: np.ndarray, color: str, hatch: str) -> None:
    places = range(len(values))
    ax.bar(places, values, width=0.55, facecolor=PAPER, edgecolor=color, hatch=hatch, linewidth=2)
    ax.axhline(0, color=MUTED, linewidth=0.8)
    for place, value in zip(places, values, strict=True):
        label_bar(ax, place, value, written(value, ".4f"))
    ax.margins(y=0.2)
    ax.grid(axis="x", visible=False)


def _fact(ax: Axes, text: str) -> None:
    ax.set_title(text, loc="right", color=INK, size=LABEL_SIZE + 1)
