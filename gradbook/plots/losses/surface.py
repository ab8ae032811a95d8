"""A loss over two parameters as a surface in space."""

from __future__ import annotations

import matplotlib.pyplot as plt
import torch
from mpl_toolkits.mplot3d.axes3d import Axes3D

from gradbook.plots.axes import LABEL_SIZE, TICK_SIZE, WIDTH
from gradbook.plots.losses.landscape import HEIGHTS, Loss, Point, grid
from gradbook.plots.palette import GRID, INK, MUTED, PAPER


def loss_surface(
    loss: Loss,
    w: tuple[float, float],
    b: tuple[float, float],
    minimum: Point | None = None,
    ax: Axes3D | None = None,
    *,
    elevation: float = 32,
    azimuth: float = -60,
) -> Axes3D:
    """Draw a loss over weight and bias as a surface, its minimum as a dot.

    Parameters
    ----------
    loss : callable
        Takes points (w, b) of shape ``(..., 2)``, float64, to values of shape ``(...)``.
    w, b : tuple of float
        First and last value on the two axes.
    minimum : (float, float), optional
        A point to mark.
    ax : mpl_toolkits.mplot3d.axes3d.Axes3D, optional
        Drawn on; new axes if none are given.
    elevation, azimuth : float
        Where it is seen from, in degrees.

    Returns
    -------
    mpl_toolkits.mplot3d.axes3d.Axes3D
    """
    ax = _new_axes_3d() if ax is None else ax
    points = grid(w, b, 61)
    height = loss(points).detach()
    mesh = {"rcount": 61, "ccount": 61, "antialiased": False, "rasterized": True}
    ax.plot_surface(*points.unbind(-1), height.numpy(), cmap=HEIGHTS, **mesh)
    if minimum is not None:
        z = float(loss(torch.tensor(minimum, dtype=torch.float64, device="cpu")))
        ax.plot(*minimum, z, "o", color=INK, markeredgecolor=PAPER, markersize=8, zorder=10)
    ax.set(xlabel="$w$", ylabel="$b$", zlabel="loss", xlim=w, ylim=b)
    ax.set_zlim(bottom=min(0, float(height.min())))
    ax.locator_params(nbins=4)
    ax.view_init(elevation, azimuth)
    return ax


def _new_axes_3d() -> Axes3D:
    figure = plt.figure(figsize=(WIDTH, 3.4))
    # It takes the colors of its grid when it is made, and no others later.
    with plt.rc_context({"grid.color": GRID, "grid.linewidth": 0.6}):
        ax = Axes3D(figure, (0, 0, 1, 1))
    figure.add_axes(ax)
    ax.set_box_aspect((1, 1, 0.72))
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.set_pane_color((0, 0, 0, 0))
        axis.pane.set_edgecolor(MUTED)
        axis.line.set_color(MUTED)
        axis.label.set(color=INK, size=LABEL_SIZE)
    ax.tick_params(colors=INK, labelsize=TICK_SIZE)
    return ax
