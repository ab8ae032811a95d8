"""The figures of the chapter on NaN and infinity: two branches, and a range with two ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isinf, isnan
from typing import Any, NamedTuple

import torch
from matplotlib.axes import Axes
from torch import Tensor

from gradbook.plots.axes import LABEL_SIZE, WIDTH, log_scale, new_axes
from gradbook.plots.chain_rule.shapes import arrow, box, canvas, label, node
from gradbook.plots.palette import BLUE, INK, MUTED, ORANGE, SHADE

__all__ = ["Branch", "error_by_scale", "two_branches"]

LEFT, MIDDLE, RIGHT = 0.3, 2.15, WIDTH - 0.5
ROW = 0.52  # from the middle to each branch, in inches like all that follows
LINE = 0.2
HEIGHT = 2.0


class Branch(NamedTuple):
    """A branch of `where`: its text, the slope that `where` hands to it, and its own slope."""

    text: str
    arriving: float
    local: float


def two_branches(title: str, branches: tuple[Branch, Branch], ax: Axes | None = None) -> Axes:
    """Draw how slopes go back through both branches of a `where`, and meet at x.

    Parameters
    ----------
    title : str
        What is drawn.
    branches : tuple of Branch
        The upper and the lower one. What leaves a branch is the product of its slopes.
    ax : Axes, optional
        Axes to draw on; new ones by default.

    Returns
    -------
    Axes
    """
    ax = canvas(HEIGHT, ax)
    total = sum(branch.arriving * branch.local for branch in branches)
    for branch, y in zip(branches, (ROW, -ROW), strict=True):
        color = ORANGE if branch.arriving else MUTED
        leaving = branch.arriving * branch.local
        arrow(ax, (RIGHT - 0.4, y / 2), (MIDDLE + 0.62, y), color)
        label(
            ax, ((RIGHT + MIDDLE + 0.2) / 2, y * 0.76), _number(branch.arriving), color, halo=True
        )
        box(ax, (MIDDLE, y), 1.24, 0.42, branch.text)
        arrow(ax, (MIDDLE - 0.62, y), (LEFT + 0.2, y / 4), color)
        product = f"{_number(branch.arriving)} · {_number(branch.local)} = {_number(leaving)}"
        label(ax, ((LEFT + MIDDLE - 0.6) / 2, y * 1.18), product, color)
    node(ax, (LEFT, 0), "$x$", BLUE)
    box(ax, (RIGHT, 0), 0.8, 0.6, "where")
    ax.text(LEFT + 0.3, 0, _number(total), color=INK, size=LABEL_SIZE, va="center", weight="bold")
    ax.text(0, HEIGHT / 2, title, color=INK, size=LABEL_SIZE, va="top", family="monospace")
    return ax


def _number(value: float) -> str:
    if isnan(value):
        return "NaN"
    return "∞" if isinf(value) else f"{value:g}"


def error_by_scale(
    scales: Tensor, gradients: Mapping[torch.dtype, Sequence[Tensor]], *, ax: Axes | None = None
) -> Axes:
    """Draw how far off gradients are that were computed from a scaled loss.

    Parameters
    ----------
    scales : Tensor
        Positive scales ``(n,)``, ascending.
    gradients : mapping of torch.dtype to sequence of Tensor
        For each type n gradients; the last type is the one to compare with. Where they are not
        finite, nothing is drawn, and the range is shaded from there on.
    ax : Axes, optional
        Axes to draw on; new ones by default.

    Returns
    -------
    Axes
    """
    *narrow, last = gradients
    right = gradients[last][0]
    ax = new_axes(3.0) if ax is None else ax
    log_scale(ax, "xy")
    for dtype, color, mark in zip(narrow, (BLUE, ORANGE), "os", strict=False):
        off = torch.stack([found - right for found in gradients[dtype]])
        error = off.flatten(1).norm(dim=1) / right.norm()
        seen = error.isfinite()
        x, y = scales[seen], error[seen]
        ax.plot(x, y, color=color, linewidth=2, marker=mark, markersize=4)
        place = x[len(x) * 2 // 3].item(), y[len(x) * 2 // 3].item()
        name = str(dtype).removeprefix("torch.")
        look: dict[str, Any] = {"color": color, "size": LABEL_SIZE, "ha": "center"}
        ax.annotate(name, place, xytext=(0, 8), textcoords="offset points", **look)
        if not seen.all():
            _shade(ax, scales[~seen][0].item(), scales[-1].item(), y.max().item(), name, color)
    ax.axvline(1, color=MUTED, linestyle="--", linewidth=1)
    ax.set_xlabel("scale of the loss")
    ax.set_ylabel("relative error")
    return ax


def _shade(ax: Axes, first: float, last: float, top: float, name: str, color: str) -> None:
    """Shade the scales at which a type has no number; say so in their middle, below the top."""
    ax.axvspan(first, last, color=SHADE, zorder=0)
    middle = (first * last) ** 0.5, top
    text = f"{name}:\n∞ or NaN"
    ax.annotate(text, middle, color=color, size=LABEL_SIZE, ha="center", va="top")
