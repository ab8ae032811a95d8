"""Small networks with their numbers: values forward, derivatives back."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, product
from math import atan2, degrees, dist

import torch
from matplotlib.axes import Axes
from torch import Tensor

from gradbook.arguments import expected, shape
from gradbook.plots.axes import TICK_SIZE as SIZE
from gradbook.plots.axes import WIDTH
from gradbook.plots.chain_rule.graphs import number
from gradbook.plots.chain_rule.shapes import RADIUS, Point, arrow, box, canvas, label, node
from gradbook.plots.palette import BLUE, GREEN, INK, MUTED, ORANGE

PITCH = 1.5  # from row to row, in inches like all that follows
FIRST = 0.25  # the column of the inputs
TARGET = 0.7  # from an output to E, and from E to a target
ERROR = 0.25  # half the width of E
LINE = 0.17  # from one line of type to the next
BESIDE = 0.11  # from an edge to the middle of the type beside it


def worked_network(
    x: Tensor,
    weights: Sequence[Tensor],
    target: Tensor,
    *,
    biases: Sequence[Tensor] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a network of sigmoid units with its values and the derivatives of its error.

    In a circle stands an input or an output, above a unit its δ, below it its bias unless that
    is 0. Above an edge stands its weight, and below it ∂E/∂w, by autograd; E is half the sum of
    the squares. A number that is a fraction with a small denominator is written as one.

    Parameters
    ----------
    x : Tensor, shape (n,)
        The inputs.
    weights : sequence of Tensor, each of shape (units, inputs)
        One for each layer.
    target : Tensor, shape (m,)
        One for each output.
    biases : sequence of Tensor, each of shape (units,), optional
        One for each layer; none when left out.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If the shapes don't fit together.
    """
    _require_chain(x, weights, target, biases)
    weights = [weight.detach().requires_grad_() for weight in weights]
    outputs, sums = [x.detach()], []
    for layer, weight in enumerate(weights):
        sums.append(weight @ outputs[-1] + (biases[layer] if biases else 0.0))
        outputs.append(torch.sigmoid(sums[-1]))
    error = (outputs[-1] - target).square().sum() / 2
    slopes = torch.autograd.grad(error, [*weights, *sums])
    rows = max(len(values) for values in outputs)
    columns = [_column(depth, len(weights), len(o)) for depth, o in enumerate(outputs)]
    top = _top(columns)
    ax = canvas(2 * (top + 0.05), ax, below=PITCH * (rows - 1) / 2 + 0.725 - top)
    for layer, weight in enumerate(weights):
        _draw_edges(ax, columns[layer], columns[layer + 1], weight, slopes[layer])
    for points, values in zip(columns, outputs, strict=True):
        for point, value in zip(points, values, strict=True):
            node(ax, point, "")
            label(ax, point, exact(value), BLUE, SIZE)
    for layer, points in enumerate(columns[1:]):
        for unit, (left, y) in enumerate(points):
            delta = exact(slopes[len(weights) + layer][unit])
            label(ax, (left, y + RADIUS + LINE), rf"$\delta$ = {delta}", ORANGE, SIZE)
            if biases and biases[layer][unit]:
                text = f"$b$ = {exact(biases[layer][unit])}"
                label(ax, (left, y - RADIUS - LINE), text, INK, SIZE)
    _draw_error(ax, columns[-1], target, error)
    text = r"above an edge: $w$   below it: $\partial E/\partial w$"
    label(ax, (WIDTH / 2, -PITCH * (rows - 1) / 2 - 0.62), text, MUTED, SIZE)
    return ax


def _top(columns: Sequence[Sequence[Point]]) -> float:
    """Return how high the highest circle reaches; above a unit stands its δ."""
    return RADIUS + max(
        points[0][1] + (depth > 0) * 2 * LINE for depth, points in enumerate(columns)
    )


def exact(value: Tensor) -> str:
    """Return a number as a fraction with a small denominator if it is one, or rounded."""
    fraction = Fraction(value.item()).limit_denominator(64)
    return str(fraction).replace("-", "−") if fraction == value.item() else number(value, 3)


def _require_chain(
    x: Tensor, weights: Sequence[Tensor], target: Tensor, biases: Sequence[Tensor] | None
) -> None:
    sizes = [len(x), *(len(weight) for weight in weights)]
    got = [shape(weight) for weight in weights]
    wanted = [(far, near) for near, far in pairwise(sizes)]
    if got != wanted or not weights:
        raise expected("weights", f"the shapes {wanted}, at least one", got)
    if len(target) != sizes[-1]:
        raise expected("target", f"{sizes[-1]}, one for each output", len(target))
    if biases is not None and [len(bias) for bias in biases] != sizes[1:]:
        raise expected("biases", f"the lengths {sizes[1:]}", [len(bias) for bias in biases])


def _column(depth: int, last: int, size: int) -> list[Point]:
    right = WIDTH - 0.28 - 2 * TARGET
    x = FIRST + (right - FIRST) * depth / last
    return [(x, ((size - 1) / 2 - row) * PITCH) for row in range(size)]


def _between(start: Point, end: Point, share: float) -> Point:
    """Return the point that has gone a share of the way."""
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _draw_edges(
    ax: Axes, near: list[Point], far: list[Point], weight: Tensor, slope: Tensor
) -> None:
    for (j, start), (k, end) in product(enumerate(near), enumerate(far)):
        share = RADIUS / dist(start, end)
        arrow(ax, _between(start, end, share), _between(end, start, share), MUTED)
        along = (end[0] - start[0]) / dist(start, end), (end[1] - start[1]) / dist(start, end)
        turned = degrees(atan2(along[1], along[0]))
        x, y = _between(start, end, 0.5)
        texts = ((exact(weight[k, j]), INK), (rf"$\partial$ {exact(slope[k, j])}", ORANGE))
        for (text, color), side in zip(texts, (BESIDE, -BESIDE), strict=True):
            at = (x - side * along[1], y + side * along[0])
            note = ax.text(*at, text, color=color, size=SIZE, ha="center", va="center", zorder=5)
            note.set(rotation=turned, rotation_mode="anchor")


def _draw_error(ax: Axes, outputs: list[Point], target: Tensor, error: Tensor) -> None:
    """Draw E as one box beside all outputs, and the targets at its other side."""
    middle, height = outputs[0][0] + TARGET, outputs[0][1] - outputs[-1][1] + 2 * RADIUS
    for (x, y), value in zip(outputs, target, strict=True):
        arrow(ax, (x + RADIUS, y), (middle - ERROR, y))
        arrow(ax, (x + 2 * TARGET - 0.3, y), (middle + ERROR, y), GREEN)
        label(ax, (x + 2 * TARGET, y), f"$t$ = {exact(value)}", GREEN, SIZE)
    box(ax, (middle, 0.0), 2 * ERROR, max(height, 2 * ERROR), "", GREEN)
    label(ax, (middle, LINE / 2), "$E$", GREEN)
    label(ax, (middle, -LINE / 2), exact(error), GREEN, SIZE)
