"""What `delta_flow` draws: values, and arrows that point back."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib.pyplot as plt
import pytest
import torch
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from gradbook.plots.chain_rule import delta_flow
from gradbook.plots.palette import BLUE, ORANGE

# weight[k, j]: two outputs, three hidden units.
WEIGHT = torch.tensor([[2.0, -1.0, 0.5], [0.25, 4.0, -3.0]])
HIDDEN = torch.tensor([0.012, -0.34, 0.05])
OUTPUT = torch.tensor([0.2, -0.1])


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    yield
    plt.close("all")


def carried(ax: Axes) -> list:
    """Return the arrows from unit to unit, k by k and in it j by j."""
    return [line for line in ax.collections if to_hex(line.get_color()[0]) in (BLUE, ORANGE)]


def test_each_unit_shows_its_delta():
    texts = [text.get_text() for text in delta_flow([WEIGHT], [HIDDEN, OUTPUT]).texts]
    assert {"0.012", "−0.34", "0.05", "0.2", "−0.1"} <= set(texts)


def test_the_arrows_point_back():
    ax = delta_flow([WEIGHT], [HIDDEN, OUTPUT])
    starts_and_ends = [line.get_segments()[0][:, 0] for line in ax.collections]
    assert all(start > end for start, end in starts_and_ends)
    assert all(patch._posA_posB[0][0] > patch._posA_posB[1][0] for patch in ax.patches[:6])


def test_each_pair_of_units_has_an_arrow_and_each_output_one_from_the_error():
    ax = delta_flow([WEIGHT], [HIDDEN, OUTPUT])
    assert len(carried(ax)) == 2 * 3
    assert len(ax.collections) == 2 * 3 + 2


def test_the_width_grows_with_the_share_that_is_carried_back():
    # |w_jk δ_k| = 0.4, 0.2, 0.1 from the first output and 0.025, 0.4, 0.3 from the second.
    widths = [line.get_linewidth()[0] for line in carried(delta_flow([WEIGHT], [HIDDEN, OUTPUT]))]
    share = torch.tensor([0.4, 0.2, 0.1, 0.025, 0.4, 0.3]) / 0.4
    assert widths == pytest.approx((0.5 + 4.5 * share).tolist())


def test_the_sign_is_in_color_and_in_dashes():
    lines = carried(delta_flow([WEIGHT], [HIDDEN, OUTPUT]))
    negative = [to_hex(line.get_color()[0]) == ORANGE for line in lines]
    dashed = [line.get_linestyle()[0][1] is not None for line in lines]
    # Signs of W times those of δ = (+, −).
    assert negative == dashed == [False, True, False, True, True, False]


def test_the_layers_bear_their_symbols():
    first = torch.tensor([0.3, 0.1])
    ax = delta_flow([torch.ones(3, 2), WEIGHT], [first, HIDDEN, OUTPUT])
    texts = [text.get_text() for text in ax.texts]
    assert [text for text in texts if text.startswith(r"$\delta")] == [
        r"$\delta_i$",
        r"$\delta_j$",
        r"$\delta_k$",
    ]


def test_given_axes_are_used_and_no_figure_is_made():
    _, ax = plt.subplots()
    assert delta_flow([WEIGHT], [HIDDEN, OUTPUT], ax=ax) is ax
    assert len(plt.get_fignums()) == 1


def test_tensors_with_gradients_are_drawn():
    delta_flow([WEIGHT.clone().requires_grad_()], [HIDDEN, OUTPUT])


def test_deltas_that_are_all_zero_are_drawn():
    delta_flow([WEIGHT], [torch.zeros(3), torch.zeros(2)])


@pytest.mark.parametrize("weights", [[WEIGHT.T], [], [WEIGHT, WEIGHT]])
def test_weights_that_do_not_fit_are_refused(weights):
    with pytest.raises(ValueError, match=r"weights: expected the shapes \[\(2, 3\)\]"):
        delta_flow(weights, [HIDDEN, OUTPUT])


def test_one_layer_of_deltas_is_refused():
    with pytest.raises(ValueError, match="at least two layers"):
        delta_flow([], [OUTPUT])
