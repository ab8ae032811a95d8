"""Galleries: common functions with their derivatives, surfaces with their gradients."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gradbook.plots.gradient.drawing import Function, Interval, curve, title, two_columns
from gradbook.plots.gradient.fields import gradient_field
from gradbook.plots.palette import BLUE, MUTED, ORANGE
from gradbook.surfaces import Surface

# Formula of f, formula of f′, f, f′, interval.
Row = tuple[str, str, Function, Function, Interval]


def function_gallery(rows: Sequence[Row], axes: np.ndarray | None = None) -> np.ndarray:
    """Draw functions of one variable, each with its derivative, in two columns.

    Parameters
    ----------
    rows : sequence of tuple
        For each function: its formula and its derivative's in TeX, both as elementwise
        callables, and the interval that is drawn.
    axes : numpy.ndarray of matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    numpy.ndarray of matplotlib.axes.Axes
        Each holds a function as a solid line and its derivative as a dashed one, with their
        formulas above it in the same colors.
    """
    axes = two_columns(len(rows), height=1.9) if axes is None else axes
    for ax, (formula, derivative, f, f_grad, interval) in zip(axes.flat, rows, strict=False):
        ax.axhline(0, color=MUTED, linewidth=0.8)
        curve(ax, f, interval)
        curve(ax, f_grad, interval, color=ORANGE, linestyle="--")
        ax.locator_params(nbins=4)
        title(ax, f"$f = {formula}$", BLUE)
        title(ax, f"$f' = {derivative}$", ORANGE, "right")
    return axes


def field_gallery(surfaces: Sequence[Surface], axes: np.ndarray | None = None) -> np.ndarray:
    """Draw the gradient fields of several surfaces, in two columns.

    Parameters
    ----------
    surfaces : sequence of Surface
        Each panel is titled with the surface's formula.
    axes : numpy.ndarray of matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    numpy.ndarray of matplotlib.axes.Axes
        Each holds one field, as `gradient_field` draws it.
    """
    axes = two_columns(len(surfaces), height=2.2) if axes is None else axes
    for ax, surface in zip(axes.flat, surfaces, strict=False):
        gradient_field(surface, columns=5, ax=ax)
        title(ax, f"$f = {surface.formula}$")
    return axes
