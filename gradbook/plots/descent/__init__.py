"""The figures of the part on faster descent."""

from gradbook.plots.descent.batches import steps_by_batch_size

__all__ = ["steps_by_batch_size"]
