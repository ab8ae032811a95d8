"""Activations above their derivatives, and how one curve comes from another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes

from gradbook.plots.activations.pieces import Function, draw_in_pieces, shade_saturation
from gradbook.plots.axes import LABEL_SIZE, TICK_SIZE, new_axes, plate
from gradbook.plots.palette import BLUE, GREEN, INK, ORANGE


def activation(
    function: Function,
    derivative: Function,
    symbol: str,
    *,
    domain: tuple[float, float] = (-8.0, 8.0),
    saturated: float = 0.05,
    axes: np.ndarray | None = None,
) -> np.ndarray:
    """Draw an activation above its derivative, and shade where it is saturated.

    Parameters
    ----------
    function, derivative : callable
        Elementwise functions of a tensor; they may have a jump or a kink at 0.
    symbol : str
        The function's symbol in mathtext without dollar signs, for example ``"f"``.
    domain : tuple of float
        First and last z, with 0 between them.
    saturated : float
        Shaded is where the derivative is below this share of its largest value.
    axes : numpy.ndarray of Axes, optional
        Two axes, the upper first; new ones by default.

    Returns
    -------
    numpy.ndarray
        The two axes.
    """
    upper, lower = axes = new_axes(4.2, rows=2, sharex=True) if axes is None else axes
    shade_saturation([upper, lower], derivative, domain, saturated)
    draw_in_pieces(upper, function, domain, 0.0, BLUE)
    draw_in_pieces(lower, derivative, domain, 0.0, ORANGE)

    peak = derivative(torch.linspace(*domain, 1001, dtype=torch.float64, device="cpu")).max().item()
    lower.set(ylim=(-0.12 * peak, 1.2 * peak))
    lower.set_yticks([0, peak], ["0", f"{peak:.3g}"])
    upper.locator_params(axis="y", nbins=3)
    lower.locator_params(axis="x", nbins=6)
    upper.set_ylabel(f"${symbol}(z)$", color=BLUE)
    lower.set_ylabel(f"${symbol}'(z)$", color=ORANGE)
    lower.set_xlabel("$z$")
    return axes


def tanh_from_sigmoid(
    sigmoid: Function,
    tanh: Function,
    *,
    points: Sequence[float] = (-4.0, -2.0, 0.0),
    ax: Axes | None = None,
) -> Axes:
    """Draw tanh z = 2σ(2z) − 1 beside σ, with arrows from points of σ to their places on tanh.

    Parameters
    ----------
    sigmoid, tanh : callable
        Elementwise functions of a tensor.
    points : sequence of float
        Where the arrows start: they lead from (z, σ(z)) to (z/2, 2σ(z) − 1).
    ax : Axes, optional
        Axes to draw on; new ones by default.

    Returns
    -------
    Axes
    """
    ax = new_axes(3.4) if ax is None else ax
    z = torch.linspace(-6, 6, 401, dtype=torch.float64, device="cpu")
    ax.plot(z, sigmoid(z), color=GREEN, linestyle="--", linewidth=2)
    ax.plot(z, tanh(z), color=BLUE, linewidth=2.2)
    arrow = {"arrowstyle": "->", "color": INK, "shrinkA": 3, "shrinkB": 1}
    for start in points:
        height = sigmoid(torch.tensor(start, dtype=torch.float64, device="cpu")).item()
        ax.plot(start, height, "o", color=GREEN, markersize=5)
        ax.annotate("", (start / 2, 2 * height - 1), xytext=(start, height), arrowprops=arrow)
    ax.text(-6, 0.1, r"$\sigma(z)$", color=GREEN, size=LABEL_SIZE)
    ax.text(-6, -0.9, r"$\tanh z$", color=BLUE, size=LABEL_SIZE)
    note: dict[str, Any] = {"color": INK, "size": TICK_SIZE, "bbox": plate()}
    ax.text(2.4, -0.6, "half as wide,\ntwice as tall,\nthen lowered by 1", **note)
    ax.set(xticks=[-6, -3, 0, 3, 6], yticks=[-1, 0, 1])
    ax.set_xlabel("$z$")
    return ax
