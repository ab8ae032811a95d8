"""δ flowing back from the error through a network, with its values."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from matplotlib.axes import Axes
from torch import Tensor

from gradbook.arguments import expected, shape
from gradbook.plots.axes import LABEL_SIZE, TICK_SIZE, WIDTH
from gradbook.plots.chain_rule.shapes import Point, arrow, box, canvas, label
from gradbook.plots.palette import BLUE, GREEN, INK, MUTED, ORANGE

PITCH = 0.56  # from row to row, in inches like all that follows
BOX = (0.78, 0.36)
SPREAD = 0.36  # the height in which arrows arrive at a box
THICKEST = 5.0  # points


def delta_flow(
    weights: Sequence[Tensor],
    deltas: Sequence[Tensor],
    *,
    indices: Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the way of δ back through a network, from E to the first hidden layer.

    The arrow from unit k to unit j of the layer before it carries w_jk δ_k, the product
    of ``weight[k, j]`` and ``delta[k]``: its width is the absolute value as a share
    of the largest between the two layers, a solid blue line is positive, a dashed orange
    one negative.

    Parameters
    ----------
    weights : sequence of Tensor, each of shape (m, n)
        The weights between one layer and the next, ``[k, j]``; one fewer than ``deltas``.
    deltas : sequence of Tensor, each of shape (n,)
        δ of each layer for one example, the first hidden layer's first.
    indices : sequence of str, optional
        The general index of each layer; the last letters of h, i, j, k when left out.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If the shapes of ``weights`` and ``deltas`` don't fit together.
    """
    _require_chain(weights, deltas)
    indices = indices or "hijk"[-len(deltas) :]
    tall = max(len(delta) for delta in deltas) * PITCH
    ax = canvas(tall + 0.6, ax, below=0.12)
    columns = [_column(depth, len(deltas), len(delta)) for depth, delta in enumerate(deltas)]
    for depth, weight in enumerate(weights):
        carried = weight.detach() * deltas[depth + 1].detach()[:, None]
        _draw_carried(ax, columns[depth], columns[depth + 1], carried)
    _draw_source(ax, columns[-1])
    for points, delta, index in zip(columns, deltas, indices, strict=True):
        label(ax, (points[0][0], tall / 2 + 0.15), rf"$\delta_{index}$", ORANGE)
        for point, value in zip(points, delta.tolist(), strict=True):
            box(ax, point, *BOX, f"{value:.2g}".replace("-", "−"), size=TICK_SIZE)
    last = indices[-2:]
    text = rf"width: $|w_{{{''.join(last)}}}\,\delta_{last[-1]}|$   solid: +   dashed: −"
    label(ax, (WIDTH / 2, -tall / 2 - 0.25), text, MUTED, LABEL_SIZE)
    return ax


def _require_chain(weights: Sequence[Tensor], deltas: Sequence[Tensor]) -> None:
    shapes = [(len(far), len(near)) for near, far in pairwise(deltas)]
    got = [shape(weight) for weight in weights]
    if got != shapes or len(deltas) < 2:
        what = f"the shapes {shapes} between at least two layers of deltas"
        raise expected("weights", what, got)


def _column(depth: int, count: int, size: int) -> list[Point]:
    left, right = BOX[0] / 2 + 0.02, WIDTH - 1.25
    x = left + (right - left) * depth / (count - 1)
    return [(x, ((size - 1) / 2 - row) * PITCH) for row in range(size)]


def _draw_carried(ax: Axes, near: list[Point], far: list[Point], carried: Tensor) -> None:
    thickest = carried.abs().max().clamp(min=1e-300)
    for k, (right, up) in enumerate(far):
        for j, (left, down) in enumerate(near):
            value = carried[k, j]
            color, style = (BLUE, "-") if value >= 0 else (ORANGE, "--")
            width = 0.5 + (THICKEST - 0.5) * float(value.abs() / thickest)
            # The heads stand apart, in the order of the units they come from.
            head = down + SPREAD * (0.5 - (k + 0.5) / len(far))
            arrow(ax, (right - BOX[0] / 2, up), (left + BOX[0] / 2, head), color, width, style)


def _draw_source(ax: Axes, outputs: list[Point]) -> None:
    """Draw E at the right, where every δ comes from."""
    x = WIDTH - 0.25
    box(ax, (x, 0.0), 0.4, outputs[0][1] - outputs[-1][1] + BOX[1], "$E$", GREEN)
    for right, y in outputs:
        arrow(ax, (x - 0.2, y), (right + BOX[0] / 2, y), INK)
