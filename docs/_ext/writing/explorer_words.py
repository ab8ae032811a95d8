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
        "ended": _("After {steps} steps at ({x}, {y}), where f is {f}."),
        "diverged": _("The walk diverges: in step {step} it leaves the finite numbers."),
        "away": _("The walk leaves the map in step {step}."),
    }


def plane() -> dict[str, str]:
    return {"picture": _("The plane of learning rate and momentum")}


def backward() -> dict[str, str]:
    return {"picture": _("A graph with values and gradients")}


def step() -> dict[str, str]:
    return {"picture": _("A curve with a secant")}
