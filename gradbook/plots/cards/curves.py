"""Cards that show curves."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from gradbook.plots.cards.drawing import STRONG, cross, unit, window
from gradbook.plots.palette import BLUE, GREEN, INK, ORANGE, PURPLE


def derivative(ax: Axes) -> None:
    """A curve and the line that touches it in one point."""
    x = np.linspace(-1.4, 2, 80)
    ax.plot(x, x**2, color=BLUE, linewidth=STRONG)
    line = np.array([0, 1.85])
    ax.plot(line, 2 * line - 1, color=ORANGE, linewidth=STRONG)
    ax.plot(1, 1, "o", color=INK, markersize=8)
    window(ax, -1.6, 2.4, -0.9, 3.6)


def common_functions(ax: Axes) -> None:
    """A parabola, an exponential function, a logarithm and a sine."""
    cross(ax)
    x = np.linspace(-3.2, 3.2, 160)
    positive = x[x > 0.05]
    ax.plot(x, x**2 / 2, color=BLUE, linewidth=STRONG)
    ax.plot(x, np.exp(x), color=ORANGE, linewidth=STRONG)
    ax.plot(positive, np.log(positive), color=GREEN, linewidth=STRONG)
    ax.plot(x, np.sin(x), color=PURPLE, linewidth=STRONG)
    window(ax, -3, 3, -1.6, 2.2)


def going_downhill(ax: Axes) -> None:
    """Steps on a curve, shorter and shorter, into one of two valleys."""
    x = np.linspace(-1.75, 1.75, 120)
    ax.plot(x, _two_valleys(x), color=BLUE, linewidth=STRONG)
    walk = [-1.72]
    for _ in range(8):
        walk.append(walk[-1] - 0.012 * (4 * walk[-1] ** 3 - 4 * walk[-1] + 0.4))
    places = np.array(walk)
    ax.plot(places, _two_valleys(places), "o-", color=ORANGE, linewidth=1.2, markersize=6)
    window(ax, -1.85, 1.85, -0.5, 4)


def six_ways(ax: Axes) -> None:
    """The errors of two differences, as valleys, and of what subtracts nothing, as a floor."""
    x = np.linspace(-16, -1, 160)
    forward, central = (np.maximum(p * x, -16 - x) for p in (1, 2))
    ax.plot(x, forward, color=ORANGE, linewidth=STRONG)
    ax.plot(x, central, color=BLUE, linewidth=STRONG)
    ax.plot(x, np.maximum(2 * x, -15.6), color=GREEN, linewidth=STRONG)
    window(ax, -16.5, -0.5, -17.5, 1)


def curvature(ax: Axes) -> None:
    """A curvature that climbs over a border, falls, and then swings around it."""
    x = np.linspace(0, 1, 240)
    climb, swing = 0.15 + 1.25 * x / 0.45, np.exp(-5 * (x - 0.45)) * np.cos(34 * (x - 0.45))
    y = np.where(x < 0.45, climb, 1 + 0.4 * swing)
    ax.plot((0, 1), (1, 1), color=ORANGE, linewidth=STRONG, linestyle="--")
    ax.plot(x, y, color=BLUE, linewidth=STRONG)
    window(ax, -0.03, 1.03, 0, 1.6)


def _two_valleys(x: np.ndarray) -> np.ndarray:
    return (x**2 - 1) ** 2 + 0.4 * x


def sigmoid(ax: Axes) -> None:
    """The S from zero to one, and its slope."""
    x = np.linspace(-6, 6, 120)
    O = 1 / (1 + np.exp(-x))  # noqa: E741
    _with_slope(ax, x, O, O * (1 - O))
    window(ax, -6, 6, -0.1, 1.1)


def tanh(ax: Axes) -> None:
    """The S from minus one to one, and its slope."""
    x = np.linspace(-4, 4, 120)
    _with_slope(ax, x, np.tanh(x), 1 - np.tanh(x) ** 2)
    window(ax, -4, 4, -1.1, 1.1)


def relu(ax: Axes) -> None:
    """The bend, and its slope, which jumps."""
    x = np.array([-2.0, 0, 2])
    _with_slope(ax, x, np.maximum(x, 0), None)
    for ends, height in (((-2, 0), 0), ((0, 2), 1)):
        ax.plot(ends, (height, height), color=ORANGE, linewidth=STRONG, linestyle="--")
    window(ax, -2, 2, -0.25, 2)


def _with_slope(ax: Axes, x: np.ndarray, y: np.ndarray, slope: np.ndarray | None) -> None:
    cross(ax)
    ax.plot(x, y, color=BLUE, linewidth=STRONG)
    if slope is not None:
        ax.plot(x, slope, color=ORANGE, linewidth=STRONG, linestyle="--")


def schedules(ax: Axes) -> None:
    """A noisy loss that falls from floor to floor, each half as high above the ground."""
    x = np.linspace(0, 3, 180)
    start, floor = np.array((3.0, 1.6, 0.8)), np.array((1.6, 0.8, 0.4))
    block = np.minimum(x.astype(int), 2)
    noise = np.random.default_rng(1).normal(0, 0.09, len(x))
    loss = floor[block] + (start - floor)[block] * np.exp(-9 * (x - block))
    for number, height in enumerate(floor):
        ax.plot((number, 3), (height, height), color=ORANGE, linewidth=STRONG, linestyle="--")
    ax.plot(x, loss * (1 + noise), color=BLUE, linewidth=STRONG)
    window(ax, -0.05, 3.05, 0, 3.1)


def training(ax: Axes) -> None:
    """The loss of batches, a jagged line, around a loss that falls."""
    steps = np.linspace(0, 1, 90)
    loss = 0.25 + 1.6 * np.exp(-3.2 * steps)
    noise = np.random.default_rng(3).normal(0, 1, len(steps))
    ax.plot(steps, loss * (1 + 0.16 * noise), color=ORANGE, linewidth=1)
    ax.plot(steps, loss, color=BLUE, linewidth=STRONG)
    for place in steps[:: len(steps) // 6]:
        unit(ax, (place, 0.25 + 1.6 * np.exp(-3.2 * place)), size=4)
    window(ax, 0, 1, 0.1, 2.2)


def batch_size(ax: Axes) -> None:
    """The law of the steps, between its two straight ends, which cross at the noise scale."""
    x = np.linspace(-2.2, 2.6, 120)
    ax.plot([-2.2, 0.5], [2.2, -0.5], "--", color=ORANGE, linewidth=2)
    ax.plot([-1, 2.6], [0, 0], "--", color=GREEN, linewidth=2)
    ax.plot(x, np.log(1 + np.exp(-2.3 * x)) / 2.3, color=BLUE, linewidth=STRONG)
    ax.plot(0, 0, "o", color=INK, markersize=8)
    window(ax, -2.4, 2.7, -0.75, 2.5)
