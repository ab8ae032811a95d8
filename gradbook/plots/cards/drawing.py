"""What the small drawings are made of: axes without a frame, strong lines, dots and arrows."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch

from gradbook.plots.palette import BLUE, GRID, INK, PAPER

# The size of a card in inches; about twice as wide as high, the space of its coordinates.
SIZE = (2.2, 1.25)
STRONG, WEAK = 2.4, 1.2

Place = tuple[float, float]


def new_card() -> Axes:
    """Return axes that fill a small figure, from 0 to 2.2 and from 0 to 1.25, without a frame."""
    figure = plt.figure(figsize=SIZE)
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, SIZE[0]), ylim=(0, SIZE[1]))
    ax.axis("off")
    return ax


def window(ax: Axes, left: float, right: float, low: float, high: float) -> None:
    """Give the card other coordinates, with some room on all sides."""
    x, y = 0.06 * (right - left), 0.1 * (high - low)
    ax.set(xlim=(left - x, right + x), ylim=(low - y, high + y))


def cross(ax: Axes) -> None:
    """Draw the two axes through the origin as thin lines."""
    ax.axhline(0, color=GRID, linewidth=WEAK)
    ax.axvline(0, color=GRID, linewidth=WEAK)


def unit(ax: Axes, place: Place, color: str = BLUE, size: float = 15, full: bool = True) -> None:
    """Draw a unit of a network: a disk, or a ring."""
    face = color if full else PAPER
    ax.plot(*place, "o", color=face, markeredgecolor=color, markeredgewidth=2, markersize=size)


def arrow(ax: Axes, start: Place, end: Place, color: str = INK, bend: float = 0.0) -> None:
    """Draw an arrow that keeps off the units at its ends."""
    arrow = FancyArrowPatch(
        start,
        end,
        arrowstyle="-|>",
        connectionstyle=f"arc3,rad={bend}",
        shrinkA=10,
        shrinkB=10,
        mutation_scale=10,
        color=color,
        linewidth=1.8,
        zorder=3,
    )
    ax.add_patch(arrow)


def column(x: float, count: int, height: float = SIZE[1], gap: float = 0.4) -> Sequence[Place]:
    """Return the places of units below each other, centered."""
    return [(x, height / 2 + gap * (number - (count - 1) / 2)) for number in range(count)]
