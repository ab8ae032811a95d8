"""The figures of the part on faster descent."""

from gradbook.plots.descent.adaptive import (
    arrivals,
    decayed_weights,
    positions,
    step_lengths,
    turned_bowls,
)
from gradbook.plots.descent.momentum import distances, rate_plane, root_paths, steps_by_condition

__all__ = [
    "arrivals",
    "decayed_weights",
    "distances",
    "positions",
    "rate_plane",
    "root_paths",
    "step_lengths",
    "steps_by_condition",
    "turned_bowls",
]
