"""Circles, boxes, arrows and edges of a drawn network, in inches."""

from __future__ import annotations

from collections.abc import Iterable
from math import dist

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch

from gradbook.plots.axes import LABEL_SIZE, WIDTH, new_axes, plate
from gradbook.plots.palette import INK, MUTED, PAPER

RADIUS = 0.2

Point = tuple[float, float]


def canvas(height: float, ax: Axes | None, below: float = 0.0) -> Axes:
    """Return axes without lines whose coordinates are inches.

    The middle of ``height`` is y = 0; ``below`` it there is more room for a line of text.
    """
    ax = new_axes(height + below) if ax is None else ax
    ax.set(xlim=(0, WIDTH), ylim=(-height / 2 - below, height / 2), aspect="equal")
    ax.set_axis_off()
    return ax


def label(
    ax: Axes, at: Point, text: str, color: str = INK, size: float = LABEL_SIZE, halo: bool = False
) -> None:
    """Write a text centered at a point, on a patch of paper if ``halo``."""
    box = plate() if halo else None
    ax.text(*at, text, color=color, size=size, ha="center", va="center", bbox=box, zorder=5)


def node(ax: Axes, at: Point, text: str, color: str = INK) -> None:
    """Draw a circle with a symbol in it."""
    ax.add_patch(Circle(at, RADIUS, facecolor=PAPER, edgecolor=color, linewidth=1.2, zorder=3))
    label(ax, at, text, color)


def box(
    ax: Axes,
    at: Point,
    width: float,
    height: float,
    text: str,
    color: str = INK,
    size: float = LABEL_SIZE,
) -> None:
    """Draw a rounded box around a point, with a text in it."""
    corner = (at[0] - width / 2, at[1] - height / 2)
    patch = FancyBboxPatch(
        corner, width, height, boxstyle="round,pad=0,rounding_size=0.1", facecolor=PAPER,
        edgecolor=color, linewidth=1.2, zorder=3,
    )  # fmt: skip
    ax.add_patch(patch)
    label(ax, at, text, color, size)


def arrow(
    ax: Axes, start: Point, end: Point, color: str = INK, width: float = 1.0, style: str = "-"
) -> None:
    """Draw an arrow whose head grows with its width; the head's outline is solid."""
    length = dist(start, end)
    base = max(0.0, 1 - 0.5 * (4 + width) / 72 / length)  # the shaft ends within the head
    middle = (start[0] + base * (end[0] - start[0]), start[1] + base * (end[1] - start[1]))
    shaft = LineCollection(
        [(start, middle)], colors=color, linewidths=width, linestyles=style, zorder=2
    )
    head = FancyArrowPatch(
        middle, end, arrowstyle=f"-|>,head_width={2 + width:.2f},head_length={4 + width:.2f}",
        mutation_scale=1, shrinkA=0, shrinkB=0, color=color, linewidth=0.8, zorder=2,
    )  # fmt: skip
    ax.add_collection(shaft, autolim=False)
    ax.add_patch(head)


def edges(
    ax: Axes,
    segments: Iterable[tuple[Point, Point]],
    color: str = MUTED,
    width: float = 0.8,
    above: bool = False,
) -> None:
    """Draw straight lines as one collection, beneath the nodes unless ``above``."""
    order = 4 if above else 1
    lines = LineCollection(list(segments), colors=color, linewidths=width, zorder=order)
    ax.add_collection(lines, autolim=False)
