"""Rates along the paths from one quantity to another: they multiply, and paths add."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.axes import Axes

from gradbook.arguments import expected
from gradbook.plots.axes import WIDTH
from gradbook.plots.chain_rule.shapes import RADIUS, Point, arrow, canvas, label, node
from gradbook.plots.palette import BLUE, INK, ORANGE

PITCH = 1.15  # from path to path, in inches like all that follows
FIRST, MIDDLE, LAST = 0.5, WIDTH / 2, WIDTH - 0.5


def rates(
    first: str,
    last: str,
    paths: Mapping[str, tuple[float, float]],
    step: float,
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw the paths from one quantity to another, each through one between, with their rates.

    Below each quantity stands its change, if the first one changes by a small step; at the
    bottom, the products along the paths, and their sum.

    Parameters
    ----------
    first, last : str
        What the paths begin and end with.
    paths : mapping of str to (float, float)
        For each quantity between: its rate by the first one, and the rate of the last one by it.
    step : float
        The change of the first quantity.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there is no path.
    """
    if not paths:
        raise expected("paths", "at least one path", paths)
    height = PITCH * len(paths)
    top = (height - PITCH) / 2 + RADIUS + 0.05
    ax = canvas(2 * top, ax, below=height / 2 + 0.35 - top)
    _quantity(ax, (FIRST, 0.0), first, step)
    for row, (name, (inner, outer)) in enumerate(paths.items()):
        place = (MIDDLE, PITCH * ((len(paths) - 1) / 2 - row))
        _quantity(ax, place, name, inner * step)
        _rate(ax, (FIRST, 0.0), place, inner)
        _rate(ax, place, (LAST, 0.0), outer)
    total = sum(inner * outer for inner, outer in paths.values())
    _quantity(ax, (LAST, 0.0), last, total * step)
    products = (f"{_factor(inner)} · {_factor(outer)}" for inner, outer in paths.values())
    text = f"$d{last}/d{first}$ = {' + '.join(products)} = {_number(total)}"
    label(ax, (MIDDLE, -height / 2 - 0.15), text, ORANGE)
    return ax


def _quantity(ax: Axes, at: Point, name: str, change: float) -> None:
    node(ax, at, f"${name}$")
    label(ax, (at[0], at[1] - RADIUS - 0.16), _number(change, "+"), BLUE)


def _rate(ax: Axes, start: Point, end: Point, rate: float) -> None:
    """Draw an arrow from circle to circle, with its rate in the middle."""
    (x0, y0), (x1, y1) = start, end
    share = RADIUS / ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    dx, dy = share * (x1 - x0), share * (y1 - y0)
    arrow(ax, (x0 + dx, y0 + dy), (x1 - dx, y1 - dy), ORANGE, 2.0)
    label(ax, ((x0 + x1) / 2, (y0 + y1) / 2), f"× {_factor(rate)}", INK, halo=True)


def _number(value: float, sign: str = "") -> str:
    return f"{value:{sign}.3g}".replace("-", "−")


def _factor(value: float) -> str:
    return f"({_number(value)})" if value < 0 else _number(value)
