"""What is known of each function: where it is worth drawing, where its minima lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor

from gradbook.arguments import check_choice, check_each, check_interval
from gradbook.surfaces.functions import (
    bowl,
    bowl_grad,
    himmelblau,
    himmelblau_grad,
    rosenbrock,
    rosenbrock_grad,
    saddle,
    saddle_grad,
)

Pair = tuple[float, float]


@dataclass(frozen=True)
class Surface:
    """A function of two variables with what is known of it, as plain numbers.

    It can be called like its function. `formula` is TeX, `domain` the part of the
    plane worth drawing, as ``((x from, x to), (y from, y to))``, `start` the usual
    first point; critical points are correct to float64's last digit.
    """

    name: str
    formula: str
    function: Callable[[Tensor], Tensor]
    gradient: Callable[[Tensor], Tensor]
    domain: tuple[Pair, Pair]
    minima: tuple[Pair, ...]
    start: Pair
    saddles: tuple[Pair, ...] = ()
    maxima: tuple[Pair, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a domain that is no part of the plane."""
        check_each("domain", self.domain, 2, "axis")
        x, y = self.domain
        check_interval("domain of x", x)
        check_interval("domain of y", y)

    def __call__(self, points: Tensor) -> Tensor:
        """Return the values ``(...)`` at points ``(..., 2)``."""
        return self.function(points)


HIMMELBLAU = Surface(
    "himmelblau",
    r"(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    himmelblau,
    himmelblau_grad,
    domain=((-6.0, 6.0), (-6.0, 6.0)),
    minima=(
        (3.0, 2.0),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.2831859912861696),
        (3.5844283403304917, -1.8481265269644036),
    ),
    start=(0.0, 0.0),
    saddles=(
        (3.385154183607021, 0.07385187983774928),
        (0.08667750455539636, 2.884254701174776),
        (-3.0730257507643897, -0.08135304428796751),
        (-0.12796134673068008, -1.9537149802445763),
    ),
    maxima=((-0.2708445906673476, -0.9230385564799815),),
)

ROSENBROCK = Surface(
    "rosenbrock",
    r"(1 - x)^2 + 100 (y - x^2)^2",
    rosenbrock,
    rosenbrock_grad,
    domain=((-2.0, 2.0), (-1.0, 3.0)),
    minima=((1.0, 1.0),),
    start=(-1.5, 2.0),
)

BOWL = Surface(
    "bowl",
    r"\frac{1}{2} (x^2 + 10 y^2)",
    bowl,
    bowl_grad,
    domain=((-3.0, 3.0), (-3.0, 3.0)),
    minima=((0.0, 0.0),),
    start=(-2.5, 1.5),
)

SADDLE = Surface(
    "saddle",
    "x^2 - y^2",
    saddle,
    saddle_grad,
    domain=((-2.0, 2.0), (-2.0, 2.0)),
    minima=(),
    start=(-1.5, 0.01),
    saddles=((0.0, 0.0),),
)


def surface(name: str) -> Surface:
    """Return one of the four surfaces of this module.

    Parameters
    ----------
    name : str
        ``"himmelblau"``, ``"rosenbrock"``, ``"bowl"`` or ``"saddle"``.

    Returns
    -------
    Surface
        The one of this name.

    Raises
    ------
    ValueError
        If it is another name.
    """
    known = {one.name: one for one in (HIMMELBLAU, ROSENBROCK, BOWL, SADDLE)}
    check_choice("name", name, known)
    return known[name]
