"""The figures of the chapter on momentum: how fast it is, why, and what it costs at first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from torch import Tensor

from gradbook.plots.axes import LABEL_SIZE, TICK_SIZE, label_end, log_scale, new_axes
from gradbook.plots.palette import BLUE, CYCLE, GREEN, GRID, INK, MUTED, ORANGE, PAPER

# Where one shade of blue ends and the next, paler one begins; from 1 on, a walk diverges.
LEVELS = (0.85, 0.9, 0.95, 0.98, 1.0)
# The page shines through, so that fast is deep on a light page and bright on a dark one.
SHADES = (0.75, 0.56, 0.4, 0.26, 0.13)
DIVERGED = (*to_rgb(ORANGE), 0.3)


def rate_plane(
    h: Tensor,
    momenta: Tensor,
    measured: Tensor,
    theory: Callable[[Tensor, Tensor], Tensor],
    best: tuple[float, float],
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw measured rates as colored cells, and the lines that theory draws between the colors.

    Parameters
    ----------
    h, momenta : Tensor
        The middles of the cells, evenly apart, from half a cell on: learning rate times largest
        curvature ``(columns,)``, and momentum ``(rows,)``.
    measured : Tensor
        Factors of one step ``(rows, columns)``.
    theory : callable
        From h ``(n,)`` and momentum ``(m, 1)`` to the factors ``(m, n)``.
    best : (float, float)
        The place of the best settings, which gets a star.
    ax : Axes, optional
        Axes to draw on; new ones by default.

    Returns
    -------
    Axes
    """
    ax = new_axes(4.0) if ax is None else ax
    right, top = (h[-1] + h[0]).item(), (momenta[-1] + momenta[0]).item()
    colors = [(*to_rgb(BLUE), shade) for shade in SHADES]
    picture = np.array([*colors, DIVERGED])[np.digitize(measured.numpy(), LEVELS)]
    # Pixels as they are: resampled ones are rounded, and no longer the palette's on a dark page.
    look: dict[str, Any] = {"aspect": "auto", "interpolation": "none"}
    ax.imshow(picture, origin="lower", extent=(0, right, 0, top), **look)
    x = torch.linspace(0, right, 301, dtype=torch.float64, device=h.device)[1:]
    y = torch.linspace(0, top, 201, dtype=torch.float64, device=h.device)[:-1]
    lines = ax.contour(x, y, theory(x, y[:, None]), levels=LEVELS, colors=INK, linewidths=1)
    ax.clabel(lines, LEVELS[:-1], fontsize=TICK_SIZE, fmt="%g")
    ax.text(0.95 * right, 0.2 * top, "diverges", color=INK, size=LABEL_SIZE, ha="right")
    ax.plot(*best, "*", color=INK, markeredgecolor=PAPER, markersize=13)
    ax.set(xlabel="learning rate × largest curvature", ylabel=r"momentum $\beta$")
    ax.grid(visible=False)
    return ax


def root_paths(roots: Any, momentum: float, *, ax: Axes | None = None) -> Axes:
    """Draw the two roots of a step as points of the plane, for one momentum and many rates.

    Parameters
    ----------
    roots : array_like
        Complex, ``(rates, 2)``, in the order of the rates.
    momentum : float
        β; a thin circle has its root as its radius.
    ax : Axes, optional
        Axes to draw on; new ones by default.

    Returns
    -------
    Axes
    """
    ax = new_axes(3.6) if ax is None else ax
    turn = np.linspace(0, 2 * np.pi, 181)
    for radius, color, style in ((1, ORANGE, "--"), (momentum**0.5, MUTED, ":")):
        ax.plot(radius * np.cos(turn), radius * np.sin(turn), style, color=color, linewidth=1.2)
    for path, color in zip(np.asarray(roots).T, (BLUE, GREEN), strict=True):
        ax.plot(path.real, path.imag, "o", color=color, markersize=3.5)
        ax.plot(path.real[0], path.imag[0], "s", color=color, markersize=8)
    # Each label is outside its circle or inside, away from the roots on the smaller one.
    look: dict[str, Any] = {"textcoords": "offset points", "color": INK, "size": LABEL_SIZE}
    outer, inner = ((at * np.cos(0.9), at * np.sin(0.9)) for at in (1, momentum**0.5))
    ax.annotate("1", outer, (3, 3), **look)
    ax.annotate(r"$\sqrt{\beta}$", inner, (-4, -4), ha="right", va="top", **look)
    ax.set_aspect("equal")
    ax.set(xlabel="real part", ylabel="imaginary part")
    return ax


def distances(
    walks: Mapping[str, Sequence[float]], limit: float, *, ax: Axes | None = None
) -> Axes:
    """Draw how far walks are from the minimum, on a logarithmic axis.

    Parameters
    ----------
    walks : mapping of str to sequence of float
        For each label the distance before each step, as a share of that of the start.
    limit : float
        The share at which the axis ends.
    ax : Axes, optional
        Axes to draw on; new ones by default.

    Returns
    -------
    Axes
    """
    ax = new_axes(3.2) if ax is None else ax
    for (label, y), color in zip(walks.items(), CYCLE, strict=False):
        shown = [value for value in y if value > limit]
        ax.plot(range(len(shown)), shown, color=color, linewidth=2)
        ax.annotate(
            label,
            (len(shown) - 1, shown[-1]),
            xytext=(-22, 4) if len(shown) < len(y) else (-6, -5),
            textcoords="offset points",
            color=color,
            size=LABEL_SIZE,
            ha="right",
            va="bottom" if len(shown) < len(y) else "top",
        )
    ax.axhline(1, color=GRID, linewidth=1.2)
    ax.set_xlim(left=0)
    log_scale(ax, "y")
    ax.set_ylim(bottom=limit)
    ax.set(xlabel="step", ylabel="distance / first distance")
    return ax


def steps_by_condition(
    conditions: Sequence[float], counts: Mapping[str, Sequence[int]], *, ax: Axes | None = None
) -> Axes:
    """Draw how many steps walks need against the condition number, both axes logarithmic.

    Parameters
    ----------
    conditions : sequence of float
        The condition numbers κ, in growing order.
    counts : mapping of str to sequence of int
        For each label the steps; the label stands at the line's right end.
    ax : Axes, optional
        Axes to draw on; new ones by default.

    Returns
    -------
    Axes
    """
    ax = new_axes(3.2) if ax is None else ax
    log_scale(ax, "xy")
    for (label, y), color in zip(counts.items(), CYCLE, strict=False):
        ax.plot(conditions, y, color=color, linewidth=2, marker="o", markersize=4, clip_on=False)
        label_end(ax, conditions[-1], y[-1], label, color)
    ax.set(xlabel=r"condition number $\kappa$", ylabel="steps")
    return ax
