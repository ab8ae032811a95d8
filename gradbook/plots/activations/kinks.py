"""What a jump and a kink do to a derivative."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes

from gradbook.plots.activations.pieces import Function, draw_in_pieces, open_circle, plate
from gradbook.plots.axes import TICK_SIZE, new_axes
from gradbook.plots.palette import BLUE, GREEN, INK, MUTED, ORANGE


def step_and_slope(
    function: Function,
    derivative: Function,
    *,
    domain: tuple[float, float] = (-3.0, 3.0),
    axes: np.ndarray | None = None,
) -> np.ndarray:
    """Draw a step that jumps at 0 above its derivative, which is 0 wherever it exists.

    Parameters
    ----------
    function, derivative : callable
        Elementwise functions of a tensor.
    domain : tuple of float
        First and last z.
    axes : numpy.ndarray of Axes, optional
        Two axes, the upper first; new ones by default.

    Returns
    -------
    numpy.ndarray
        The two axes.
    """
    upper, lower = axes = new_axes(3.8, rows=2, sharex=True) if axes is None else axes
    draw_in_pieces(upper, function, domain, 0.0, BLUE)
    draw_in_pieces(lower, derivative, domain, 0.0, ORANGE)
    open_circle(lower, 0.0, 0.0, ORANGE)
    arrow = {"arrowstyle": "->", "color": MUTED, "shrinkB": 6}
    note: dict[str, Any] = {"color": INK, "size": TICK_SIZE, "ha": "center", "bbox": plate()}
    lower.annotate("no derivative at 0", (0, 0), xytext=(0, 0.8), arrowprops=arrow, **note)
    for end in domain:
        lower.text(end / 2, 0.15, "slope 0", **note)
    for ax in (upper, lower):
        ax.set(ylim=(-0.25, 1.25), yticks=[0, 1])
    upper.set_ylabel("step$(z)$", color=BLUE)
    lower.set_ylabel("step$'(z)$", color=ORANGE)
    lower.set_xlabel("$z$")
    return axes


def subgradients(
    function: Function,
    slopes: Sequence[float],
    *,
    domain: tuple[float, float] = (-2.0, 2.0),
    ax: Axes | None = None,
) -> Axes:
    """Draw a function and lines through its kink at 0, each labeled with its slope.

    Parameters
    ----------
    function : callable
        Elementwise function of a tensor.
    slopes : sequence of float
        Slopes of the lines, for example the subgradients that libraries choose.
    domain : tuple of float
        First and last z.
    ax : Axes, optional
        Axes to draw on; new ones by default.

    Returns
    -------
    Axes
    """
    ax = new_axes(3.2) if ax is None else ax
    draw_in_pieces(ax, function, domain, 0.0, BLUE)
    value = function(torch.tensor(0.0, dtype=torch.float64, device="cpu")).item()
    start, end = domain
    note: dict[str, Any] = {"color": GREEN, "size": TICK_SIZE, "bbox": plate()}
    for slope in slopes:
        ends = [value + slope * start, value + slope * end]
        ax.plot(domain, ends, color=GREEN, linestyle="--", linewidth=1.4, zorder=1.8)
        ax.text(
            start - 0.02 * (end - start),
            ends[0],
            f"slope {slope:g}",
            ha="right",
            va="center",
            **note,
        )
    ax.set_xlim(left=start - 0.25 * (end - start))
    ax.plot(0, value, "o", color=BLUE, markersize=6)
    ax.locator_params(axis="y", nbins=5)
    ax.set_xticks(np.linspace(start, end, 5))
    ax.set_xlabel("$z$")
    return ax
