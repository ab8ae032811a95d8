"""Figures of the noise in batch gradients: its spread against the batch size, and its cloud."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from torch import Tensor

from gradbook.plots.axes import TICK_SIZE, legend_above, log_scale, new_axes
from gradbook.plots.optimization.training import MARKERS, STYLES
from gradbook.plots.palette import CYCLE, INK


def batch_noise(
    sizes: Sequence[int],
    measured: Sequence[float],
    laws: Mapping[str, Callable[[int], float]],
    ax: Axes | None = None,
) -> Axes:
    """Draw the spread of batch gradients against the batch size, with laws as lines.

    Parameters
    ----------
    sizes : sequence of int
        Batch sizes B, ascending.
    measured : sequence of float
        The spread at each of them, positive.
    laws : mapping of str to callable
        Label → spread as a function of B; the first is a full line, the next are dashed.
    """
    ax = ax or new_axes()
    dense = np.unique(np.geomspace(sizes[0], sizes[-1], 200).round().astype(int))
    for (label, law), color, line in zip(laws.items(), CYCLE, STYLES, strict=False):
        spreads = [law(int(size)) for size in dense]
        ax.plot(dense, spreads, color=color, linestyle=line, linewidth=1.6, label=label)
    ax.plot(sizes, measured, "o", color=INK, markersize=5, label="measured")
    ax.set(xlabel="batch size $B$", ylabel="spread of the gradient")
    log_scale(ax, "xy")
    ax.set_xticks(sizes[::2], [str(size) for size in sizes[::2]])
    ax.minorticks_off()
    ax.legend(frameon=False, labelcolor=INK, fontsize=TICK_SIZE, loc="lower left")
    return ax


def gradient_cloud(
    clouds: Mapping[str, Tensor], mean: Tensor, labels: tuple[str, str], ax: Axes | None = None
) -> Axes:
    """Draw two components of many batch gradients as clouds around the gradient of all samples.

    Parameters
    ----------
    clouds : mapping of str to Tensor
        Label → points (draws, 2), the widest cloud first.
    mean : Tensor
        The two components of the gradient of all samples, (2,).
    labels : tuple of str
        Names of the two components.
    """
    ax = ax or new_axes(3.6)
    for (label, points), color, marker in zip(clouds.items(), CYCLE, MARKERS, strict=False):
        ax.plot(*points.T, marker, color=color, markersize=3.5, markeredgewidth=0, label=label)
    ax.plot(*mean, "+", color=INK, markersize=11, markeredgewidth=2, label="all")
    ax.set(xlabel=labels[0], ylabel=labels[1])
    ax.locator_params(nbins=5)
    legend_above(ax, len(clouds) + 1, center=True, handletextpad=0.1, columnspacing=1)
    return ax
