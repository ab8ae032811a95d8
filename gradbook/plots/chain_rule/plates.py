"""The nodes and arrows of a drawn computation graph, in inches."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle, FancyBboxPatch, Patch, PathPatch, Polygon
from matplotlib.path import Path
from matplotlib.textpath import TextPath

from gradbook.plots.axes import LABEL_SIZE, WIDTH
from gradbook.plots.chain_rule.layered import layered
from gradbook.plots.chain_rule.shapes import RADIUS, Point, canvas
from gradbook.plots.palette import BLUE, INK, MUTED, PAPER

SPACE = 0.28  # between a row and the next
LINE = 0.19  # between lines of text
PORT = 0.15  # between arrows that enter or leave one node
HEAD = 0.08  # an arrowhead's length and width

Note = tuple[str, str]  # a text and its color


class Plate(NamedTuple):
    """An operation's circle with notes beside it, or a leaf's box with notes inside."""

    symbol: str
    inside: Sequence[Note]
    beside: Sequence[Note]
    width: float
    height: float
    corner: float

    def extent(self) -> tuple[float, float]:
        """Return how far it reaches to the left and the right of its center."""
        notes = max((0.06 + text_width(text) for text, _ in self.beside), default=0.0)
        return self.width / 2, self.width / 2 + notes

    def outline(self, dx: float) -> float:
        """Return how far the outline is above the center at dx beside it."""
        over = max(0.0, abs(dx) - (self.width / 2 - self.corner))
        return self.height / 2 - self.corner + (self.corner**2 - over**2) ** 0.5


def plate(symbol: str, inside: Sequence[Note] = (), beside: Sequence[Note] = ()) -> Plate:
    """Return a plate that is as wide as its texts demand."""
    if not inside:
        wide = text_width(symbol, LABEL_SIZE) + 0.24
        wide = wide if wide > 2 * RADIUS + 0.12 else 2 * RADIUS
        return Plate(symbol, inside, beside, wide, 2 * RADIUS, RADIUS)
    wide = max(2 * RADIUS, *(text_width(text) + 0.2 for text, _ in inside))
    return Plate(symbol, inside, beside, wide, LINE * len(inside) + 0.16, 0.05)


def text_width(text: str, size: float = LABEL_SIZE) -> float:
    """Return the width of a text in inches."""
    return float(TextPath((0, 0), text, prop=FontProperties(size=size)).get_extents().width / 72)


def draw_plates(plates: Sequence[Plate], inputs: Sequence[Sequence[int]], ax: Axes | None) -> Axes:
    """Draw a graph from top to bottom, its last plate being the result."""
    extents = [each.extent() for each in plates]
    layout = layered(inputs, extents)
    left = min(x - before for x, (before, _) in zip(layout.x, extents, strict=True))
    right = max(x + after for x, (_, after) in zip(layout.x, extents, strict=True))
    pitch = max(each.height for each in plates) + SPACE
    rise = pitch * max(layout.row)
    ax = canvas(rise + 0.6, ax)
    spare = max(0.0, (right - left - WIDTH) / 2)
    ax.set_xlim(-spare, WIDTH + spare)

    def place(x: float, row: float) -> Point:
        return x + (WIDTH - left - right) / 2, row * pitch - rise / 2

    for each, x, row in zip(plates, layout.x, layout.row, strict=True):
        _draw_plate(ax, each, place(x, row))
    starts = _ports(plates, [(edge.source, edge.points[1][0]) for edge in layout.edges])
    ends = _ports(plates, [(edge.target, edge.points[-2][0]) for edge in layout.edges])
    for edge, start, end in zip(layout.edges, starts, ends, strict=True):
        points = [place(*point) for point in edge.points]
        points[0] = _beside(points[0], start, -plates[edge.source].outline(start))
        points[-1] = _beside(points[-1], end, plates[edge.target].outline(end))
        _draw_arrow(ax, points)
    return ax


def _ports(plates: Sequence[Plate], ends: Sequence[tuple[int, float]]) -> list[float]:
    """Return how far beside its plate's center each arrow ends, sorted by its other end.

    An end is a plate's number and the x of the arrow's next point.
    """
    offsets = [0.0] * len(ends)
    for plate_number in {each for each, _ in ends}:
        mine = sorted((x, i) for i, (each, x) in enumerate(ends) if each == plate_number)
        step = min(PORT, 0.8 * plates[plate_number].width / len(mine))
        for place, (_, i) in enumerate(mine):
            offsets[i] = (place - (len(mine) - 1) / 2) * step
    return offsets


def _beside(point: Point, dx: float, dy: float) -> Point:
    return point[0] + dx, point[1] + dy


def _draw_arrow(ax: Axes, points: Sequence[Point]) -> None:
    """Draw a curve that is vertical at every point, with a head at its end."""
    tip = points[-1]
    bends = [*points[:-1], _beside(tip, 0.0, HEAD)]
    vertices, codes = [bends[0]], [Path.MOVETO]
    for (x0, y0), (x1, y1) in pairwise(bends):
        middle = (y0 + y1) / 2
        vertices += [(x0, middle), (x1, middle), (x1, y1)]
        codes += [Path.CURVE4] * 3
    shaft = Path(vertices, codes)
    head = [tip, _beside(tip, -HEAD / 2, HEAD), _beside(tip, HEAD / 2, HEAD)]
    ax.add_patch(PathPatch(shaft, facecolor="none", edgecolor=MUTED, linewidth=1.0, zorder=2))
    ax.add_patch(Polygon(head, facecolor=MUTED, edgecolor="none", zorder=2))


def _draw_plate(ax: Axes, each: Plate, at: Point) -> None:
    (x, y), (wide, high) = at, (each.width, each.height)
    outline: Patch = Circle(at, each.corner)
    if max(wide, high) > 2 * each.corner:
        style = f"round,pad=0,rounding_size={each.corner}"
        outline = FancyBboxPatch((x - wide / 2, y - high / 2), wide, high, style)
    outline.set(facecolor=PAPER, edgecolor=BLUE if each.inside else INK, linewidth=1.2, zorder=3)
    ax.add_patch(outline)
    ax.text(x, y, each.symbol, color=INK, size=LABEL_SIZE, ha="center", va="center", zorder=5)
    _write(ax, at, each.inside, "center")
    _write(ax, (x + wide / 2 + 0.06, y), each.beside, "left")


def _write(ax: Axes, at: Point, notes: Sequence[Note], side: str) -> None:
    for line, (text, color) in enumerate(notes):
        y = at[1] + ((len(notes) - 1) / 2 - line) * LINE
        ax.text(at[0], y, text, color=color, size=LABEL_SIZE, ha=side, va="center", zorder=5)
