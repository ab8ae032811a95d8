"""The figures of the part on optimization: landscapes, walks on them, and training."""

from gradbook.plots.optimization.basins import basin_map
from gradbook.plots.optimization.landscapes import contours, surface_3d
from gradbook.plots.optimization.noise import batch_noise, gradient_cloud
from gradbook.plots.optimization.streams import streams
from gradbook.plots.optimization.training import digit_rows, loss_curves, training_curves
from gradbook.plots.optimization.walks import paths, values_along

__all__ = [
    "basin_map",
    "batch_noise",
    "contours",
    "digit_rows",
    "gradient_cloud",
    "loss_curves",
    "paths",
    "streams",
    "surface_3d",
    "training_curves",
    "values_along",
]
