"""Small drawings without type, one for each chapter, by the parts of the book."""

from __future__ import annotations

from collections.abc import Callable

from matplotlib.axes import Axes

from gradbook.arguments import expected
from gradbook.plots.cards import curves, graphs, planes
from gradbook.plots.cards.drawing import new_card

__all__ = ["PARTS", "cards"]

PARTS: dict[str, dict[str, Callable[[Axes], None]]] = {
    "gradient": {
        "derivative": curves.derivative,
        "gradient": planes.gradient,
        "chain_rule": graphs.chain_rule,
        "common_functions": curves.common_functions,
        "going_downhill": curves.going_downhill,
    },
    "activations": {
        "why": planes.why,
        "sigmoid": curves.sigmoid,
        "tanh": curves.tanh,
        "relu": curves.relu,
    },
    "losses": {
        "mse": planes.mse,
        "autograd": graphs.autograd,
        "softmax": planes.softmax,
    },
    "chain_rule": {
        "perceptron": graphs.perceptron,
        "layer": graphs.layer,
        "backpropagation": graphs.backpropagation,
    },
    "optimization": {
        "himmelblau": planes.himmelblau,
        "momentum": planes.momentum,
        "stochastic": planes.stochastic,
        "training": curves.training,
    },
    "autograd": {
        "six_ways": curves.six_ways,
        "hundred_lines": graphs.hundred_lines,
        "jvp_vjp": planes.jvp_vjp,
        "curvature": curves.curvature,
        "nan": graphs.nan,
    },
    "descent": {
        "momentum": planes.momentum_plane,
    },
}


def cards(part: str) -> list[Axes]:
    """Draw one card for each chapter of a part, in the order of the book.

    Parameters
    ----------
    part : str
        A part of the book: the name of its folder.

    Returns
    -------
    list of matplotlib.axes.Axes
        Each in a figure of its own.

    Raises
    ------
    ValueError
        If the book has no such part.
    """
    if part not in PARTS:
        raise expected("part", f"one of {', '.join(PARTS)}", repr(part))
    drawn = []
    for draw in PARTS[part].values():
        drawn.append(new_card())
        draw(drawn[-1])
    return drawn
