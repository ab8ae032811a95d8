"""Optimizers as functions: a point, its gradient and a memory become a new point and memory."""

from gradbook.optimizers.adaptive import Moments, adagrad, adam, adamw, amsgrad, rmsprop

__all__ = ["Moments", "adagrad", "adam", "adamw", "amsgrad", "rmsprop"]
