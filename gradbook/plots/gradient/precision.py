"""How good a difference quotient is: the error against the step h."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.axes import Axes
from torch import Tensor

from gradbook.plots.axes import LABEL_SIZE, log_scale, new_axes
from gradbook.plots.gradient.drawing import numbers, write
from gradbook.plots.palette import CYCLE, INK


def difference_error(
    steps: Tensor,
    errors: Mapping[str, Tensor],
    chosen: Mapping[str, float],
    ax: Axes | None = None,
) -> Axes:
    """Draw the errors of difference quotients against h, both on logarithmic axes.

    Parameters
    ----------
    steps : Tensor
        Shape ``(n,)``: the steps h.
    errors : mapping of str to Tensor
        For each method's name its absolute errors, shape ``(n,)``; zeros are left out.
    chosen : mapping of str to float
        For each of these names the step that the method takes by default.
    ax : matplotlib.axes.Axes, optional
        Drawn on; new axes if none are given.

    Returns
    -------
    matplotlib.axes.Axes
        With a line of markers for each method, ended by its name, and its default step.
    """
    ax = new_axes(height=3.4) if ax is None else ax
    ax.set(xlabel="$h$", ylabel="error")
    log_scale(ax, "xy")
    for (name, error), color, marker in zip(errors.items(), CYCLE, "os^Dv", strict=False):
        seen = error > 0
        # Marks that are open or small leave those below them to be seen.
        fill, size = ("full", 2.5) if marker == "o" else ("none", 4.5)
        points = numbers(steps[seen]), numbers(error[seen])
        ax.plot(*points, marker, color=color, markersize=size, fillstyle=fill)
        ax.axvline(chosen[name], color=color, linewidth=1.4, linestyle="--")
        end = (steps[-1].item(), error[-1].item())
        write(ax, name, end, (6, 0), color)
    for x, ha, source in ((0.02, "left", "rounding"), (0.98, "right", "truncation")):
        ax.text(x, 0.05, source, color=INK, size=LABEL_SIZE, ha=ha, transform=ax.transAxes)
    return ax
