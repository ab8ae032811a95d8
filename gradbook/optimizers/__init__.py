"""The rules of optimizers as functions, equal to PyTorch's, and how fast they are on a bowl."""

from gradbook.optimizers.adaptive import Moments, adagrad, adam, adamw, amsgrad, rmsprop
from gradbook.optimizers.clipping import clip_by_norm, clip_by_value
from gradbook.optimizers.conventions import rate_inside, rate_outside, running_mean, walk_by
from gradbook.optimizers.measured import measured_rate, steps_needed
from gradbook.optimizers.momentum import heavy_ball, nesterov
from gradbook.optimizers.momentum_rates import Settings, best_settings, border, rate, roots
from gradbook.optimizers.noise_floor import noise_floor, noisy_descent, squared_distances
from gradbook.optimizers.scheduled import scheduled_descent
from gradbook.optimizers.schedules import cosine, inverse_time, step_decay, warm_up

__all__ = [
    "Moments",
    "Settings",
    "adagrad",
    "adam",
    "adamw",
    "amsgrad",
    "best_settings",
    "border",
    "clip_by_norm",
    "clip_by_value",
    "cosine",
    "heavy_ball",
    "inverse_time",
    "measured_rate",
    "nesterov",
    "noise_floor",
    "noisy_descent",
    "rate",
    "rate_inside",
    "rate_outside",
    "rmsprop",
    "roots",
    "running_mean",
    "scheduled_descent",
    "squared_distances",
    "step_decay",
    "steps_needed",
    "walk_by",
    "warm_up",
]
