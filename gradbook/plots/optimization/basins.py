"""The map of all starts, colored by where their paths end."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from torch import Tensor

from gradbook.arguments import expected, shape
from gradbook.plots.axes import LABEL_SIZE, new_axes
from gradbook.plots.optimization.landscapes import coordinates, write
from gradbook.plots.palette import CYCLE, GRID, INK, MUTED, PAPER
from gradbook.surfaces import Surface

# Two grays that stand out from each other and from the colors, on either page.
STRIPES = ((*to_rgb(GRID), 0.12), (*to_rgb(MUTED), 0.9))
# The page shines through a basin, so that it is pale on a light page and deep on a dark one.
STRENGTH = 0.45


def basin_map(surface: Surface, reached: Tensor, *, ax: Axes | None = None) -> Axes:
    """Draw which minimum each start of a grid has reached, in a color for each.

    Parameters
    ----------
    surface : Surface
        The function whose domain the grid spans, with its minima.
    reached : Tensor
        Indices of minima ``(rows, columns)``, −1 for a start that has not settled, as
        `basins` returns them; row i holds the i-th y, column j the j-th x.
    ax : matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    matplotlib.axes.Axes
        The minima are labelled; what has not settled is striped.
    """
    if reached.ndim != 2:
        raise expected("reached", "(rows, columns)", shape(reached))
    (left, right), (low, high) = surface.domain
    ax = new_axes(height=0.9 + 4.0 * (high - low) / (right - left)) if ax is None else ax
    colors = np.array([(*to_rgb(color), STRENGTH) for color in CYCLE[: len(surface.minima)]])
    index = reached.cpu().numpy()
    rows, columns = np.indices(index.shape)
    stripes = np.array(STRIPES)[(rows + columns) // 3 % 2]
    picture = np.where((index < 0)[..., None], stripes, colors[index])
    extent = (left, right, low, high)
    ax.imshow(picture, origin="lower", extent=extent, interpolation="nearest", rasterized=True)
    for point in surface.minima:
        ax.plot(*point, "o", color=INK, markeredgecolor=PAPER, markersize=9)
        # Walks come from within.
        write(ax, coordinates(point), point, above=point[1] > (low + high) / 2)
    lost = (index < 0).sum()
    note = f"striped: {lost:,} of {index.size:,} starts not settled" if lost else ""
    ax.set_title(note, loc="left", color=INK, size=LABEL_SIZE)
    ax.set(xlabel="$x$", ylabel="$y$")
    ax.grid(visible=False)
    return ax
