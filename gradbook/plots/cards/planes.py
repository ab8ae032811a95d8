"""Cards that show a plane: contour lines, points, squares and bars."""

from __future__ import annotations

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.patches import Polygon, Rectangle

from gradbook.plots.cards.drawing import STRONG, WEAK, window
from gradbook.plots.optimization.landscapes import grid, levels
from gradbook.plots.palette import BLUE, CYCLE, GREEN, INK, MUTED, ORANGE, PURPLE
from gradbook.surfaces import HIMMELBLAU

# How many times as steep along y as along x the two bowls are.
WIDE, NARROW = 3.0, 8.0


def gradient(ax: Axes) -> None:
    """A bowl from above, and the arrow that points straight up its side."""
    _bowl(ax, WIDE)
    x, y = 1.0, 0.33
    direction = np.array([x, WIDE * y])
    ax.annotate(
        "",
        np.array([x, y]) + direction,
        (x, y),
        arrowprops={"arrowstyle": "-|>", "color": ORANGE, "linewidth": STRONG, "shrinkA": 0},
    )
    ax.plot(x, y, "o", color=INK, markersize=8)


def momentum(ax: Axes) -> None:
    """Two walks down a bowl: one zigzags, one keeps its way."""
    _bowl(ax, NARROW)
    for rate, kept, color in ((0.225, 0.0, MUTED), (0.05, 0.7, ORANGE)):
        place, memory, walk = np.array([-2.7, 1.1]), np.zeros(2), []
        for _ in range(14):
            walk.append(place)
            memory = kept * memory + place * (1, NARROW)
            place = place - rate * memory
        ax.plot(*np.array(walk).T, "o-", color=color, linewidth=1.8, markersize=4)


def momentum_plane(ax: Axes) -> None:
    """The plane of learning rate and momentum: where walks diverge, and ever faster triangles."""
    shapes: dict[str, list[list[tuple[float, float]]]] = {
        ORANGE: [[(2, 0), (4.4, 0), (4.4, 1), (4, 1)]],
        BLUE: [
            [(0, 0), (2, 0), (4, 1), (0, 1)],
            [(2, 0), (0, 0.96), (3.9, 0.96)],
            [(2.8, 0.42), (0.25, 0.9), (3.78, 0.9)],
            [(3.2, 0.62), (1, 0.81), (3.58, 0.81)],
        ],
    }
    for color, corners in shapes.items():
        for places in corners:
            ax.add_patch(Polygon(places, color=color, alpha=0.28, linewidth=0))
    ax.plot((2, 4), (0, 1), color=ORANGE, linewidth=STRONG)
    ax.plot(3.32, 0.68, "*", color=INK, markersize=13)
    window(ax, 0.3, 4.1, 0.08, 0.92)


def _bowl(ax: Axes, steep: float) -> None:
    x, y = np.meshgrid(np.linspace(-3.4, 3.4, 80), np.linspace(-2, 2, 60))
    ax.contour(x, y, x**2 + steep * y**2, (0.6, 2, 4.4, 8), colors=BLUE, linewidths=1.4)
    ax.set(xlim=(-3.2, 3.2), ylim=(-1.82, 1.82))


def why(ax: Axes) -> None:
    """Four points in two classes, and a bent line that parts them."""
    t = np.linspace(-1.2, 1.2, 60)
    for side in (-1, 1):
        ax.plot(t, side * np.sqrt(0.12 + 0.9 * t**2), color=GREEN, linewidth=STRONG)
    for x, y in ((-1, 0), (1, 0)):
        ax.plot(x, y, "o", color=BLUE, markersize=13)
    for x, y in ((0, 1), (0, -1)):
        ax.plot(x, y, "s", color=ORANGE, markersize=12)
    window(ax, -1.9, 1.9, -1.1, 1.1)


def mse(ax: Axes) -> None:
    """Points beside a line, each with the square of its error."""
    x = np.array([0.35, 0.9, 1.35, 1.85])
    error = np.array([0.22, -0.28, 0.2, -0.16])
    line = 0.25 + 0.4 * x
    ax.plot((0.1, 2.1), (0.29, 1.09), color=BLUE, linewidth=STRONG)
    for left, height, distance in zip(x, line, error, strict=True):
        low = min(height, height + distance)
        corner, side = (left - abs(distance), low), abs(distance)
        ax.add_patch(
            Rectangle(corner, side, side, facecolor="none", edgecolor=ORANGE, linewidth=1.6)
        )
        ax.plot(left, height + distance, "o", color=INK, markersize=6)


def softmax(ax: Axes) -> None:
    """Bars of probabilities, which share a whole."""
    scores = np.array([0.4, 1.6, -0.6, 0.9])
    shares = np.exp(scores) / np.exp(scores).sum()
    ax.bar(np.arange(4), shares, width=0.7, color=[BLUE, ORANGE, GREEN, PURPLE])
    ax.axhline(0, color=INK, linewidth=WEAK)
    window(ax, -0.8, 3.8, 0, 0.55)


def himmelblau(ax: Axes) -> None:
    """Himmelblau's function from above, with its four minima."""
    points = grid(HIMMELBLAU, 81)
    heights = HIMMELBLAU(points).numpy()
    lines = levels(heights, 9)
    ax.contour(*points.unbind(-1), heights, lines, colors=MUTED, linewidths=0.9)
    for place, color in zip(HIMMELBLAU.minima, CYCLE, strict=False):
        start = 0.3 * torch.tensor(place, dtype=torch.float64, device="cpu")
        walk = [start]
        for _ in range(60):
            walk.append(walk[-1] - 0.004 * HIMMELBLAU.gradient(walk[-1]))
        ax.plot(*torch.stack(walk).T, color=color, linewidth=STRONG)
        ax.plot(*place, "o", color=color, markersize=8)
    ax.set(xlim=(-5.9, 5.9), ylim=(-5.4, 5.4))


def jvp_vjp(ax: Axes) -> None:
    """A table of squares: one column of it is filled, and one row."""
    for i, j in np.ndindex(4, 6):
        color = BLUE if j == 1 else ORANGE if i == 1 else "none"
        square = Rectangle((j, i), 1, 1, facecolor=color, edgecolor=MUTED, linewidth=WEAK)
        ax.add_patch(square)
    # The square that is part of both.
    ax.add_patch(Polygon([(1, 1), (2, 1), (2, 2)], closed=True, facecolor=ORANGE))
    window(ax, -0.5, 6.5, 0, 4)


def stochastic(ax: Axes) -> None:
    """Guesses of one arrow: its tip is the middle of a cloud of other tips."""
    tips = np.random.default_rng(4).normal((1.2, 0.35), (0.5, 0.42), (60, 2))
    ax.plot(*tips.T, "o", color=BLUE, markersize=5, alpha=0.7)
    ax.annotate(
        "",
        (1.2, 0.35),
        (-1.6, -0.5),
        arrowprops={"arrowstyle": "-|>", "color": ORANGE, "linewidth": STRONG, "shrinkA": 0},
    )
    ax.plot(-1.6, -0.5, "o", color=INK, markersize=8)
    window(ax, -1.9, 2.6, -1.1, 1.5)
