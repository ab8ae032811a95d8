"""The computation graph that autograd recorded, with or without values and gradients."""

from __future__ import annotations

import re
from collections.abc import Mapping

import torch
from matplotlib.axes import Axes
from torch import Tensor

from gradbook.arguments import check_single, expected
from gradbook.plots.chain_rule.plates import Note, draw_plates, plate
from gradbook.plots.chain_rule.recorded import Record, record
from gradbook.plots.palette import BLUE, INK, MUTED, ORANGE


def computation_graph(
    result: Tensor, names: Mapping[str, Tensor] | None = None, *, ax: Axes | None = None
) -> Axes:
    """Draw the operations that autograd recorded on the way to a result.

    Leaves stand in boxes, operations in circles; arrows run from inputs to consumers, so that
    ``backward`` goes against them.

    Parameters
    ----------
    result : Tensor
        A tensor with a ``grad_fn``.
    names : mapping of str to Tensor, optional
        Names of leaves and of intermediate results, such as ``{"w1": w1, "z": z}``.
        A leaf without a name bears its shape.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Raises
    ------
    ValueError
        If the result has no ``grad_fn``.
    """
    found = record(result, names)
    notes: list[list[Note]] = []
    for leaf, name in zip(found.leaves, found.names, strict=True):
        notes.append([(math(name), MUTED)] if name and not leaf else [])
    return _draw(found, notes, ax)


def value_graph(values: Mapping[str, Tensor], *, digits: int = 3, ax: Axes | None = None) -> Axes:
    """Draw an expression's graph with forward values and backward gradients at its nodes.

    Parameters
    ----------
    values : mapping of str to Tensor
        The expression step by step, leaves and intermediate results by name, the result last:
        ``{"w": w, "x": x, "u": u, "y": y}``. Each is a single number that needs a gradient.
        The gradients come from ``torch.autograd.grad``; no ``.grad`` is touched.
    digits : int
        Significant digits of the numbers.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Raises
    ------
    ValueError
        If a value is not a single number, needs no gradient, or doesn't enter the result.
    """
    gradients = _gradients(values)
    result = list(values)[-1]
    found = record(values[result], values)
    notes: list[list[Note]] = [[] for _ in found.names]
    for lines, name in zip(notes, found.names, strict=True):
        if name:
            derivative = rf"$\partial {bare(result)}/\partial {bare(name)}$"
            lines.append((f"{math(name)} = {number(values[name], digits)}", BLUE))
            lines.append((f"{derivative} = {number(gradients[name], digits)}", ORANGE))
    return _draw(found, notes, ax)


def _gradients(values: Mapping[str, Tensor]) -> dict[str, Tensor]:
    for name, value in values.items():
        check_single(f"values[{name!r}]", value)
        if not value.requires_grad:
            raise expected(f"values[{name!r}]", "a number that needs a gradient", value)
    *_, result = values.values()
    start = torch.ones_like(result)
    gradients = torch.autograd.grad(
        result, list(values.values()), start, retain_graph=True, allow_unused=True
    )
    for name, gradient in zip(values, gradients, strict=True):
        if gradient is None:
            raise expected(f"values[{name!r}]", "what enters the last value", "what it ignores")
    return dict(zip(values, gradients, strict=True))


def number(value: Tensor, digits: int) -> str:
    """Return a number with few digits and a true minus sign."""
    return f"{value.item():.{digits}g}".replace("-", "−")


def math(name: str) -> str:
    """Return a name set in mathtext, w1 with its number as a subscript."""
    return f"${bare(name)}$"


def bare(name: str) -> str:
    """Return a name as mathtext without its dollars: w1 as w_{1}, loss upright."""
    if name.startswith("$"):
        return name.strip("$")
    letter = re.fullmatch(r"([A-Za-z])_?(\d*)", name)
    if letter is None:
        return rf"\mathrm{{{name}}}"
    return letter[1] + (f"_{{{letter[2]}}}" if letter[2] else "")


def _draw(found: Record, notes: list[list[Note]], ax: Axes | None) -> Axes:
    plates = []
    for symbol, leaf, lines in zip(found.symbols, found.leaves, notes, strict=True):
        if leaf:
            plates.append(plate("", inside=lines or [(math(symbol), INK)]))
        else:
            plates.append(plate(symbol, beside=lines))
    return draw_plates(plates, found.inputs, ax)
