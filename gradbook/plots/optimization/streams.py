"""Walks from all over a surface, drawn as streams into its minima."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from torch import Tensor

from gradbook.arguments import expected, shape
from gradbook.plots.axes import WIDTH
from gradbook.plots.palette import CYCLE, INK, PAPER
from gradbook.surfaces import Surface


def streams(surface: Surface, walks: Tensor, reached: Tensor, *, ax: Axes | None = None) -> Axes:
    """Draw many walks as thin lines, in a color for each minimum that they reach.

    Parameters
    ----------
    surface : Surface
        The function, its domain and its minima.
    walks : Tensor
        Paths as `descend` returns them, ``(records, walks, 2)``.
    reached : Tensor
        Indices of minima ``(walks,)``, as `basins` returns them; −1 is left out.
    ax : matplotlib.axes.Axes, optional
        Drawn on; new axes without a frame if none are given.

    Returns
    -------
    matplotlib.axes.Axes
        The minima are large dots; there is no type.
    """
    if walks.ndim != 3 or walks.shape[-1] != 2:
        raise expected("walks", "shape (records, walks, 2)", shape(walks))
    if reached.shape != walks.shape[1:2]:
        raise expected("reached", f"shape ({walks.shape[1]},)", shape(reached))
    (left, right), (low, high) = surface.domain
    if ax is None:
        figure = plt.figure(figsize=(WIDTH, WIDTH * (high - low) / (right - left)))
        ax = figure.add_axes((0, 0, 1, 1))
        ax.axis("off")
    lines = walks.detach().cpu().double().numpy().swapaxes(0, 1)
    index = reached.cpu().numpy()
    for minimum, (place, color) in enumerate(zip(surface.minima, CYCLE, strict=False)):
        here = lines[index == minimum]
        bends = [_bends(line) for line in here]
        ax.add_collection(LineCollection(bends, colors=color, linewidths=1.0))
        ax.plot(*np.array(here[:, :1]).reshape(-1, 2).T, "o", color=color, markersize=2.2)
        ax.plot(*place, "o", color=INK, markeredgecolor=PAPER, markeredgewidth=2, markersize=13)
    ax.set(xlim=(left, right), ylim=(low, high))
    return ax


def _bends(line: np.ndarray, tolerance: float = 0.02) -> np.ndarray:
    """Return the points without which a line would be off by more than the tolerance."""
    start, end = line[0], line[-1]
    along = end - start
    length = np.hypot(*along)
    off = line - start
    away = abs(off @ (-along[1], along[0])) / length if length else np.hypot(*off.T)
    farthest = int(away.argmax())
    if away[farthest] <= tolerance:
        return line[[0, -1]]
    before = _bends(line[: farthest + 1], tolerance)
    return np.concatenate((before[:-1], _bends(line[farthest:], tolerance)))
