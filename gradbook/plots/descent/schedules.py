"""The figures of the chapter on schedules: rates and floors, a test of rates, and clipping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Circle, Rectangle
from matplotlib.ticker import NullFormatter

from gradbook.plots.axes import LABEL_SIZE, legend_above, log_scale, new_axes
from gradbook.plots.palette import BLUE, CYCLE, GREEN, INK, MUTED, ORANGE, SHADE

Numbers = Sequence[float]
LABEL: dict[str, Any] = {"textcoords": "offset points", "color": INK, "size": LABEL_SIZE}
KEY: dict[str, Any] = {
    "center": True,
    "handlelength": 2.2,
    "columnspacing": 1.2,
    "handletextpad": 0.5,
}
STYLES = ("-", "--", "-.", (0, (4, 1, 1, 1, 1, 1)))


def rates_and_floors(
    schedules: Mapping[str, tuple[Numbers, Numbers]],
    floors: Mapping[float, str],
    *,
    axes: Sequence[Axes] | None = None,
) -> Sequence[Axes]:
    """Draw the rates of some schedules, and below them the loss of each on a logarithmic scale.

    Parameters
    ----------
    schedules : mapping of str to pairs of sequences of float
        For each name the rate of each step, and the loss before it.
    floors : mapping of float to str
        Heights of dotted lines across the losses, and what stands at their right ends.
    axes : sequence of Axes, optional
        Two axes to draw on, rates above, losses below; new ones by default.

    Returns
    -------
    sequence of Axes
    """
    above, below = new_axes(4.6, rows=2, sharex=True) if axes is None else axes
    for (name, (rates, losses)), color, line in zip(schedules.items(), CYCLE, STYLES, strict=False):
        above.plot(range(len(rates)), rates, color=color, linestyle=line, linewidth=2, label=name)
        below.plot(range(len(losses)), losses, color=color, linestyle=line, linewidth=1.6)
    end = max(len(losses) for _, losses in schedules.values())
    for height, text in floors.items():
        below.axhline(height, color=MUTED, linestyle=":", linewidth=1.2)
        below.annotate(text, (end, height), xytext=(4, 0), va="center", **LABEL)
    below.set_xlim(0, end)
    log_scale(below, "y")
    below.yaxis.set_minor_formatter(NullFormatter())
    above.set_ylim(bottom=0)
    legend_above(above, len(schedules), **KEY)
    above.set_ylabel(r"rate $\eta_s$")
    below.set_ylabel("loss")
    below.set_xlabel("step $s$")
    return above, below


def loss_by_rate(
    rates: Numbers, losses: Mapping[str, Numbers], border: float, *, ax: Axes | None = None
) -> Axes:
    """Draw the loss of walks whose rate grows from step to step, both axes logarithmic.

    Parameters
    ----------
    rates : sequence of float
        The rate of each step, ascending.
    losses : mapping of str to sequence of float
        For each name the loss before each step; a dot marks where it is lowest.
    border : float
        The rate at which a dotted line stands.
    ax : Axes, optional
        Axes to draw on; new ones by default.

    Returns
    -------
    Axes
    """
    ax = new_axes(3.0) if ax is None else ax
    for (name, values), color, line in zip(losses.items(), CYCLE, STYLES, strict=False):
        ax.plot(rates, values, color=color, linestyle=line, linewidth=2, label=name)
        lowest = min(range(len(values)), key=lambda i: values[i])
        ax.plot(rates[lowest], values[lowest], "o", color=color, markersize=7)
    log_scale(ax, "xy")
    ax.yaxis.set_minor_formatter(NullFormatter())
    start = max(values[0] for values in losses.values())
    low = min(min(values) for values in losses.values())
    ax.set_ylim(low / 1.5, 3 * start)
    ax.axvline(border, color=INK, linestyle=":", linewidth=1.6)
    place: dict[str, Any] = {"xytext": (5, 0), "ha": "left", "va": "center"}
    ax.annotate(r"$2/\lambda_{\max}$", (border, start), **place, **LABEL)
    legend_above(ax, len(losses), **KEY)
    ax.set_xlabel(r"rate $\eta_s$")
    ax.set_ylabel("loss")
    return ax


def curvature_and_loss(
    walks: Mapping[str, tuple[Numbers, Numbers, Numbers]],
    every: int,
    *,
    axes: Sequence[Axes] | None = None,
) -> Sequence[Axes]:
    """Draw curvatures and the borders that rates set, and below them losses.

    Parameters
    ----------
    walks : mapping of str to tuples of three sequences of float
        For each name the rate and the loss of each step, and the largest curvature of each
        `every`-th one, which gets a dot. A dotted line follows 2/η.
    every : int
        How many steps lie between two curvatures.
    axes : sequence of Axes, optional
        Two axes to draw on, curvatures above, losses below; new ones by default.

    Returns
    -------
    sequence of Axes
    """
    above, below = new_axes(4.4, rows=2, sharex=True) if axes is None else axes
    for (name, (rates, losses, curvatures)), color, line in zip(
        walks.items(), CYCLE, STYLES, strict=False
    ):
        places = [every * number for number in range(len(curvatures))]
        look: dict[str, Any] = {"color": color, "linestyle": line, "linewidth": 2, "label": name}
        above.plot(places, curvatures, marker="o", markersize=4, **look)
        borders = [2 / rate for rate in rates]
        above.plot(range(len(rates)), borders, color=color, linestyle=":", linewidth=1.6)
        below.plot(range(len(losses)), losses, color=color, linestyle=line, linewidth=2)
    for ax in (above, below):
        log_scale(ax, "y")
        ax.yaxis.set_minor_formatter(NullFormatter())
    legend_above(above, len(walks), **KEY)
    above.set_ylabel("largest curvature")
    below.set_ylabel("loss")
    below.set_xlabel("step $s$")
    return above, below


def clipped_arrows(
    gradient: Numbers, by_norm: Numbers, by_value: Numbers, limit: float, ax: Axes | None = None
) -> Axes:
    """Draw a gradient in the plane, what two kinds of clipping make of it, and their limits.

    Parameters
    ----------
    gradient, by_norm, by_value : sequence of float
        Two numbers each: a long gradient, and the clipped ones.
    limit : float
        The radius of the circle and half the side of the square.
    ax : Axes, optional
        Axes to draw on; new ones by default.

    Returns
    -------
    Axes
    """
    ax = new_axes(2.6) if ax is None else ax
    square = Rectangle((-limit, -limit), 2 * limit, 2 * limit, facecolor=SHADE, edgecolor=ORANGE)
    ax.add_patch(square)
    ax.add_patch(Circle((0, 0), limit, facecolor="none", edgecolor=BLUE))
    arrows = {"gradient": (gradient, GREEN), "by norm": (by_norm, BLUE)}
    arrows["by value"] = by_value, ORANGE
    for name, (tip, color) in arrows.items():
        look: dict[str, Any] = {
            "arrowstyle": "-|>",
            "color": color,
            "linewidth": 2,
            "shrinkA": 0,
            "shrinkB": 0,
        }
        ax.annotate("", (tip[0], tip[1]), (0, 0), arrowprops=look | {"mutation_scale": 14})
        ax.plot([], [], color=color, linewidth=2, label=name)
    corner = 1.25 * limit
    ax.set_xlim(-corner, max(1.05 * gradient[0], corner))
    ax.set_ylim(-corner, max(1.05 * gradient[1], corner))
    ax.set_aspect("equal")
    legend_above(ax, len(arrows), **KEY)
    ax.set_xlabel("$g_1$")
    ax.set_ylabel("$g_2$")
    return ax
