"""The rules of optimizers, beside those of PyTorch, and how fast they are on a bowl."""

from gradbook.optimizers.conventions import rate_inside, rate_outside, running_mean, walk_by
from gradbook.optimizers.measured import measured_rate, steps_needed
from gradbook.optimizers.momentum import heavy_ball, nesterov
from gradbook.optimizers.momentum_rates import (
    Settings,
    best_settings,
    border,
    rate,
    roots,
)

__all__ = [
    "Settings",
    "best_settings",
    "border",
    "heavy_ball",
    "measured_rate",
    "nesterov",
    "rate",
    "rate_inside",
    "rate_outside",
    "roots",
    "running_mean",
    "steps_needed",
    "walk_by",
]
