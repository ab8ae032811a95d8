"""Figures of the part on losses."""

from gradbook.plots.losses.accumulation import gradient_accumulation
from gradbook.plots.losses.curves import labeled_curves
from gradbook.plots.losses.landscape import loss_along_segment, loss_contours
from gradbook.plots.losses.probabilities import jacobian_heat_map, softmax_bars
from gradbook.plots.losses.reductions import reduction_gradients, square_and_norm
from gradbook.plots.losses.squares import error_and_gradient, residual_squares
from gradbook.plots.losses.surface import loss_surface

__all__ = [
    "error_and_gradient",
    "gradient_accumulation",
    "jacobian_heat_map",
    "labeled_curves",
    "loss_along_segment",
    "loss_contours",
    "loss_surface",
    "reduction_gradients",
    "residual_squares",
    "softmax_bars",
    "square_and_norm",
]
