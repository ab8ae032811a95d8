"""The figures of the part on the chain rule."""

from gradbook.plots.chain_rule.chains import two_layer_chain
from gradbook.plots.chain_rule.flow import delta_flow
from gradbook.plots.chain_rule.graphs import computation_graph, value_graph
from gradbook.plots.chain_rule.networks import network
from gradbook.plots.chain_rule.products import outer_product, ratio_intervals
from gradbook.plots.chain_rule.rates import rates
from gradbook.plots.chain_rule.round_trip import round_trip
from gradbook.plots.chain_rule.units import learning_signal
from gradbook.plots.chain_rule.worked import worked_network

__all__ = [
    "computation_graph",
    "delta_flow",
    "learning_signal",
    "network",
    "outer_product",
    "rates",
    "ratio_intervals",
    "round_trip",
    "two_layer_chain",
    "value_graph",
    "worked_network",
]
