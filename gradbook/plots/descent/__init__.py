"""The figures of the part on faster descent."""

from gradbook.plots.descent.schedules import (
    clipped_arrows,
    curvature_and_loss,
    loss_by_rate,
    rates_and_floors,
)

__all__ = ["clipped_arrows", "curvature_and_loss", "loss_by_rate", "rates_and_floors"]
