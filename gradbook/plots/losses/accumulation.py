"""What `.grad` holds after each call of `backward`, with and without clearing it."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from torch import Tensor

from gradbook.plots.axes import LABEL_SIZE, new_axes
from gradbook.plots.losses.arrays import array
from gradbook.plots.losses.labels import label_bar, written
from gradbook.plots.palette import BLUE, INK, MUTED, ORANGE, PAPER


def gradient_accumulation(gradients: Tensor, axes: np.ndarray | None = None) -> np.ndarray:
    """Draw `.grad` after each call of `backward`: summed up above, cleared first below.

    Parameters
    ----------
    gradients : Tensor
        Shape ``(calls,)``: the gradient that each call contributes.
    axes : numpy.ndarray of two matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    numpy.ndarray of matplotlib.axes.Axes
        Shape ``(2,)``: without and with ``zero_grad``, on one scale.
    """
    upper, lower = axes = new_axes(height=4.4, rows=2, sharex=True) if axes is None else axes
    each = array(gradients)
    total = each.cumsum()
    _blocks(upper, total - each, each, ORANGE, "without zero_grad")
    _blocks(lower, np.zeros_like(each), each, BLUE, "with zero_grad")
    ends = np.concatenate([[0], total, each])
    room = 0.15 * np.ptp(ends)
    for ax in axes:
        ax.set_ylim(ends.min() - room * (ends.min() < 0), ends.max() + room)
    lower.set(xticks=range(1, len(each) + 1), xlabel="call of backward")
    return axes


def _blocks(ax: Axes, before: np.ndarray, each: np.ndarray, color: str, title: str) -> None:
    """What each call adds, standing on what was there before."""
    calls = np.arange(1, len(each) + 1)
    ax.bar(calls, before, 0.6, facecolor=PAPER, edgecolor=MUTED, linestyle=":")
    ax.bar(calls, each, 0.6, before, facecolor=PAPER, edgecolor=color, hatch="//", linewidth=1.5)
    for call, value in enumerate(before + each, start=1):
        label_bar(ax, call, value, written(value, ".3g"))
    ax.axhline(0, color=MUTED, linewidth=0.8)
    ax.set_title(title, loc="left", color=INK, size=LABEL_SIZE)
    ax.set_ylabel(".grad")
    ax.grid(axis="x", visible=False)
