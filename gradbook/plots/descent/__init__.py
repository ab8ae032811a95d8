"""The figures of the part on faster descent."""

from gradbook.plots.descent.adaptive import (
    arrivals,
    decayed_weights,
    positions,
    step_lengths,
    turned_bowls,
)

__all__ = [
    "arrivals",
    "decayed_weights",
    "positions",
    "step_lengths",
    "turned_bowls",
]
