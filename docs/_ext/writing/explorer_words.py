"""The words of the explorers: whole labels and sentences, each with {places} for its values."""

from __future__ import annotations

from sphinx.locale import _


def words() -> dict[str, dict[str, str]]:
    """Return the words of each explorer by their keys; `picture` names the picture as a whole."""
    return {
        "descent": descent(),
        "plane": plane(),
        "backward": backward(),
        "step": step(),
    }


def descent() -> dict[str, str]:
    return {
        "picture": _("Walk downhill: a map with a start that can be moved"),
        "start": _("Start"),
        "place": _("x {x}, y {y}"),
        "surface": _("Landscape"),
        "himmelblau": _("Himmelblau"),
        "bowl": _("Bowl"),
        "rosenbrock": _("Rosenbrock"),
        "optimizer": _("Optimizer"),
        "descent": _("Gradient descent"),
        "momentum": _("Momentum"),
        "nesterov": _("Nesterov"),
        "adam": _("Adam"),
        "rate": _("Learning rate"),
        "beta": _("Momentum β"),
        "steps": _("Steps"),
        "reset": _("Start again"),
        "fold": _("Walk it yourself"),
        "arrived": _("After {steps} steps the walk is at ({x}, {y}), near a minimum: f is {f}."),
        "ended": _("After {steps} steps the walk is at ({x}, {y}), near no minimum: f is {f}."),
        "away": _("The walk diverges: after {steps} steps it is at ({x}, {y}), and f is {f}."),
        "diverged": _("The walk diverges: after {steps} steps it has left the finite numbers."),
    }


def plane() -> dict[str, str]:
    return {
        "picture": _("The plane of learning rate and momentum, the roots of a step, and a walk"),
        "eta": _("Learning rate η"),
        "beta": _("Momentum β"),
        "kappa": _("Stretch κ"),
        "angle": _("Angle"),
        "best": _("Take the best point"),
        "settings": _("Learning rate and momentum"),
        "chosen": _("η {eta}, β {beta}"),
        "start": _("Start of the walk"),
        "place": _("x {x}, y {y}"),
        "converges": _(
            "In the long run a step leaves {rate} of the distance, so a digit costs {steps} steps. "
            "At the star, the best point, it leaves {best}."
        ),
        "diverges": _(
            "In the long run a step multiplies the distance by {rate}: the walk never arrives."
        ),
    }


def backward() -> dict[str, str]:
    return {"picture": _("A graph with values and gradients")}


def step() -> dict[str, str]:
    return {
        "picture": _("A curve with a secant and its tangent, and the error for each step"),
        "f": _("Function"),
        "kind": _("Difference"),
        "forward": _("forward"),
        "central": _("central"),
        "h": _("Step h"),
        "place": _("Point of the curve"),
        "tangent": _("tangent"),
        "secant": _("secant"),
        "error": _("error"),
        "truncation": _("truncation"),
        "rounding": _("rounding, at most"),
        "measured": _(
            "The quotient is {quotient}, the derivative {slope}. "
            "Of the error {error}, truncation makes {truncation} and rounding {rounding}."
        ),
        "lost": _("x + h is rounded to x: no step is left."),
    }
