"""Text beside a point, and numbers as they are written."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patheffects import AbstractPathEffect, withStroke
from matplotlib.text import Annotation

from gradbook.plots.axes import LABEL_SIZE
from gradbook.plots.palette import INK, PAPER


def label(
    ax: Axes,
    text: str,
    point: Sequence[float],
    offset: tuple[float, float] = (0, 0),
    *,
    color: str = INK,
    ha: str = "center",
    va: str = "center",
    halo: bool = False,
) -> Annotation:
    """Write text near a point, `offset` points away; over an area of color with a halo."""
    x, y = point
    annotation = ax.annotate(
        text, (x, y), offset, textcoords="offset points", annotation_clip=False
    )
    annotation.set(color=color, size=LABEL_SIZE, ha=ha, va=va)
    if halo:
        stroke: list[AbstractPathEffect] = [withStroke(linewidth=3.5, foreground=PAPER)]
        annotation.set_path_effects(stroke)
    return annotation


def label_bar(ax: Axes, place: float, value: float, text: str) -> None:
    """Write a bar's value beyond its end: above, or below when it hangs."""
    hangs = value < 0
    label(ax, text, (place, value), (0, -3 if hangs else 3), va="top" if hangs else "bottom")


def written(value: float, form: str) -> str:
    """A number in the given format, with a minus sign instead of a hyphen."""
    return format(value, form).replace("-", "\N{MINUS SIGN}")
