"""The figures of the part on faster descent."""

from gradbook.plots.descent.adaptive import (
    arrivals,
    decayed_weights,
    positions,
    step_lengths,
    turned_bowls,
)
from gradbook.plots.descent.batches import steps_by_batch_size
from gradbook.plots.descent.momentum import distances, rate_plane, root_paths, steps_by_condition
from gradbook.plots.descent.schedules import (
    clipped_arrows,
    curvature_and_loss,
    loss_by_rate,
    rates_and_floors,
)

__all__ = [
    "arrivals",
    "clipped_arrows",
    "curvature_and_loss",
    "decayed_weights",
    "distances",
    "loss_by_rate",
    "positions",
    "rate_plane",
    "rates_and_floors",
    "root_paths",
    "step_lengths",
    "steps_by_batch_size",
    "steps_by_condition",
    "turned_bowls",
]
