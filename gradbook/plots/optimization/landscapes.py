"""A surface over the plane: in three dimensions, and as contour lines with its landmarks."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from mpl_toolkits.mplot3d.axes3d import Axes3D
from torch import Tensor

from gradbook.plots.axes import LABEL_SIZE, TICK_SIZE, WIDTH, new_axes, plate
from gradbook.plots.palette import BLUE, INK, MUTED, ORANGE, PAPER, PURPLE
from gradbook.surfaces import Surface

Pair = tuple[float, float]

# Mid-tones, which stand out from a white page as well as from a dark one.
HEIGHTS = LinearSegmentedColormap.from_list("heights", ["#2b5ea8", "#2f8fa8", "#59ab8a", "#b3c46a"])


def surface_3d(
    surface: Surface, *, elevation: float = 60, azimuth: float = -30, ax: Axes3D | None = None
) -> Axes3D:
    """Draw a surface over its domain in three dimensions, its minima as dots.

    The highest point of the domain bears its height.

    Parameters
    ----------
    surface : Surface
        The function, its domain and its minima.
    elevation, azimuth : float
        Where it is seen from, in degrees.
    ax : mpl_toolkits.mplot3d.axes3d.Axes3D, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    mpl_toolkits.mplot3d.axes3d.Axes3D
        Colors follow the cube root of the height, so that the floor is not all one.
    """
    ax = _axes_3d() if ax is None else ax
    points = grid(surface, 121)
    heights = surface(points).numpy()
    shade = HEIGHTS(np.cbrt((heights - heights.min()) / np.ptp(heights)))
    mesh = {"rcount": 121, "ccount": 121, "antialiased": False, "rasterized": True}
    ax.plot_surface(*points.unbind(-1), heights, facecolors=shade, shade=False, zorder=1, **mesh)
    lines = {"colors": PAPER, "linewidths": 0.6, "zorder": 2}
    ax.contour(*points[::2, ::2].unbind(-1), heights[::2, ::2], levels(heights, 9), **lines)
    for x, y in surface.minima:
        z = surface(torch.tensor((x, y), dtype=torch.float64, device="cpu")).item()
        ax.plot(x, y, z, "o", color=INK, markeredgecolor=PAPER, markersize=7, zorder=10)
    _mark_highest(ax, points, heights)
    ax.set(xlabel="$x$", ylabel="$y$", zlabel="$f$")
    ax.view_init(elevation, azimuth)
    return ax


def contours(surface: Surface, *, count: int = 12, ax: Axes | None = None) -> Axes:
    """Draw contour lines of a surface, denser where it is low, and its critical points.

    Parameters
    ----------
    surface : Surface
        The function, its domain and its critical points.
    count : int
        How many lines.
    ax : matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    matplotlib.axes.Axes
        Minima as dots with their coordinates, saddles as crosses, maxima as triangles.
    """
    ax = contour_lines(surface, count=count, ax=ax)
    for name, marker, color, points, above in (
        ("", "o", BLUE, surface.minima, False),
        ("saddle", "X", ORANGE, surface.saddles, False),
        ("max", "^", PURPLE, surface.maxima, True),
    ):
        for point in points:
            ax.plot(*point, marker, color=color, markeredgecolor=PAPER, markersize=9)
            height = surface(torch.tensor(point, dtype=torch.float64, device="cpu")).item()
            text = f"{name} {_tenths(height)}" if name else coordinates(point)
            write(ax, text, point, color, above)
    return ax


def contour_lines(surface: Surface, *, count: int = 12, ax: Axes | None = None) -> Axes:
    """Draw contour lines of a surface alone, denser where it is low."""
    (left, right), (low, high) = surface.domain
    ax = new_axes(height=0.7 + 4.0 * (high - low) / (right - left)) if ax is None else ax
    points = grid(surface, 101)
    values = surface(points).numpy()
    lines = levels(values, count)
    ax.contour(*points.unbind(-1), values, lines, colors=MUTED, linewidths=0.8, zorder=1)
    ax.set(xlabel="$x$", ylabel="$y$", xlim=(left, right), ylim=(low, high), aspect="equal")
    ax.grid(visible=False)
    return ax


def levels(heights: np.ndarray, count: int) -> np.ndarray:
    """Return heights for `count` contour lines, evenly spaced in their cube root."""
    return heights.min() + np.ptp(heights) * (np.arange(2, count + 2) / (count + 2)) ** 3


def grid(surface: Surface, count: int) -> Tensor:
    """Return count × count points of a surface's domain, ``(count, count, 2)``, float64.

    Row i and column j hold the i-th y and the j-th x, as images and contours expect.
    """
    x, y = (
        torch.linspace(*ends, count, dtype=torch.float64, device="cpu") for ends in surface.domain
    )
    return torch.stack(torch.meshgrid(x, y, indexing="xy"), dim=-1)


def coordinates(point: Pair) -> str:
    """Return a point as text, with at most three decimals and a true minus sign."""
    return f"({point[0]:.4g}, {point[1]:.4g})".replace("-", "−")


def write(ax: Axes, text: str, point: Pair, color: str = INK, above: bool = False) -> None:
    """Write under or above a point, on paper that keeps lines off the letters."""
    offset = (0, 8 if above else -8)
    note = ax.annotate(text, point, offset, textcoords="offset points", color=color, ha="center")
    note.set(size=TICK_SIZE, va="bottom" if above else "top")
    note.set_bbox(plate(pad=0.8))


def _tenths(height: float) -> str:
    """Return a height with one decimal, or with two digits where that would be 0."""
    text = f"{height:.1f}"
    return (text if float(text) else f"{height:.2g}").replace("-", "−")


def _mark_highest(ax: Axes3D, points: Tensor, heights: np.ndarray) -> None:
    """Write its height above the highest point."""
    row, column = np.unravel_index(heights.argmax(), heights.shape)
    place = (*points[row, column].tolist(), heights[row, column])
    note = ax.text(*place, f"{heights[row, column]:,.0f}", color=INK, size=TICK_SIZE, zorder=10)
    note.set(ha="center", va="bottom")


def _axes_3d() -> Axes3D:
    """Return new axes for three dimensions in the book's style."""
    figure = plt.figure(figsize=(WIDTH, 3.9))
    # The projection leaves its corners empty, so its box may be larger than the figure.
    ax = Axes3D(figure, (-0.03, 0.04, 0.95, 1.05), facecolor="none", computed_zorder=False)
    figure.add_axes(ax)
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.set_pane_color((1, 1, 1, 0))
        axis.line.set_color(MUTED)
        axis.label.set(color=INK, size=LABEL_SIZE)
        axis.set_tick_params(colors=INK, labelsize=TICK_SIZE, pad=0)
        axis.labelpad = 0
        axis.set_major_locator(plt.MaxNLocator(4, steps=[1, 3, 10]))
    ax.zaxis.set_rotate_label(False)
    ax.grid(visible=False)
    return ax
