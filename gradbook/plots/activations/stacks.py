"""What training does step by step, and how large gradients are layer by layer."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import cycle

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from torch import Tensor

from gradbook.plots.activations.pieces import LOOKS
from gradbook.plots.axes import TICK_SIZE, label_end, log_scale, new_axes


def step_by_step(
    curves: Mapping[str, Tensor], quantity: str = "loss $L$", *, ax: Axes | None = None
) -> Axes:
    """Draw a quantity after each step of training, one line for each label.

    Parameters
    ----------
    curves : mapping of str to Tensor
        For each label the values ``(steps,)``; the label stands at the line's right end.
    quantity : str
        The label of the vertical axis.
    ax : Axes, optional
        Axes to draw on; new ones by default.

    Returns
    -------
    Axes
    """
    ax = new_axes(3.2) if ax is None else ax
    for (label, y), (color, style) in zip(curves.items(), cycle(LOOKS), strict=False):
        ax.plot(y, color=color, linestyle=style, linewidth=1.4)
        label_end(ax, len(y) - 1, y[-1].item(), label, color)
    ax.set_xlabel("step")
    ax.set_ylabel(quantity)
    return ax


def layer_by_layer(sizes: Mapping[str, Tensor], *, ax: Axes | None = None) -> Axes:
    """Draw how large a gradient is in each layer, on a logarithmic axis.

    Parameters
    ----------
    sizes : mapping of str to Tensor
        For each label positive sizes ``(layers,)``, first layer first; the label stands at the
        line's left end, where a gradient arrives last.
    ax : Axes, optional
        Axes to draw on; new ones by default.

    Returns
    -------
    Axes
    """
    ax = new_axes(3.2) if ax is None else ax
    for (label, y), (color, style) in zip(sizes.items(), cycle(LOOKS), strict=False):
        ax.plot(range(1, len(y) + 1), y, color=color, linestyle=style, marker="o", markersize=4)
        ax.annotate(
            label,
            (1, y[0].item()),
            xytext=(0, -6),
            textcoords="offset points",
            color=color,
            size=TICK_SIZE,
            va="top",
        )
    log_scale(ax, "y")
    ax.margins(y=0.15)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel("layer, from the input to the output")
    ax.set_ylabel("size of the gradient")
    return ax
