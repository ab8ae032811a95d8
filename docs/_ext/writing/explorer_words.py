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
        "outside": _("diverges"),
        "converges": _(
            "In the long run a step leaves {rate} of the distance, so a digit costs {steps} steps. "
            "At the star, the best point, it leaves {best}."
        ),
        "diverges": _(
            "In the long run a step multiplies the distance by {rate}: the walk never arrives."
        ),
    }


def backward() -> dict[str, str]:
    return {
        "picture": _("The graph of the expression, with values and gradients"),
        "graph": _("Graph; arrow keys go forward and back"),
        "back": _("Back"),
        "step": _("Step"),
        "play": _("Play"),
        "pause": _("Pause"),
        "end": _("To the end"),
        "reset": _("Reset"),
        "example": _("Example"),
        "network": _("The network of this figure"),
        "own": _("Your own"),
        "expression": _("Expression"),
        "start": _(
            "There are {steps} steps: forward from the variables to the result, then back, "
            "from the result to the variables."
        ),
        "forward": _("Step {step} of {steps}, forward: {node} is {value}."),
        "turn": _("Step {step} of {steps}, the turn: the slope of the result by itself is 1."),
        "one": _(
            "Step {step} of {steps}, back from {node}: its gradient {gradient} times {slope0} "
            "is {part0}, for {to0}."
        ),
        "two": _(
            "Step {step} of {steps}, back from {node}: its gradient {gradient} times {slope0} "
            "is {part0}, for {to0}, and times {slope1} it is {part1}, for {to1}."
        ),
        "sum": _("What has reached {to} adds up to {sum}."),
        "done": _("All gradients are there: {gradients}."),
    } | faults()


def faults() -> dict[str, str]:
    """Return what is wrong with an expression, by the codes of `backward_math.mjs`."""
    return {
        "empty": _("Type an expression, such as x*y + sin(x)."),
        "character": _("“{word}” has no meaning here."),
        "ends": _("The expression ends too early: a number, a name or a bracket must follow."),
        "operand": _("Expected a number, a name or an opening bracket, got “{word}”."),
        "operator": _("Expected + - * / ** or the end, got “{word}”."),
        "open": _("This bracket is never closed."),
        "call": _("“{word}” is a function: write {word}(x)."),
        "function": _(
            "“{word}” is no function here: these are exp, log, sin, cos, tanh, sigmoid, relu, sqrt."
        ),
        "name": _("“{word}” is unknown: a variable is a letter, or one with a number, such as w1."),
        "twice": _("“{word}” has a meaning already."),
        "defined": _("After a definition a semicolon and an expression must follow."),
        "unused": _("The result does not depend on this."),
        "constant": _("There is no variable, so nothing to differentiate by."),
        "deep": _("More than {limit} brackets, signs and powers stand inside each other."),
        "large": _("The graph has more than {limit} operations."),
        "many": _("The graph has more than {limit} variables."),
        "overflow": _("Here a number becomes too large."),
        "outside log": _("log is defined for positive numbers alone, and gets {given}."),
        "outside sqrt": _("sqrt is not defined for negative numbers, and gets {given}."),
        "outside /": _("Here a number is divided by 0."),
        "outside **": _("Here the base and the exponent, {given}, have no power."),
        "slope": _("Here the slope is infinite or does not exist."),
    }


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
