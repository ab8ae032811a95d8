"""Cards that show units and what joins them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product

from matplotlib.axes import Axes

from gradbook.plots.cards.drawing import WEAK, Place, arrow, column, unit
from gradbook.plots.palette import BLUE, GREEN, GRID, MUTED, ORANGE

MIDDLE = 0.625


def chain_rule(ax: Axes) -> None:
    """Three links of a chain, and a slope for each step."""
    places = [(0.3, MIDDLE), (1.1, MIDDLE), (1.9, MIDDLE)]
    for start, end in pairwise(places):
        arrow(ax, start, end)
        arrow(ax, end, start, ORANGE, bend=-0.55)
    for place, color in zip(places, (BLUE, GREEN, BLUE), strict=True):
        unit(ax, place, color, size=18)


def autograd(ax: Axes) -> None:
    """A graph of operations: two inputs, what is made of them, and the way back."""
    below, above, joined, result = (0.3, 0.3), (0.3, 0.95), (1.1, MIDDLE), (1.9, MIDDLE)
    for start, end in ((below, joined), (above, joined), (joined, result)):
        arrow(ax, start, end)
    arrow(ax, result, joined, ORANGE, bend=-0.55)
    arrow(ax, joined, above, ORANGE, bend=0.45)
    arrow(ax, joined, below, ORANGE, bend=-0.45)
    for place, full in ((below, True), (above, True), (joined, False), (result, False)):
        unit(ax, place, size=17, full=full)


def hundred_lines(ax: Axes) -> None:
    """A list of five numbers, and ways back from below to above."""
    rows = [(0.8, 1.1 - 0.22 * place) for place in range(5)]
    for place, row in enumerate(rows):
        ax.plot((0.5, 1.1), (row[1], row[1]), color=GRID, linewidth=8)
        ax.plot((0.5, 0.62 + 0.1 * place), (row[1], row[1]), color=BLUE, linewidth=8)
    for start, end, bend in ((4, 2, 0.6), (3, 0, 0.6)):
        arrow(ax, (1.2, rows[start][1]), (1.2, rows[end][1]), ORANGE, bend=bend)


def nan(ax: Axes) -> None:
    """Two ways back from one unit to another, of which one is broken off."""
    start, end, above, below = (1.9, MIDDLE), (0.3, MIDDLE), (1.1, 1.0), (1.1, 0.25)
    for a, b in ((start, below), (below, end)):
        arrow(ax, a, b, ORANGE)
    arrow(ax, start, above, MUTED)
    ax.plot((0.82, 0.66), (0.87, 0.79), color=MUTED, linewidth=WEAK, linestyle=":")
    for place, color in ((start, BLUE), (end, BLUE), (below, GREEN)):
        unit(ax, place, color, size=17)
    unit(ax, above, MUTED, size=17, full=False)


def perceptron(ax: Axes) -> None:
    """Three inputs that lead to one unit."""
    _network(ax, [column(0.35, 3), column(1.4, 1)])
    ax.annotate("", (2.1, MIDDLE), (1.55, MIDDLE), arrowprops={"arrowstyle": "-|>", "color": MUTED})


def layer(ax: Axes) -> None:
    """Three inputs that lead to two units."""
    _network(ax, [column(0.4, 3), column(1.7, 2, gap=0.55)])


def backpropagation(ax: Axes) -> None:
    """Three layers, and one way back through them."""
    layers = [column(0.3, 3), column(1.1, 3), column(1.9, 2, gap=0.5)]
    _network(ax, layers)
    for start, end in ((layers[2][1], layers[1][1]), (layers[1][1], layers[0][0])):
        arrow(ax, start, end, ORANGE)


def _network(ax: Axes, layers: Sequence[Sequence[Place]]) -> None:
    """Draw units in columns; each is joined to all of the next column."""
    for first, second in pairwise(layers):
        for start, end in product(first, second):
            ax.plot(*zip(start, end, strict=True), color=MUTED, linewidth=WEAK)
    for number, places in enumerate(layers):
        for place in places:
            unit(ax, place, BLUE if number else MUTED, size=14)
