"""A loss over two parameters: as a surface, as contours, and along a segment."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from torch import Tensor

from gradbook.plots.axes import new_axes
from gradbook.plots.losses.arrays import array
from gradbook.plots.losses.labels import label
from gradbook.plots.palette import BLUE, INK, MUTED, ORANGE, PAPER

Loss = Callable[[Tensor], Tensor]
Point = Sequence[float]

# Mid-tones, which stand out from a white page as well as from a dark one.
HEIGHTS = LinearSegmentedColormap.from_list("heights", ["#2f5f9e", "#3f9aa0", "#a9c77a"])


def loss_contours(
    loss: Loss,
    w: tuple[float, float],
    b: tuple[float, float],
    minima: Sequence[Point] = (),
    segment: tuple[Point, Point] | None = None,
    ax: Axes | None = None,
    *,
    paths: Sequence[Tensor] = (),
) -> Axes:
    """Draw a loss over weight and bias as filled contours, with minima, a segment and paths.

    All bands between two contours have the same area.

    Parameters
    ----------
    loss : callable
        Takes points (w, b) of shape ``(..., 2)``, float64, to values of shape ``(...)``.
    w, b : tuple of float
        First and last value on the two axes.
    minima : sequence of (float, float)
        Points to mark, with the loss written beside them.
    segment : two points, optional
        Drawn as a dashed line from A to B.
    ax : matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.
    paths : sequence of Tensor
        Walks through the parameters, each ``(steps, 2)``, with a circle at the start.

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = new_axes(height=3.6) if ax is None else ax
    points = grid(w, b, 201)
    height = loss(points).detach().numpy()
    x, y = points.unbind(-1)
    # Levels between quantiles show a flat floor and a steep wall alike.
    levels = np.unique(np.quantile(height, np.linspace(0, 1, 13)))
    ax.contourf(x, y, height, levels, cmap=HEIGHTS, rasterized=True).set_rasterized(True)
    ax.contour(x, y, height, levels[1:-1], colors=INK, linewidths=0.5)
    for path in paths:
        ax.plot(*array(path).T, color=PAPER, linewidth=2)
        ax.plot(*array(path[0]), "o", color=PAPER, markeredgecolor=INK, markersize=8)
    for point in minima:
        value = float(loss(torch.tensor(point, dtype=torch.float64, device="cpu")))
        ax.plot(*point, "o", color=INK, markeredgecolor=PAPER, markersize=8)
        label(ax, f"{value:.3g}", point, (0, 13), halo=True)
    if segment is not None:
        ax.plot(*np.array(segment).T, color=INK, linestyle="--", marker="s", markersize=6)
        for name, point in zip("AB", segment, strict=True):
            label(ax, name, point, (0, 13), halo=True)
    ax.grid(False)
    ax.locator_params(nbins=5)
    ax.set(xlabel="$w$", ylabel="$b$", xlim=w, ylim=b)
    return ax


def loss_along_segment(loss: Loss, segment: tuple[Point, Point], ax: Axes | None = None) -> Axes:
    """Draw a loss along the segment from A to B, and the chord between its ends.

    A convex loss never lies above a chord.

    Parameters
    ----------
    loss : callable
        Takes points of shape ``(..., d)``, float64, to values of shape ``(...)``.
    segment : two points
        A and B.
    ax : matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = new_axes(height=2.6) if ax is None else ax
    start, end = torch.tensor(segment, dtype=torch.float64, device="cpu")
    share = torch.linspace(0, 1, 201, dtype=torch.float64, device="cpu")
    height = loss(torch.lerp(start, end, share[:, None])).detach()
    chord = torch.lerp(height[0], height[-1], share)
    above = (height > chord).numpy()
    ax.fill_between(share, chord, height, where=above, color=MUTED, alpha=0.25, linewidth=0)
    ax.plot(share, height, color=BLUE, linewidth=2)
    ax.plot(share[[0, -1]], height[[0, -1]], "s--", color=ORANGE, linewidth=2, markersize=6)
    ax.set(xticks=[0, 1], xticklabels=["A", "B"], ylabel="loss")
    return ax


def grid(w: tuple[float, float], b: tuple[float, float], count: int) -> Tensor:
    """Points (w, b) of shape ``(count, count, 2)``, b counting rows."""
    axes = (torch.linspace(*ends, count, dtype=torch.float64, device="cpu") for ends in (w, b))
    return torch.stack(torch.meshgrid(*axes, indexing="xy"), dim=-1)
