"""The rules of optimizers, beside those of PyTorch, and how fast they are on a bowl."""

from gradbook.optimizers.clipping import clip_by_norm, clip_by_value
from gradbook.optimizers.noise_floor import noise_floor, noisy_descent, squared_distances
from gradbook.optimizers.scheduled import scheduled_descent
from gradbook.optimizers.schedules import cosine, inverse_time, step_decay, warm_up

__all__ = [
    "clip_by_norm",
    "clip_by_value",
    "cosine",
    "inverse_time",
    "noise_floor",
    "noisy_descent",
    "scheduled_descent",
    "squared_distances",
    "step_decay",
    "warm_up",
]
