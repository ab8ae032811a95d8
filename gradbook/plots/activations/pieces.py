"""Parts of curves: looks and labels, jumps with their circles, shaded saturation."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import torch
from matplotlib.axes import Axes
from torch import Tensor

from gradbook.plots.axes import TICK_SIZE, plate
from gradbook.plots.palette import CYCLE, INK, PAPER, SHADE

Function = Callable[[Tensor], Tensor]

# Lines of one figure differ in style as well as in color.
LOOKS = tuple(zip(CYCLE, ("-", "--", "-.", (0, (4, 1, 1, 1, 1, 1)), (0, (1, 1))), strict=True))


def draw_in_pieces(
    ax: Axes, function: Function, domain: tuple[float, float], at: float, color: str
) -> None:
    """Draw a curve in two pieces that end at `at`.

    If it jumps there, an open circle marks a limit that is not its value and a filled one marks
    its value.
    """
    value = function(torch.tensor(at, dtype=torch.float64, device="cpu")).item()
    for end in domain:
        z = torch.linspace(at, end, 301, dtype=torch.float64, device="cpu")
        z[0] = math.nextafter(at, end)
        curve = function(z)
        ax.plot(z, curve, color=color, linewidth=2.2)
        if not math.isclose(curve[0], value, abs_tol=1e-9):
            open_circle(ax, at, curve[0].item(), color)
            ax.plot(at, value, "o", color=color, markersize=6, zorder=4)


def open_circle(ax: Axes, x: float, y: float, color: str) -> None:
    """Mark a point that a curve approaches and does not have."""
    ax.plot(
        x, y, "o", color=color, markersize=6, markerfacecolor=PAPER, markeredgewidth=1.6, zorder=4
    )


def shade_saturation(
    panels: Sequence[Axes], derivative: Function, domain: tuple[float, float], share: float
) -> None:
    """Shade the stretches of `domain` where the derivative is below `share` of its maximum.

    The last panel names them.
    """
    z = torch.linspace(*domain, 2001, dtype=torch.float64, device="cpu")
    flat = derivative(z) < share * derivative(z).max()
    edges = torch.nn.functional.pad(flat, (1, 1)).int().diff()
    starts, ends = z[edges[:-1] == 1], z[edges[1:] == -1]
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        for ax in panels:
            ax.axvspan(start, end, color=SHADE, linewidth=0, zorder=0)
        panels[-1].text(
            (start + end) / 2,
            0.5,
            "saturated",
            transform=panels[-1].get_xaxis_transform(),
            ha="center",
            bbox=plate(SHADE),
            color=INK,
            size=TICK_SIZE,
        )
