"""The figure of batch sizes: how many steps each needs, and the law with its two ends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from gradbook.plots.axes import TICK_SIZE, log_scale, new_axes
from gradbook.plots.palette import CYCLE, INK, MUTED


def steps_by_batch_size(
    sizes: Sequence[int],
    measured: Sequence[float],
    least: float,
    scale: float,
    ax: Axes | None = None,
) -> Axes:
    """Draw the steps to a target against the batch size, with the law S (1 + R / B) as a line.

    Parameters
    ----------
    sizes : sequence of int
        Batch sizes B, ascending.
    measured : sequence of float
        The steps that each of them needs.
    least : float
        S, the steps of a batch without noise.
    scale : float
        R, the noise scale, where the two straight ends of the law cross.
    """
    ax = ax or new_axes(3.4)
    dense = np.geomspace(sizes[0], sizes[-1], 200)
    steep = dense[dense <= 2.5 * scale]
    ax.plot(steep, least * scale / steep, color=MUTED, linestyle="--", linewidth=1.2)
    ax.plot(dense, np.full_like(dense, least), color=MUTED, linestyle=":", linewidth=1.6)
    ax.plot(dense, least * (1 + scale / dense), color=CYCLE[0], linewidth=1.6, label="law")
    ax.plot(sizes, measured, "o", color=INK, markersize=5, label="measured")
    ax.plot(scale, least, "s", color=CYCLE[1], markersize=7, label="noise scale")
    ax.set(xlabel="batch size $B$", ylabel="steps to the target")
    log_scale(ax, "xy")
    ax.set_xticks(sizes[::2], [f"{size:,}" for size in sizes[::2]])
    ax.minorticks_off()
    ax.grid(visible=False, axis="x")
    ax.legend(frameon=False, labelcolor=INK, fontsize=TICK_SIZE, loc="upper right")
    return ax
