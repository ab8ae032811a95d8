"""The figures of the chapter on ways to one gradient: their errors and their prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from matplotlib.axes import Axes
from torch import Tensor

from gradbook.plots.axes import LABEL_SIZE, label_end, log_scale, new_axes
from gradbook.plots.palette import AMBER, BLUE, CYCLE, GREEN, INK, ORANGE, PURPLE

__all__ = ["calls_by_size", "error_by_step", "mean_error"]

# A logarithmic axis has no 0; this is below any rounding of float64.
NONE = 1e-17
Numbers = Tensor | Sequence[float]

# On the right the central difference lies on the complex step, and both are seen.
CURVES: Any = ((ORANGE, BLUE, GREEN), ("-", (0, (4, 4)), "-"), (2, 2.1, 2))

# Lines that lie on each other are told apart by their dashes.
DASHES = ((PURPLE, (0, (6, 6))), (AMBER, (4, (4, 8))), (INK, (0, (1, 3))))


def error_by_step(
    steps: Tensor,
    right: Numbers,
    differences: Sequence[Tensor],
    without: Mapping[str, Numbers],
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw how far off derivatives are against the step, on logarithmic axes.

    Parameters
    ----------
    steps : Tensor
        Positive steps ``(n,)``.
    right : Tensor or sequence of float
        The right derivatives ``(k,)``, none of them 0.
    differences : sequence of Tensor
        Those by forward and central differences and by a complex step, ``(n, k)``, in this order.
    without : mapping of str to Tensor or sequence of float
        For up to three ways that need no step the derivatives ``(k,)``; no error at all is drawn as
        one of 1e-17.
    ax : Axes, optional
        Axes to draw on; new ones by default.

    Returns
    -------
    Axes
    """
    forward, central, imaginary = (mean_error(d, right) for d in differences)
    floor = {name: mean_error(d, right).clamp(min=NONE) for name, d in without.items()}
    ax = new_axes(3.4) if ax is None else ax
    log_scale(ax, "x")
    log_scale(ax, "y")
    for y, color, dash, order in zip((forward, central, imaginary), *CURVES, strict=True):
        ax.plot(steps, y, color=color, linestyle=dash, linewidth=2, zorder=order)
    for y, (color, style) in zip(floor.values(), DASHES, strict=False):
        ax.plot(steps, y.expand(len(steps)), color=color, linestyle=style, linewidth=2.4)
    look: dict[str, Any] = {"size": LABEL_SIZE, "textcoords": "offset points"}
    valley, deeper = (int(y.argmin()) for y in (forward, central))
    turn = int((imaginary > 100 * imaginary.min()).nonzero()[0])
    # Inside the valley; beside the deeper one; beside the rise; below the floor.
    places = (
        ("forward difference", forward, valley, (0, 42), ORANGE, "center"),
        ("central difference", central, deeper, (-14, -4), BLUE, "right"),
        ("complex step", imaginary, turn, (14, 8), GREEN, "left"),
    )
    for text, y, at, offset, color, side in places:
        point = steps[at].item(), y[at].item()
        ax.annotate(text, point, xytext=offset, color=color, ha=side, va="center", **look)
    left, bottom = steps.min().item(), min(floor.values()).item()
    ax.annotate(", ".join(floor), (left, bottom), xytext=(0, -8), color=INK, va="top", **look)
    ax.set_ylim(bottom=bottom / 500)
    ax.set_xlabel("step $h$")
    ax.set_ylabel("relative error")
    return ax


def mean_error(derivatives: Numbers, right: Numbers) -> Tensor:
    """Return the mean relative error over the last axis."""
    found, right = (torch.as_tensor(d, dtype=torch.float64).detach() for d in (derivatives, right))
    return ((found - right) / right).abs().mean(-1)


def calls_by_size(
    sizes: Sequence[int], calls: Mapping[str, Sequence[int]], *, ax: Axes | None = None
) -> Axes:
    """Draw how often a function is called for its gradient against the number of its variables.

    Parameters
    ----------
    sizes : sequence of int
        Numbers of variables.
    calls : mapping of str to sequence of int
        For each label the numbers of calls; the label stands at the line's right end.
    ax : Axes, optional
        Axes to draw on; new ones by default.

    Returns
    -------
    Axes
    """
    ax = new_axes(3.0) if ax is None else ax
    log_scale(ax, "x")
    log_scale(ax, "y")
    for (label, y), color in zip(calls.items(), CYCLE, strict=False):
        ax.plot(sizes, y, color=color, linewidth=2, marker="o", markersize=4, clip_on=False)
        label_end(ax, sizes[-1], y[-1], label, color)
    ax.set_xlabel("variables $n$")
    ax.set_ylabel("calls of $f$")
    return ax
