"""What a stack of layers can draw: a straight line without activations, a bent one with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import cycle

import numpy as np
import torch
from matplotlib.axes import Axes
from torch import Tensor

from gradbook.plots.activations.pieces import LOOKS
from gradbook.plots.axes import LABEL_SIZE, label_end, new_axes
from gradbook.plots.palette import BLUE, INK, ORANGE, PAPER, SHADE


def stacked_layers(x: Tensor, outputs: Mapping[str, Tensor], *, ax: Axes | None = None) -> Axes:
    """Draw the outputs of several stacks of layers over one input.

    Parameters
    ----------
    x : Tensor
        Inputs ``(n,)``, ascending.
    outputs : mapping of str to Tensor
        For each label the outputs ``(n,)``; the label stands at the right end of its curve.
    ax : Axes, optional
        Axes to draw on; new ones by default.

    Returns
    -------
    Axes
    """
    ax = new_axes(3.2) if ax is None else ax
    for (label, y), (color, style) in zip(outputs.items(), cycle(LOOKS), strict=False):
        ax.plot(x, y, color=color, linestyle=style, linewidth=2)
        label_end(ax, x[-1].item(), y[-1].item(), label, color)
    ax.locator_params(nbins=5)
    ax.set_xlabel("$x$")
    ax.set_ylabel("output")
    return ax


def decision_regions(
    scores: Mapping[str, Callable[[Tensor], Tensor]],
    points: Tensor,
    classes: Tensor,
    *,
    threshold: float = 0.5,
    axes: np.ndarray | None = None,
) -> np.ndarray:
    """Draw for each model where it says class 1, and cross out the points that it gets wrong.

    Parameters
    ----------
    scores : mapping of str to callable
        For each label a function of points ``(..., 2)`` that gives scores ``(...)``.
    points : Tensor
        Points ``(n, 2)``.
    classes : Tensor
        0 or 1 for each point, ``(n,)``.
    threshold : float
        A score above it says class 1.
    axes : numpy.ndarray of Axes, optional
        One axes for each model; new ones side by side by default.

    Returns
    -------
    numpy.ndarray
        The axes.
    """
    if axes is None:
        axes = np.atleast_1d(new_axes(2.7, columns=len(scores), sharey=True))
    side = torch.linspace(-0.5, 1.5, 201, dtype=points.dtype, device=points.device)
    grid = torch.stack(torch.meshgrid(side, side, indexing="xy"), dim=-1)
    for ax, (label, score) in zip(axes, scores.items(), strict=True):
        region = score(grid)
        ax.contourf(side, side, region > threshold, levels=[0.5, 1.5], colors=[SHADE])
        ax.contour(side, side, region, levels=[threshold], colors=[INK], linewidths=1.2)
        ax.plot(*points[classes == 0].T, "o", color=BLUE, markerfacecolor=PAPER, markersize=9)
        ax.plot(*points[classes == 1].T, "s", color=ORANGE, markersize=8)
        wrong = (score(points) > threshold) != (classes == 1)
        ax.plot(*points[wrong].T, "x", color=INK, markersize=16, markeredgewidth=2)
        ax.set_title(label, color=INK, size=LABEL_SIZE)
        ax.set(xticks=[0, 1], yticks=[0, 1], aspect="equal")
        ax.set_xlabel("$x_1$")
    axes[0].set_ylabel("$x_2$")
    return axes
