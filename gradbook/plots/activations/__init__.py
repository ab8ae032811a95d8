"""The figures of the part on activations."""

from gradbook.plots.activations.curves import activation, tanh_from_sigmoid
from gradbook.plots.activations.depth import underflow, vanishing
from gradbook.plots.activations.kinks import step_and_slope, subgradients
from gradbook.plots.activations.layers import decision_regions, stacked_layers

__all__ = [
    "activation",
    "decision_regions",
    "stacked_layers",
    "step_and_slope",
    "subgradients",
    "tanh_from_sigmoid",
    "underflow",
    "vanishing",
]
