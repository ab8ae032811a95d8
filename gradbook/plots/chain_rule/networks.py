"""Fully connected networks drawn with the symbols of their derivations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise, product

from matplotlib.axes import Axes

from gradbook.arguments import check_each
from gradbook.plots.axes import TICK_SIZE, WIDTH
from gradbook.plots.chain_rule.layers import MARGIN, Layer, layout
from gradbook.plots.chain_rule.shapes import RADIUS, Point, arrow, box, canvas, edges, label, node
from gradbook.plots.palette import BLUE, GREEN, INK, MUTED, ORANGE

SHARES = [percent / 100 for percent in range(20, 81)]
NAME = 0.3  # the width of a weight's name, in inches like the next
UNIT = 0.75  # from a unit's Σ and σ to its output
TARGET = 0.65  # from an output to E, and from E to a target

Edge = tuple[Point, Point]


def network(
    sizes: Sequence[int | str],
    *,
    symbols: Sequence[str] | None = None,
    indices: Sequence[str] | None = None,
    weight: str = "w",
    names: Sequence[str] = (),
    units: bool = False,
    error: bool = True,
    deltas: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Draw a fully connected network with the symbols of its derivation.

    In each layer one unit bears the general index, and of the weights between two
    layers the one that joins two such units is highlighted and named, such as w_jk.
    Of the weights into a layer of one unit each that is drawn is named: w_1, w_j, w_10.
    Where layers share a symbol, their other units stay without a name, since two of them would
    have the same.

    Parameters
    ----------
    sizes : sequence of int or str
        Units in each layer, the inputs first; a letter such as ``"n"`` stands for any
        number. Of more than four units the first, the general and the last are drawn.
    symbols : sequence of str, optional
        One for each layer; x for the inputs and O for the others when left out.
    indices : sequence of str, optional
        The general index of each layer; the last letters of h, i, j, k when left out.
        A layer of one unit has none.
    weight : str
        The weights' symbol.
    names : sequence of str
        What stands beneath each layer; units, error and target then get theirs as well.
    units : bool
        Draw each unit's Σ and σ before its output.
    error : bool
        Draw the error E and the targets t.
    deltas : bool
        Write δ beside each layer's general unit.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there are fewer than two layers, or ``symbols``, ``indices`` or ``names``
        don't have one entry for each layer.
    """
    layers = layout(sizes, symbols, indices, WIDTH - MARGIN - 2 * TARGET * error)
    if names:
        check_each("names", names, len(sizes))
    tall = max(layer.height() for layer in layers) + 2 * RADIUS + 0.15
    ax = canvas(tall, ax, below=0.3 * bool(names))
    for near, far in pairwise(layers):
        _connect(ax, near, far, weight, UNIT + 0.3 if units else 0.0)
    used = [layer.symbol for layer in layers]
    for layer in layers:
        _draw_units(ax, layer, used.count(layer.symbol) > 1)
    for layer in layers[1:] if units else []:
        _draw_sums(ax, layer)
    for layer in layers[1:] if deltas else []:
        _draw_delta(ax, layer)
    if error:
        _draw_error(ax, layers[-1])
    _write_names(ax, layers, names, units, error, -tall / 2 - 0.12)
    return ax


def _connect(ax: Axes, near: Layer, far: Layer, weight: str, before: float) -> None:
    lines = {
        (j, k): (start, (x - before, y))
        for (j, start), (k, (x, y)) in product(near.units().items(), far.units().items())
    }
    for (j, k), (start, end) in lines.items():
        general = (j, k) == (near.general, far.general)
        edges(ax, [(start, end)], BLUE if general else MUTED, 2.0 if general else 0.8)
        if general or not far.general:
            share = _free((start, end), lines.values()) if far.general else 0.5
            place = (_between(start[0], end[0], share), _between(start[1], end[1], share))
            label(ax, place, f"${weight}_{{{j}{k}}}$", BLUE if general else INK, halo=True)


def _free(line: Edge, lines: Iterable[Edge]) -> float:
    """Return the share of its way where the name of a line is farthest from all other lines."""
    (left, start), (right, end) = line
    half = NAME / 2 / (right - left)
    apart = [(y0 - start, y1 - end) for (_, y0), (_, y1) in lines if (y0, y1) != (start, end)]

    def room(share: float) -> float:
        ends = [(_between(*gap, share - half), _between(*gap, share + half)) for gap in apart]
        return min(0.0 if a * b < 0 else min(abs(a), abs(b)) for a, b in ends)

    return max(SHARES, key=lambda share: round(room(share), 3))


def _between(start: float, end: float, share: float) -> float:
    """Return the number that has gone a share of the way."""
    return start + share * (end - start)


def _draw_units(ax: Axes, layer: Layer, shared: bool) -> None:
    for row, point in zip(layer.rows, layer.points(), strict=True):
        if row is None:
            label(ax, point, r"$\vdots$", MUTED)
        elif shared and row != layer.general:
            node(ax, point, "")
        else:
            node(ax, point, f"${layer.symbol}_{{{row}}}$" if row else f"${layer.symbol}$")


def _draw_sums(ax: Axes, layer: Layer) -> None:
    for x, y in layer.units().values():
        left = x - UNIT
        arrow(ax, (left, y), (x - RADIUS, y))
        box(ax, (left, y), 0.6, 2 * RADIUS, r"$\Sigma\;\;\,\sigma$")
        edges(ax, [((left, y - RADIUS), (left, y + RADIUS))], INK, 0.8, above=True)


def _draw_delta(ax: Axes, layer: Layer) -> None:
    x, y = layer.units()[layer.general]
    text = rf"$\delta_{{{layer.general}}}$" if layer.general else r"$\delta$"
    label(ax, (x + 0.24, y + RADIUS + 0.07), text, ORANGE, halo=True)


def _draw_error(ax: Axes, layer: Layer) -> None:
    """Draw E as one box beside all outputs, and the targets at its other side."""
    outputs = layer.units()
    middle, height = layer.x + TARGET, layer.height() + 2 * RADIUS
    for row, (x, y) in outputs.items():
        arrow(ax, (x + RADIUS, y), (middle - RADIUS, y))
        arrow(ax, (x + 2 * TARGET - 0.12, y), (middle + RADIUS, y), GREEN)
        label(ax, (x + 2 * TARGET, y), f"$t_{{{row}}}$" if row else "$t$", GREEN)
    box(ax, (middle, 0.0), 2 * RADIUS, height, "$E$", GREEN)


def _write_names(
    ax: Axes, layers: list[Layer], names: Sequence[str], units: bool, error: bool, y: float
) -> None:
    places = [(layer.x, name) for layer, name in zip(layers, names, strict=False)]
    if names and units:
        places += [(layer.x - UNIT, _counted("unit", layer)) for layer in layers[1:]]
    if names and error:
        last = layers[-1]
        places += [(last.x + TARGET, "error"), (last.x + 2 * TARGET, _counted("target", last))]
    for x, name in places:
        label(ax, (x, y), name, MUTED, TICK_SIZE)


def _counted(noun: str, layer: Layer) -> str:
    """Return a noun, in the plural for a layer of more than one unit."""
    return f"{noun}s" if len(layer.units()) > 1 else noun
