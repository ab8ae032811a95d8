"""What a sigmoid unit's error tells its weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from torch import Tensor

from gradbook.arguments import expected, shape
from gradbook.plots.axes import TICK_SIZE, new_axes
from gradbook.plots.palette import BLUE, INK, ORANGE, SHADE


def learning_signal(
    z: Tensor, error: Tensor, delta: Tensor, *, ax: Sequence[Axes] | None = None
) -> np.ndarray:
    """Draw the error of a sigmoid unit above its derivative δ, both over the weighted sum z.

    Where the error is more than half its largest and |δ| less than a fifth of its
    largest, the unit is wrong and hardly learns: this part is shaded.

    Parameters
    ----------
    z : Tensor, shape (n,)
        Weighted sums, in rising order.
    error, delta : Tensor, shape (n,)
        E and ∂E/∂z at each of them.
    ax : sequence of two matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    numpy.ndarray of two matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If the shapes differ.
    """
    if not z.shape == error.shape == delta.shape:
        got = f"{shape(z)}, {shape(error)}, {shape(delta)}"
        raise expected("z, error, delta", "one shape", got)
    top, bottom = axes = np.array(new_axes(3.6, rows=2, sharex=True) if ax is None else ax)
    stuck = (error > error.max() / 2) & (delta.abs() < delta.abs().max() / 5)
    for one, values, color, style in (top, error, BLUE, "-"), (bottom, delta, ORANGE, "--"):
        one.plot(z.tolist(), values.tolist(), color=color, linestyle=style, linewidth=2)
        one.fill_between(
            z.tolist(), 0, 1, where=stuck.tolist(), transform=one.get_xaxis_transform(),
            color=SHADE, linewidth=0,
        )  # fmt: skip
    top.set_ylabel("error $E$")
    bottom.set(xlabel="weighted sum $z$", ylabel=r"$\delta = \partial E/\partial z$")
    if stuck.any():
        middle = float(z[stuck].mean())
        top.text(middle, float(error.max()) / 2, "wrong, but\nlearns little", color=INK,
                 size=TICK_SIZE, ha="center", va="center")  # fmt: skip
    return axes
