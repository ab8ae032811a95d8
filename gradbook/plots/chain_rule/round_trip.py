"""A chain of values, and the derivatives that come back along it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import torch
from matplotlib.axes import Axes
from torch import Tensor

from gradbook.arguments import check_single, expected
from gradbook.plots.axes import WIDTH
from gradbook.plots.chain_rule.graphs import bare, math, number
from gradbook.plots.chain_rule.recorded import record
from gradbook.plots.chain_rule.shapes import Point, arrow, box, canvas, label
from gradbook.plots.palette import BLUE, INK, MUTED, ORANGE

BOX = (1.02, 0.4)  # in inches like all that follows
ROW = 0.48  # from the middle to the values above and to the derivatives below
LINE = 0.17


def round_trip(values: Mapping[str, Tensor], *, ax: Axes | None = None) -> Axes:
    """Draw a chain of recorded values forward, and below it the derivatives of the last one back.

    An arrow forward bears the operation that autograd recorded. An arrow back bears the
    operation's own derivative, by which what comes back is multiplied.

    Parameters
    ----------
    values : mapping of str to Tensor
        The chain from a leaf to the result, each a single number made of the one before it.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there are fewer than two values, or one isn't a single number or doesn't depend on the
        one before it.
    """
    if len(values) < 2:
        raise expected("values", "at least two", len(values))
    for name, value in values.items():
        check_single(f"values[{name!r}]", value)
    links = [_derivative(near, name, far) for (_, near), (name, far) in pairwise(values.items())]
    *_, (last, result) = values.items()
    back = [torch.ones_like(result)]
    for link in reversed(links):
        back.insert(0, back[0] * link)
    ax = canvas(2 * ROW + BOX[1] + 4 * LINE, ax)
    first = BOX[0] / 2 + 0.05
    step = (WIDTH - 2 * first) / (len(values) - 1)
    places = [first + step * place for place in range(len(values))]
    for x, (name, value), slope in zip(places, values.items(), back, strict=True):
        box(ax, (x, ROW), *BOX, f"{math(name)} = {number(value, 3)}", BLUE)
        text = rf"$\partial {bare(last)}/\partial {bare(name)}$ = {number(slope, 3)}"
        box(ax, (x, -ROW), *BOX, text, ORANGE)
    operations = [record(value).symbols[-1] for value in list(values.values())[1:]]
    for (left, right), operation, link in zip(pairwise(places), operations, links, strict=True):
        start, end = left + BOX[0] / 2, right - BOX[0] / 2
        _link(ax, (start, ROW), (end, ROW), operation)
        _link(ax, (end, -ROW), (start, -ROW), f"× {_factor(link)}")
    label(ax, (WIDTH / 2, ROW + BOX[1] / 2 + LINE), "forward", MUTED)
    label(ax, (WIDTH / 2, -ROW - BOX[1] / 2 - LINE), "back", MUTED)
    return ax


def _derivative(near: Tensor, name: str, far: Tensor) -> Tensor:
    """Return the derivative of a value by the one before it."""
    if far.requires_grad and near.requires_grad:
        start = torch.ones_like(far)
        (slope,) = torch.autograd.grad(far, near, start, retain_graph=True, allow_unused=True)
        if slope is not None:
            return slope
    raise expected(f"values[{name!r}]", "what is made of the one before it", "another value")


def _factor(value: Tensor) -> str:
    return f"({number(value, 3)})" if value < 0 else number(value, 3)


def _link(ax: Axes, start: Point, end: Point, text: str) -> None:
    arrow(ax, start, end, INK)
    label(ax, ((start[0] + end[0]) / 2, start[1] + LINE), text)
