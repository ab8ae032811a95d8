"""The gradient of a function of two variables: as a field of arrows, and at one point."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, MultipleLocator
from torch import Tensor

from gradbook.plots.axes import new_axes
from gradbook.plots.gradient.drawing import arrow, dot, numbers, write
from gradbook.plots.palette import BLUE, INK, MUTED, ORANGE, PURPLE
from gradbook.surfaces import Surface

Point = tuple[float, float]


def gradient_field(
    surface: Surface, at: Point | None = None, columns: int = 11, ax: Axes | None = None
) -> Axes:
    """Draw the gradients of a surface as arrows on its contour lines.

    Parameters
    ----------
    surface : Surface
        The function, its gradient and the domain to draw.
    at : tuple of float, optional
        A point whose contour line is emphasized, with the direction of steepest ascent.
    columns : int
        How many arrows stand side by side; the longest is as long as their distance, which is
        also the least one to the edges, so that no arrow leaves the domain.
    ax : matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    matplotlib.axes.Axes
        With contour lines and arrows, each as long as its gradient in one common unit.
    """
    (left, right), (low, high) = surface.domain
    ax = new_axes(height=0.6 + 3.9 * (high - low) / (right - left)) if ax is None else ax
    contours(ax, surface, beside=at)
    gap = (right - left) / (columns + 1)
    x = left + gap * torch.arange(1, columns + 1, dtype=torch.float64, device="cpu")
    rows = max(int((high - low) / gap + 1e-9) - 1, 1)
    y = (low + high) / 2 + gap * (
        torch.arange(rows, dtype=torch.float64, device="cpu") - (rows - 1) / 2
    )
    points = torch.cartesian_prod(x, y)
    gradients = surface.gradient(points)
    gradients = gradients * gap / torch.hypot(*gradients.unbind(-1)).max()
    units: dict[str, Any] = {"angles": "xy", "scale_units": "xy", "scale": 1}
    units |= {"units": "inches", "width": 0.022}
    ax.quiver(*numbers(points).T, *numbers(gradients).T, color=BLUE, **units)
    if at is not None:
        _steepest(ax, surface, at)
    return ax


def contours(ax: Axes, surface: Surface, count: int = 8, beside: Point | None = None) -> None:
    """Draw about so many contour lines over the domain of a surface, at equally spaced heights.

    One of the heights is that of the point ``beside``, whose own line is left out.
    """
    x, y, values = _values(surface)
    ends = values.min().item(), values.max().item()
    step = float(np.diff(MaxNLocator(count).tick_values(*ends))[0])
    middle = ends[0] + step / 2
    if beside is not None:
        middle = surface(torch.tensor(beside, dtype=torch.float64, device="cpu")).item()
    places = np.arange(np.ceil((ends[0] - middle) / step), (ends[1] - middle) / step)
    levels = middle + step * places[places != 0 if beside is not None else slice(None)]
    ax.contour(x, y, numbers(values), levels, colors=MUTED, linewidths=0.9, linestyles="solid")
    ax.set(xlabel="$x$", ylabel="$y$", aspect="equal")
    ax.set(xlim=surface.domain[0], ylim=surface.domain[1])
    ax.grid(visible=False)
    ax.locator_params(nbins=5)


def _values(surface: Surface) -> tuple[np.ndarray, np.ndarray, Tensor]:
    x, y = (
        torch.linspace(*ends, 161, dtype=torch.float64, device="cpu") for ends in surface.domain
    )
    points = torch.stack(torch.meshgrid(x, y, indexing="xy"), dim=-1)
    return numbers(x), numbers(y), surface(points)


def _steepest(ax: Axes, surface: Surface, at: Point) -> None:
    """Draw the contour line through a point and the gradient, which is at right angles to it."""
    point = torch.tensor(at, dtype=torch.float64, device="cpu")
    x, y, values = _values(surface)
    level = surface(point).item()
    ax.contour(x, y, numbers(values), [level], colors=INK, linewidths=1.8, linestyles="solid")
    gradient = numbers(surface.gradient(point))
    along = gradient / np.linalg.norm(gradient)
    across = np.array([-along[1], along[0]])
    unit = 0.16 * (surface.domain[0][1] - surface.domain[0][0])
    ends = np.array([at - unit * across, at + unit * across])
    ax.plot(*ends.T, color=PURPLE, linewidth=1.6, linestyle="--")
    corner = 0.14 * unit * np.array([across, across + along, along])
    ax.plot(*(at + corner).T, color=INK, linewidth=1)
    arrow(ax, at, tuple(at + 1.2 * unit * along))
    dot(ax, *at)
    # Beside the tip, not beyond it, where the arrow of another point may lie.
    beside = (np.copysign(5, along[0]), -np.copysign(10, along[1]))
    write(ax, r"$\nabla f$", tuple(at + 1.2 * unit * along), beside, ORANGE, ha="center")


def slope_by_angle(
    angles: Tensor, slopes: Tensor, gradient: Tensor, ax: Axes | None = None
) -> Axes:
    """Draw the slope in each direction at one point: largest where the gradient points.

    Parameters
    ----------
    angles : Tensor
        Shape ``(n,)``, in degrees from the direction of x to that of y.
    slopes : Tensor
        Shape ``(n,)``: the directional derivative in each of these directions.
    gradient : Tensor
        Shape ``(2,)``: marked by its angle and its length, and its two components
        at 0° and at 90°.
    ax : matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    matplotlib.axes.Axes
        With the slopes as a curve, and a point for each of the three.
    """
    ax = new_axes(height=3.0) if ax is None else ax
    dx, dy = gradient.tolist()
    length, angle = np.hypot(dx, dy), np.degrees(np.arctan2(dy, dx))
    ax.axhline(0, color=MUTED, linewidth=0.8)
    ax.plot(numbers(angles), numbers(slopes), color=BLUE, linewidth=2)
    ax.plot([angle, angle], [0, length], color=ORANGE, linewidth=1.6)
    for place, height, text, color in (
        (angle, length, r"\Vert\nabla f\Vert", ORANGE),
        (0, dx, r"\partial f/\partial x", INK),
        (90, dy, r"\partial f/\partial y", INK),
    ):
        dot(ax, place, height)
        up = 9 if color == ORANGE else 0
        write(ax, f"${text} = {height:.3g}$", (place, height), (9, up), color)
    ax.margins(y=0.12)
    ax.set(xlabel="angle of the direction", ylabel="slope")
    ax.xaxis.set_major_locator(MultipleLocator(90))
    ax.xaxis.set_major_formatter("{x:g}°")
    return ax
