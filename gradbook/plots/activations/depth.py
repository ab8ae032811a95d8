"""Gradients over many powers of ten: how they vanish with depth, and by rounding."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import cycle

from matplotlib.axes import Axes
from torch import Tensor

from gradbook.plots.activations.pieces import LOOKS
from gradbook.plots.axes import TICK_SIZE, label_end, log_scale, new_axes
from gradbook.plots.palette import BLUE, MUTED, ORANGE


def vanishing(
    products: Mapping[str, Tensor],
    bounds: Mapping[str, Tensor] | None = None,
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw the product of the first n factors of a gradient against n, on a logarithmic axis.

    Parameters
    ----------
    products : mapping of str to Tensor
        For each label the absolute products ``(depth,)`` after 1, 2, … layers.
    bounds : mapping of str to Tensor, optional
        Likewise, drawn as thin dotted lines.
    ax : Axes, optional
        Axes to draw on; new ones by default.

    Returns
    -------
    Axes
    """
    ax = new_axes(3.4) if ax is None else ax
    for (label, y), (color, style) in zip(products.items(), cycle(LOOKS), strict=False):
        ax.plot(range(1, len(y) + 1), y, color=color, linestyle=style, linewidth=2)
        label_end(ax, len(y), y[-1].item(), label, color)
    for label, y in (bounds or {}).items():
        ax.plot(range(1, len(y) + 1), y, color=MUTED, linestyle=":", linewidth=1.4)
        label_end(ax, len(y), y[-1].item(), label, MUTED)
    log_scale(ax, "y")
    ax.set_xlabel("number of layers $n$")
    ax.set_ylabel("derivative $dx_n/dx_0$")
    return ax


def underflow(z: Tensor, gradient: Tensor, exact: Tensor, *, ax: Axes | None = None) -> Axes:
    """Draw computed gradients on the exact curve, and in a row below those that are exactly 0.

    Parameters
    ----------
    z : Tensor
        Inputs ``(n,)``.
    gradient : Tensor
        Gradients ``(n,)`` as a dtype of few digits has them, zeros among them.
    exact : Tensor
        Positive gradients ``(n,)`` to compare with.
    ax : Axes, optional
        Axes to draw on; new ones by default.

    Returns
    -------
    Axes
    """
    ax = new_axes(3.4) if ax is None else ax
    zero = gradient == 0
    edge = exact.min().item() * 1e-2
    floor = edge * 1e-3
    ax.plot(z, exact, color=MUTED, linewidth=1.4)
    ax.plot(z[~zero], gradient[~zero], "o", color=BLUE, markersize=3.5)
    ax.plot(z[zero], [floor] * int(zero.sum()), "x", color=ORANGE, markersize=5)
    ax.text(0, floor, "exactly 0", color=ORANGE, size=TICK_SIZE, ha="right", va="center")
    log_scale(ax, "y")
    # Below this line the axis has no numbers: 0 has no place among powers of ten.
    ax.axhline(edge, color=MUTED, linewidth=0.8)
    low, high = ax.get_ylim()
    ax.set_yticks([tick for tick in ax.get_yticks() if edge < tick <= high])
    ax.set_ylim(low, high)
    ax.set_xlabel("$z$")
    ax.set_ylabel("gradient")
    return ax
