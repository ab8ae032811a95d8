"""Slopes of functions of one variable: secants, tangents and the derivative as a curve."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from gradbook.plots.axes import new_axes
from gradbook.plots.gradient.drawing import (
    Function,
    Interval,
    arrow,
    curve,
    dot,
    line,
    value,
    write,
)
from gradbook.plots.palette import INK, MUTED, ORANGE, PURPLE


def tangent(
    f: Function, f_grad: Function, at: float, domain: Interval, ax: Axes | None = None
) -> Axes:
    """Draw f, its tangent at one point, and the triangle that shows the tangent's slope.

    The triangle goes one unit to the right, so its height is the derivative.

    Parameters
    ----------
    f, f_grad : callable
        The function and its derivative, elementwise.
    at : float
        Where the tangent touches.
    domain : tuple of float
        Ends of the interval that is drawn.
    ax : matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    matplotlib.axes.Axes
        With the curve, the tangent, the triangle and the point, in this order.
    """
    ax = new_axes() if ax is None else ax
    y, slope = value(f, at), value(f_grad, at)
    curve(ax, f, domain)
    line(ax, (at, y), slope, (at - 1, at + 1.5))
    ax.plot([at, at + 1, at + 1], [y, y, y + slope], color=INK, linewidth=1.2, linestyle="--")
    dot(ax, at, y)
    write(ax, "$1$", (at + 0.5, y), (0, 9 if slope < 0 else -9), ha="center")
    write(ax, f"$f'({at:g}) = {slope:g}$", (at + 1, y + slope / 2), (6, 0))
    write(ax, "tangent", (at + 1.5, y + 1.5 * slope), (6, 0), ORANGE)
    ax.set(xlabel="$x$", ylabel="$f(x)$", xlim=domain)
    return ax


def secants(
    f: Function,
    f_grad: Function,
    at: float,
    steps: Sequence[float],
    domain: Interval,
    ax: Axes | None = None,
) -> Axes:
    """Draw the secants of f through one point and the points h further, and their limit.

    Parameters
    ----------
    f, f_grad : callable
        The function and its derivative, elementwise.
    at : float
        The point that all secants share.
    steps : sequence of float
        The distances h, not 0.
    domain : tuple of float
        Ends of the interval that is drawn.
    ax : matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    matplotlib.axes.Axes
        With the curve, then each secant and its second point, the tangent and the point.
    """
    ax = new_axes(height=3.6) if ax is None else ax
    y, slope = value(f, at), value(f_grad, at)
    curve(ax, f, domain)
    for h, linestyle in zip(steps, ("--", "-.", ":") * len(steps), strict=False):
        rise = (value(f, at + h) - y) / h
        line(ax, (at, y), rise, domain, color=PURPLE, linestyle=linestyle)
        ax.plot(at + h, value(f, at + h), "s", color=PURPLE, markersize=5.5)
        end = (domain[1], y + rise * (domain[1] - at))
        write(ax, f"$h = {h:g}$: slope ${rise:.3g}$", end, (4, 0), color=PURPLE)
    line(ax, (at, y), slope, domain)
    end = (domain[1], y + slope * (domain[1] - at))
    write(ax, f"tangent: slope ${slope:.3g}$", end, (4, 0), ORANGE)
    dot(ax, at, y)
    ax.set(xlabel="$x$", ylabel="$f(x)$", xlim=domain)
    return ax


def function_and_derivative(
    f: Function,
    f_grad: Function,
    at: Sequence[float],
    domain: Interval,
    axes: np.ndarray | None = None,
) -> np.ndarray:
    """Draw f with short tangents above its derivative, whose sign says where uphill is.

    Parameters
    ----------
    f, f_grad : callable
        The function and its derivative, elementwise.
    at : sequence of float
        Where tangents are drawn: as arrows that point uphill, or flat where f′ is 0.
    domain : tuple of float
        Ends of the interval that is drawn.
    axes : numpy.ndarray of two matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    numpy.ndarray of matplotlib.axes.Axes
        Shape ``(2,)``: the function above, its derivative below.
    """
    axes = new_axes(height=4.6, rows=2, sharex=True) if axes is None else axes
    upper, lower = axes
    curve(upper, f, domain)
    curve(lower, f_grad, domain, color=ORANGE)
    lower.axhline(0, color=MUTED, linewidth=0.8)
    reach = (domain[1] - domain[0]) / 10
    for x in at:
        y, slope = value(f, x), value(f_grad, x)
        side = reach * np.sign(slope)
        line(upper, (x, y), slope, (x - reach, x + reach))
        if side:
            arrow(upper, (x, y), (x + side, y + slope * side))
        dot(upper, x, y)
        dot(lower, x, slope)
        rising = value(f_grad, x + 1e-3) > slope
        write(lower, f"${slope:+.3g}$" if slope else "$0$", (x, slope), (6, -8 if rising else 8))
    upper.set(ylabel="$f(x)$")
    lower.margins(y=0.16)  # for the numbers beside the points
    lower.set(xlabel="$x$", ylabel="$f'(x)$", xlim=domain)
    return axes
