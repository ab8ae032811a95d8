"""What optimizers do that divide by the size of the gradient: turned bowls, lengths, decay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import torch
from matplotlib.axes import Axes
from matplotlib.ticker import NullFormatter
from torch import Tensor

from gradbook.plots.axes import (
    LABEL_SIZE,
    WIDTH,
    label_end,
    legend_above,
    log_scale,
    new_axes,
    style,
)
from gradbook.plots.palette import BLUE, CYCLE, GRID, INK, MUTED, ORANGE, PAPER

Lines = Mapping[str, Tensor | Sequence[float]]
COLORS = (ORANGE, BLUE)
STYLES = ("-", (0, (6, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2)), "-")


def turned_bowls(
    angles: Tensor,
    walks: Mapping[str, Tensor],
    curvatures: tuple[float, float],
    distance: float = 0.01,
) -> tuple[list[Axes], Axes]:
    """Draw walks in one bowl, turned by several angles, and how many steps they take.

    Parameters
    ----------
    angles : Tensor
        In degrees, rising, three or more ``(k,)``.
    walks : mapping of str to Tensor
        For each of two optimizers the walks ``(steps + 1, k, 2)``, one for each angle. The first
        one is drawn above the other.
    curvatures : tuple of float
        Those of the bowl along the two axes before it is turned.
    distance : float, optional
        How near to the lowest point, the origin, a walk has arrived.

    Returns
    -------
    tuple of list of Axes and Axes
        Above, maps for the first, the middle and the last angle; below, the steps.
    """
    figure = plt.figure(figsize=(WIDTH, 4.4), layout="constrained")
    grid = figure.add_gridspec(2, 3, height_ratios=(1, 1.5))
    maps = [figure.add_subplot(grid[0, place]) for place in range(3)]
    for ax, place in zip(maps, (0, len(angles) // 2, len(angles) - 1), strict=True):
        _bowl(ax, angles[place], curvatures)
        # The lower walk is wider, so that it is seen where both go the same way.
        for walk, color, width, order in zip(
            walks.values(), COLORS, (2.0, 4.4), (3, 2), strict=True
        ):
            ax.plot(*walk[:, place].T, color=color, linewidth=width, zorder=order)
        ax.plot(*walk[0, place], "o", color=PAPER, markeredgecolor=INK, markersize=6, zorder=4)
        ax.set_title(f"{angles[place]:g}°")
    below = style(figure.add_subplot(grid[1, :]))
    for (name, walk), color in zip(walks.items(), COLORS, strict=True):
        count = arrivals(walk, distance)
        below.plot(angles, count, "o-", color=color, linewidth=2, markersize=4, clip_on=False)
        label_end(below, angles[-1].item(), count[-1].item(), name, color)
    below.set_ylim(bottom=0)
    below.set_xticks(angles[:: max(1, len(angles) // 3)])
    below.set_xlabel("angle (degrees)")
    below.set_ylabel("steps")
    return maps, below


def _bowl(ax: Axes, angle: Tensor, curvatures: tuple[float, float]) -> None:
    """Draw ellipses of equal height around the origin."""
    turn = torch.deg2rad(angle)
    circle = torch.linspace(0, 2 * torch.pi, 200, device=turn.device)
    x, y = (f(circle) / b**0.5 for f, b in zip((torch.cos, torch.sin), curvatures, strict=True))
    for height in (0.4, 0.8, 1.2, 1.6):
        across = height * (turn.cos() * x - turn.sin() * y)
        along = height * (turn.sin() * x + turn.cos() * y)
        ax.plot(across, along, color=GRID, linewidth=1)
    ax.plot(0, 0, "+", color=MUTED, markersize=9)
    ax.title.set(color=INK, size=LABEL_SIZE)
    ax.set(xlim=(-0.75, 1.65), ylim=(-0.75, 1.65), aspect="equal", xticks=[], yticks=[])
    ax.spines[:].set_color(MUTED)


def arrivals(walks: Tensor, distance: float) -> Tensor:
    """Return after how many steps each walk is within a distance of 0 and stays there.

    Parameters
    ----------
    walks : Tensor
        Walks ``(steps + 1, ..., 2)``.
    distance : float
        How near is near enough.

    Returns
    -------
    Tensor
        Whole numbers ``(...)``; ``steps + 1`` where a walk has not arrived.
    """
    far = walks.norm(dim=-1) > distance
    numbers = torch.arange(1, len(walks) + 1, device=walks.device)
    return (far * numbers.reshape(-1, *[1] * (far.ndim - 1))).amax(0)


def step_lengths(lengths: Lines, *, ax: Axes | None = None) -> Axes:
    """Draw how long each step is, from the first one on, on logarithmic axes.

    Parameters
    ----------
    lengths : mapping of str to Tensor or sequence of float
        For each optimizer the length of each step, positive.
    ax : Axes, optional
        Axes to draw on; new ones by default.

    Returns
    -------
    Axes
    """
    ax = new_axes(3.2) if ax is None else ax
    _lines(ax, lengths, first=1)
    log_scale(ax, "xy")
    ax.yaxis.set_minor_formatter(NullFormatter())
    ax.set_xlabel("step")
    ax.set_ylabel(r"length / $\eta$")
    return ax


def positions(walks: Lines, *, ax: Axes | None = None) -> Axes:
    """Draw where walks on a line are after each step, and their two ends, 1 and −1.

    Parameters
    ----------
    walks : mapping of str to Tensor or sequence of float
        For each optimizer its positions, start included.
    ax : Axes, optional
        Axes to draw on; new ones by default.

    Returns
    -------
    Axes
    """
    ax = new_axes(3.0) if ax is None else ax
    for end in (-1, 1):
        ax.axhline(end, color=MUTED, linewidth=0.8)
    _lines(ax, walks, first=0)
    ax.set_xlabel("step")
    ax.set_ylabel("$x$")
    return ax


def decayed_weights(sizes: Tensor, weights: Lines, *, ax: Axes | None = None) -> Axes:
    """Draw what is left of a weight against the size of its gradients, on a logarithmic axis.

    Parameters
    ----------
    sizes : Tensor
        Positive sizes of gradients ``(n,)``.
    weights : mapping of str to Tensor
        For each optimizer the weights ``(n,)``, which began at 1.
    ax : Axes, optional
        Axes to draw on; new ones by default.

    Returns
    -------
    Axes
    """
    ax = new_axes(2.8) if ax is None else ax
    for (name, left), color, dash in zip(weights.items(), CYCLE, STYLES, strict=False):
        ax.plot(sizes, left, color=color, linestyle=dash, linewidth=2, label=name)
    log_scale(ax, "x")
    ax.set_ylim(0, 1)
    ax.set_xlabel("size of the gradients")
    ax.set_ylabel("weight")
    legend_above(ax, len(weights), size=LABEL_SIZE, borderaxespad=0.2)
    return ax


def _lines(ax: Axes, lines: Lines, first: int) -> None:
    """Draw a line for each name over the numbers of the steps."""
    for (name, line), color, dash in zip(lines.items(), CYCLE, STYLES, strict=False):
        steps = range(first, first + len(line))
        ax.plot(steps, line, color=color, linestyle=dash, linewidth=2, label=name)
    ax.set_xlim(first, steps[-1])
    legend_above(ax, 2, size=LABEL_SIZE, borderaxespad=0.2)
