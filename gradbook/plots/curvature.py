"""The figures of the chapter on curvature: how far a walk may step, and what holds it there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, NullFormatter

from gradbook.plots.axes import LABEL_SIZE, label_end, log_scale, new_axes
from gradbook.plots.palette import CYCLE

__all__ = ["edge_of_stability"]

Numbers = Sequence[float]


def edge_of_stability(
    walks: Mapping[float, tuple[Numbers, Numbers]],
    every: int,
    *,
    axes: Sequence[Axes] | None = None,
) -> Sequence[Axes]:
    """Draw the largest curvature and the loss of walks with several learning rates.

    Parameters
    ----------
    walks : mapping of float to pairs of sequences of float
        For each learning rate η the curvature λ of each `every`-th step, and the loss of each
        step. A dashed line marks 2/η.
    every : int
        How many steps lie between two curvatures.
    axes : sequence of Axes, optional
        Two axes to draw on, curvature above, loss below; new ones by default.

    Returns
    -------
    sequence of Axes
    """
    above, below = new_axes(4.4, rows=2, sharex=True) if axes is None else axes
    for (rate, (curvature, loss)), color in zip(walks.items(), CYCLE, strict=False):
        steps = [every * number for number in range(len(curvature))]
        above.plot(steps, curvature, color=color, linewidth=2)
        above.axhline(2 / rate, color=color, linestyle=(0, (5, 3)), linewidth=1.2)
        below.plot(range(len(loss)), loss, color=color, linewidth=1.2)
        label_end(above, steps[-1], 2 / rate, f"2/{rate:g}", color)
        _name(below, rate, loss, color)
    above.set_xlim(left=0)
    above.set_ylim(bottom=0)
    log_scale(below, "y")
    # A loss that falls by one power of ten would have a single number.
    below.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    below.yaxis.set_major_formatter("{x:g}")
    below.yaxis.set_minor_formatter(NullFormatter())
    above.set_ylabel("largest curvature")
    below.set_ylabel("loss")
    below.set_xlabel("step")
    above.figure.align_ylabels((above, below))
    return above, below


def _name(ax: Axes, rate: float, loss: Numbers, color: str) -> None:
    """Write η at the spike of a loss; above a smooth walk where the start has left room."""
    early = len(loss) // 10
    top = max(range(early, len(loss)), key=loss.__getitem__)
    smooth = top == early
    top = len(loss) // 3 if smooth else top
    ax.annotate(
        f"$\\eta$ = {rate:g}",
        (top, loss[top]),
        xytext=(0, 9 if smooth else 4),
        textcoords="offset points",
        color=color,
        size=LABEL_SIZE,
        ha="center",
    )
