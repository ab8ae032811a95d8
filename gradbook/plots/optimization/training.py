"""Figures of training: the digits that are learned, and the curves of loss and accuracy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter
from torch import Tensor

from gradbook.plots.axes import LABEL_SIZE, TICK_SIZE, log_scale, new_axes, plate
from gradbook.plots.palette import BLUE, CYCLE, GREEN, INK, ORANGE

# A mid-tone that reads on a white page and on a dark one; the ink's strength is its opacity.
STROKE = (0.20, 0.50, 0.78)
STYLES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)))
MARKERS = ("o", "s", "^", "D", "v")


def digit_rows(
    images: Tensor,
    labels: Tensor,
    predictions: Tensor | None = None,
    columns: int = 10,
    ax: Axes | None = None,
) -> Axes:
    """Draw 8 × 8 digits in rows, below each its label, or "label → prediction".

    Parameters
    ----------
    images : Tensor
        (N, 64), from 0 for paper to 1 for ink.
    labels, predictions : Tensor
        (N,).
    columns : int
        Digits a row.
    """
    rows = -(-len(images) // columns)
    ax = ax or new_axes(height=rows * (4.4 / columns + 0.2))
    pitch, line = 9.0, 9.8 + 0.4 * columns
    for index, image in enumerate(images.cpu()):
        left, top = pitch * (index % columns), line * (index // columns)
        ink = np.ones((8, 8, 4))
        ink[..., :3], ink[..., 3] = STROKE, image.reshape(8, 8)
        ax.imshow(ink, extent=(left, left + 8, top + 8, top), interpolation="nearest")
        text = str(int(labels[index]))
        if predictions is not None:
            text += f" → {int(predictions[index])}"
        ax.text(left + 4, top + 9, text, color=INK, size=TICK_SIZE, ha="center", va="top")
    ax.set(xlim=(-0.5, pitch * columns - 0.5), ylim=(line * rows, -0.5), aspect="equal")
    ax.axis("off")
    return ax


def training_curves(
    step_loss: Tensor, train_loss: Tensor, test_accuracy: Tensor, axes: Sequence[Axes] | None = None
) -> np.ndarray:
    """Draw the loss of every batch and of all images, above the test accuracy, by epoch.

    Parameters
    ----------
    step_loss : Tensor
        (steps,), equally many in each epoch.
    train_loss, test_accuracy : Tensor
        (epochs + 1,), start included; the accuracy from 0 to 1.
    axes : sequence of Axes, optional
        Two of them: for the loss and for the accuracy.
    """
    upper, lower = new_axes(4.4, rows=2, sharex=True) if axes is None else axes
    epochs = torch.arange(len(train_loss), device="cpu")
    steps = torch.arange(len(step_loss), device="cpu") / len(step_loss) * (len(train_loss) - 1)
    upper.plot(steps, step_loss, color=ORANGE, linewidth=0.7)
    upper.plot(epochs, train_loss, color=BLUE, marker="o", markersize=3.5)
    upper.set(ylabel="loss $L$")
    log_scale(upper, "y")
    _note(upper, "thin line: one batch", 0.98, 0.97, ORANGE)
    _note(upper, "dots: all images", 0.98, 0.85, BLUE)
    lower.plot(epochs, test_accuracy, color=GREEN, marker="s", markersize=3.5)
    lower.set(ylabel="test accuracy", xlabel="epoch", ylim=(0, 1))
    lower.yaxis.set_major_formatter(PercentFormatter(1))
    lower.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    last = float(test_accuracy[-1])
    _note(lower, f"{last:.1%}", 0.98, last - 0.08, GREEN)
    return np.array([upper, lower])


def loss_curves(curves: Mapping[str, Tensor], ax: Axes | None = None) -> Axes:
    """Draw losses by epoch on a logarithmic scale, each with its label at its end.

    Parameters
    ----------
    curves : mapping of str to Tensor
        Label → values (epochs + 1,), start included; at most five of them.
    """
    ax = ax or new_axes()
    for values, color, line, marker in zip(curves.values(), CYCLE, STYLES, MARKERS, strict=False):
        ax.plot(values, color=color, linestyle=line, marker=marker, markersize=4)
    ax.set(xlabel="epoch", ylabel="loss $L$")
    log_scale(ax, "y")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    ends = np.log([float(values[-1]) for values in curves.values()])
    gap = 0.08 * np.ptp(np.log(ax.get_ylim()))
    for (label, values), color, height in zip(
        curves.items(), CYCLE, np.exp(_apart(ends, gap)), strict=False
    ):
        place = (len(values) - 1 + 0.03 * np.ptp(ax.get_xlim()), height)
        ax.text(*place, label, color=color, size=LABEL_SIZE, va="center")
    return ax


def _note(ax: Axes, text: str, x: float, y: float, color: str) -> None:
    """Write into the axes at fractions of its width and height, from the right and the top.

    The text has paper behind it, which keeps the lines of the grid off its letters.
    """
    note = ax.text(x, y, text, color=color, size=TICK_SIZE, ha="right", va="top")
    note.set_transform(ax.transAxes)
    note.set_bbox(plate())


def _apart(values: np.ndarray, gap: float) -> np.ndarray:
    """Return the values, each moved up where it would be nearer than the gap to one below it."""
    moved = values.copy()
    order = np.argsort(values)
    for below, above in pairwise(order):
        moved[above] = max(moved[above], moved[below] + gap)
    return moved
