"""Two layers as a chain, with the derivative that each link contributes."""

from __future__ import annotations

from math import dist

import torch
from matplotlib.axes import Axes
from torch import Tensor

from gradbook.arguments import check_single
from gradbook.plots.axes import LABEL_SIZE, TICK_SIZE
from gradbook.plots.chain_rule.graphs import number
from gradbook.plots.chain_rule.shapes import RADIUS, Point, arrow, box, canvas, label, node
from gradbook.plots.palette import BLUE, INK, MUTED, ORANGE

PLACES: dict[str, Point] = {
    "x": (0.3, -0.15), "y_1": (1.75, -0.15), "y_2": (3.8, -0.15),
    "w_1": (1.4, 0.85), "b_1": (2.25, 0.85), "w_2": (3.3, 0.85), "b_2": (4.15, 0.85),
}  # fmt: skip


def two_layer_chain(
    x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor, *, ax: Axes | None = None
) -> Axes:
    """Draw y₁ = w₁ x + b₁ and y₂ = w₂ y₁ + b₂ with every link's derivative.

    The links from w₁ to y₂ stand out; beneath them stands their product, ∂y₂/∂w₁.

    Parameters
    ----------
    x, w1, b1, w2, b2 : Tensor
        Single numbers.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Raises
    ------
    ValueError
        If an argument isn't a single number.
    """
    values = {"x": x, "w_1": w1, "b_1": b1, "w_2": w2, "b_2": b2}
    for name, value in values.items():
        check_single(name.replace("_", ""), value)
    y1 = w1 * x + b1
    values |= {"y_1": y1, "y_2": w2 * y1 + b2}
    ax = canvas(2.2, ax)
    for name, value in values.items():
        _draw_value(ax, name, value)
    one = number(torch.ones_like(x), 3)
    _link(ax, "x", "y_1", f"$w_1$ = {number(w1, 3)}")
    _link(ax, "b_1", "y_1", one)
    _link(ax, "w_2", "y_2", f"$y_1$ = {number(y1, 3)}")
    _link(ax, "b_2", "y_2", one)
    _link(ax, "w_1", "y_1", rf"$\partial y_1/\partial w_1 = x$ = {number(x, 3)}", ORANGE)
    _link(ax, "y_1", "y_2", rf"$\partial y_2/\partial y_1 = w_2$ = {number(w2, 3)}", ORANGE)
    chain = r"$\partial y_2/\partial w_1 = \partial y_2/\partial y_1\cdot\partial y_1/\partial w_1$"
    factors = " · ".join(_factor(value) for value in (w2, x))
    label(ax, (2.3, -0.9), f"{chain} = {factors} = {number(w2 * x, 3)}", ORANGE)
    return ax


def _factor(value: Tensor) -> str:
    return f"({number(value, 3)})" if value < 0 else number(value, 3)


def _draw_value(ax: Axes, name: str, value: Tensor) -> None:
    x, y = PLACES[name]
    if name[0] in "wb":
        box(ax, (x, y), 0.8, 0.36, f"${name}$ = {number(value, 3)}", BLUE, LABEL_SIZE)
    else:
        node(ax, (x, y), f"${name}$")
        label(ax, (x, y - RADIUS - 0.14), f"= {number(value, 3)}", BLUE, TICK_SIZE)


def _link(ax: Axes, source: str, target: str, derivative: str, color: str = MUTED) -> None:
    """Draw an arrow with its derivative: below a level one, beside a falling one."""
    (x0, y0), (x1, y1) = PLACES[source], PLACES[target]
    level = y0 == y1
    start = (x0 + RADIUS, y0) if level else (x0, y0 - 0.18)
    share = RADIUS / dist((x0, y0 - 0.18), (x1, y1))
    end = (x1 - RADIUS, y1) if level else (x1 + share * (start[0] - x1), y1 + share * start[1])
    arrow(ax, start, end, color, 2.0 if color == ORANGE else 1.0)
    ink = ORANGE if color == ORANGE else INK
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    if level:
        place, side = (middle[0], middle[1] + 0.16), "center"
    else:
        side = "right" if x0 < x1 else "left"
        place = (middle[0] + (-0.1 if x0 < x1 else 0.1), middle[1])
    ax.text(*place, derivative, color=ink, size=LABEL_SIZE, ha=side, va="center", zorder=5)
