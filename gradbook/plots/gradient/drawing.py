"""What the figures of this part share: a curve, a tangent, a label near a point."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from torch import Tensor

from gradbook.plots.axes import LABEL_SIZE, new_axes
from gradbook.plots.palette import BLUE, INK, ORANGE, PAPER

Function = Callable[[Tensor], Tensor]
Interval = tuple[float, float]


def value(f: Function, x: float) -> float:
    """Return f at one number, computed in float64."""
    return f(torch.tensor(x, dtype=torch.float64, device="cpu")).item()


def numbers(values: Tensor) -> np.ndarray:
    """Return the numbers of a tensor for matplotlib."""
    return values.detach().cpu().double().numpy()


def curve(ax: Axes, f: Function, domain: Interval, color: str = BLUE, linestyle: str = "-") -> None:
    """Draw f over an interval."""
    x = torch.linspace(*domain, 401, dtype=torch.float64, device="cpu")
    ax.plot(numbers(x), numbers(f(x)), color=color, linewidth=2, linestyle=linestyle)


def line(
    ax: Axes,
    point: tuple[float, float],
    slope: float,
    ends: Interval,
    color: str = ORANGE,
    linestyle: str = "-",
) -> None:
    """Draw the straight line of a slope through a point, from one x to another."""
    x = np.array(ends)
    y = point[1] + slope * (x - point[0])
    ax.plot(x, y, color=color, linewidth=1.6, linestyle=linestyle)


def dot(ax: Axes, x: float, y: float) -> None:
    """Mark a point."""
    ax.plot(x, y, "o", color=INK, markersize=5.5)


def write(
    ax: Axes,
    text: str,
    point: tuple[float, float],
    offset: tuple[float, float] = (0, 0),
    color: str = INK,
    ha: str = "left",
    va: str = "center",
) -> None:
    """Write text near a point, `offset` points away from it, readable across lines."""
    style: dict[str, Any] = {"color": color, "size": LABEL_SIZE, "ha": ha, "va": va}
    style["annotation_clip"] = False
    label = ax.annotate(text, point, offset, textcoords="offset points", **style)
    label.set_path_effects([withStroke(linewidth=3, foreground=PAPER)])


def arrow(
    ax: Axes, tail: tuple[float, float], head: tuple[float, float], color: str = ORANGE
) -> None:
    """Draw an arrow between two points."""
    style = {"arrowstyle": "-|>", "color": color, "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", head, tail, arrowprops={**style, "mutation_scale": 13}, annotation_clip=False)


def title(ax: Axes, text: str, color: str = INK, side: Literal["left", "right"] = "left") -> None:
    """Write what a panel shows above one of its ends."""
    ax.set_title(text, loc=side, color=color, size=LABEL_SIZE)


def two_columns(count: int, height: float, **settings: Any) -> np.ndarray:
    """Return as many new axes, in rows of two that are each so many inches high."""
    rows = -(-count // 2)
    axes = new_axes(height=height * rows, rows=rows, columns=2, **settings)
    for ax in axes.flat[count:]:
        ax.remove()
    return axes
