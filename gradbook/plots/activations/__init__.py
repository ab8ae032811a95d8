"""The figures of the part on activations."""

from gradbook.plots.activations.curves import activation, tanh_from_sigmoid
from gradbook.plots.activations.depth import underflow, vanishing
from gradbook.plots.activations.kinks import step_and_slope, subgradients
from gradbook.plots.activations.layers import decision_regions, stacked_layers
from gradbook.plots.activations.stacks import layer_by_layer, step_by_step

__all__ = [
    "activation",
    "decision_regions",
    "layer_by_layer",
    "stacked_layers",
    "step_and_slope",
    "step_by_step",
    "subgradients",
    "tanh_from_sigmoid",
    "underflow",
    "vanishing",
]
