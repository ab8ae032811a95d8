"""Functions of two variables to walk down on, and what is known of each."""

from gradbook.surfaces.catalog import BOWL, HIMMELBLAU, ROSENBROCK, SADDLE, Surface, surface
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

__all__ = [
    "BOWL",
    "HIMMELBLAU",
    "ROSENBROCK",
    "SADDLE",
    "Surface",
    "bowl",
    "bowl_grad",
    "himmelblau",
    "himmelblau_grad",
    "rosenbrock",
    "rosenbrock_grad",
    "saddle",
    "saddle_grad",
    "surface",
]
