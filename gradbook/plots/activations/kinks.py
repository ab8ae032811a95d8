"""What a jump and a kink do to a derivative."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes

from gradbook.plots.activations.pieces import Function, draw_in_pieces, open_circle
from gradbook.plots.axes import LABEL_SIZE, TICK_SIZE, new_axes, plate
from gradbook.plots.palette import BLUE, INK, MUTED, ORANGE


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
    symbol: str = r"\mathrm{relu}",
    domain: tuple[float, float] = (-2.0, 2.0),
    ax: Axes | None = None,
) -> Axes:
    """Draw a function and lines through its kink at 0, each labeled with its slope.

    A label stands at the end at which its line is farther from the function.

    Parameters
    ----------
    function : callable
        Elementwise function of a tensor.
    slopes : sequence of float
        Slopes of the lines, for example the subgradients that libraries choose.
    symbol : str
        The function's symbol in mathtext without dollar signs.
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
    at = torch.tensor([domain[0], 0.0, domain[1]], dtype=torch.float64, device="cpu")
    left, value, right = function(at).tolist()
    start, end = domain
    room = 0.02 * (end - start)
    note: dict[str, Any] = {"size": TICK_SIZE, "va": "center", "bbox": plate()}
    for slope in slopes:
        ends = [value + slope * start, value + slope * end]
        # On top of the function, where it runs along one of the lines.
        ax.plot(domain, ends, color=ORANGE, linestyle="--", linewidth=1.4, zorder=3)
        if abs(ends[0] - left) >= abs(ends[1] - right):
            ax.text(start - room, ends[0], f"slope {slope:g}", color=ORANGE, ha="right", **note)
        else:
            ax.text(end + room, ends[1], f"slope {slope:g}", color=ORANGE, ha="left", **note)
    note["size"] = LABEL_SIZE
    ax.text(end + room, right, f"${symbol}(z)$", color=BLUE, ha="left", **note)
    ax.set_xlim(start - 0.25 * (end - start), end + 0.25 * (end - start))
    ax.plot(0, value, "o", color=BLUE, markersize=6, zorder=4)
    ax.locator_params(axis="y", nbins=5)
    ax.set_xticks(np.linspace(start, end, 5))
    ax.set_xlabel("$z$")
    return ax
