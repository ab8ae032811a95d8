"""The figures of the part on faster descent."""

from gradbook.plots.descent.momentum import (
    distances,
    rate_plane,
    root_paths,
    steps_by_condition,
)

__all__ = ["distances", "rate_plane", "root_paths", "steps_by_condition"]
