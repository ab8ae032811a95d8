"""Derivative, partial derivatives and gradient of functions, one above the other."""

from __future__ import annotations

import numpy as np
import torch
from matplotlib.axes import Axes

from gradbook.plots.axes import new_axes
from gradbook.plots.gradient.drawing import (
    Function,
    arrow,
    curve,
    dot,
    line,
    numbers,
    title,
    value,
    write,
)
from gradbook.plots.gradient.fields import Point, contours
from gradbook.plots.palette import GREEN, MUTED, ORANGE, PURPLE
from gradbook.surfaces import Surface


def derivative_to_gradient(
    f: Function, f_grad: Function, surface: Surface, at: Point, axes: np.ndarray | None = None
) -> np.ndarray:
    """Draw a derivative, two partial derivatives, and the gradient that they make.

    Parameters
    ----------
    f, f_grad : callable
        A function of one variable and its derivative, elementwise.
    surface : Surface
        A function of two variables; its domain is drawn.
    at : tuple of float
        The point (x, y); the derivative is taken at x.
    axes : numpy.ndarray of three matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    numpy.ndarray of matplotlib.axes.Axes
        Shape ``(3,)``: a tangent; the surface cut along x and along y, each with its
        tangent; contour lines with the gradient and its two components.
    """
    if axes is None:
        axes = new_axes(height=8.6, rows=3, gridspec_kw={"height_ratios": (1, 1, 1.5)})
        # The title of a panel is not read together with what stands below the one above.
        axes[0].figure.get_layout_engine().set(h_pad=0.1)
    curve(axes[0], f, surface.domain[0])
    _touch(axes[0], at[0], value(f, at[0]), value(f_grad, at[0]), "f'")
    axes[0].set(xlabel="$x$", ylabel="$f(x)$")
    title(axes[0], "derivative: one number")
    _cuts(axes[1], surface, at)
    _components(axes[2], surface, at)
    return axes


def _cuts(ax: Axes, surface: Surface, at: Point) -> None:
    """Draw the surface along each axis through the point, with both tangents."""
    point = torch.tensor(at, dtype=torch.float64, device="cpu")
    height, gradient = surface(point).item(), surface.gradient(point).tolist()
    cuts = zip(at, gradient, ("x", "y"), (GREEN, PURPLE), ("-", "--"), strict=True)
    for axis, (place, slope, name, color, linestyle) in enumerate(cuts):
        t = torch.linspace(*surface.domain[axis], 201, dtype=torch.float64, device="cpu")
        points = point.repeat(len(t), 1)
        points[:, axis] = t
        ax.plot(numbers(t), numbers(surface(points)), color=color, linewidth=2, linestyle=linestyle)
        _touch(ax, place, height, slope, rf"\partial f/\partial {name}")
    ax.set(xlabel="$x$ (solid) or $y$ (dashed)", ylabel="$f(x, y)$")
    title(ax, "partial derivatives: one for each axis")


def _components(ax: Axes, surface: Surface, at: Point) -> None:
    """Draw the gradient as the sum of its two components."""
    contours(ax, surface)
    gradient = surface.gradient(torch.tensor(at, dtype=torch.float64, device="cpu"))
    width = surface.domain[0][1] - surface.domain[0][0]
    dx, dy = (0.2 * width * gradient / torch.linalg.vector_norm(gradient)).tolist()
    x, y = at
    ax.plot([x + dx, x + dx, x], [y, y + dy, y + dy], color=MUTED, linewidth=1, linestyle=":")
    arrow(ax, at, (x + dx, y), GREEN)
    arrow(ax, at, (x, y + dy), PURPLE)
    arrow(ax, at, (x + dx, y + dy), ORANGE)
    dot(ax, x, y)
    right, up = np.sign(dx), np.sign(dy)
    write(ax, r"$\partial f/\partial x$", (x + dx / 2, y), (0, -up * 11), GREEN, ha="center")
    write(ax, r"$\partial f/\partial y$", (x, y + dy / 2), (-right * 24, 0), PURPLE, ha="center")
    write(ax, r"$\nabla f$", (x + dx, y + dy), (right * 6, up * 11), ORANGE, ha="center")
    title(ax, "gradient: the vector of both")


def _touch(ax: Axes, x: float, y: float, slope: float, name: str) -> None:
    line(ax, (x, y), slope, (x - 0.7, x + 0.7))
    dot(ax, x, y)
    side = 1 if slope > 0 else -1
    ha = "left" if slope > 0 else "right"
    write(ax, f"${name} = {slope:g}$", (x, y), (9 * side, -9), ha=ha)
