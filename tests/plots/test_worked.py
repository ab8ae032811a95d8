"""What `worked_network` draws: values forward, weights, and derivatives back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyBboxPatch

from gradbook.mlp import Layer, backward, forward
from gradbook.plots.axes import WIDTH
from gradbook.plots.chain_rule import worked_network
from gradbook.plots.chain_rule.worked import exact
from tests.plots.texts import assert_legible

X = torch.tensor([2.0, -4.0], dtype=torch.float64)
HIDDEN = torch.tensor([[0.5, 0.25]], dtype=torch.float64)
LAST = torch.tensor([[4.0], [2.0]], dtype=torch.float64)
BIASES = torch.zeros(1).double(), torch.tensor([-2.0, -1.0], dtype=torch.float64)
T = torch.tensor([1.0, 0.25], dtype=torch.float64)


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    yield
    plt.close("all")


def small() -> Axes:
    return worked_network(X, [HIDDEN, LAST], T, biases=BIASES)


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def slopes(ax: Axes) -> list[str]:
    start = r"$\partial$ "
    return [text.removeprefix(start) for text in texts(ax) if text.startswith(start)]


def test_each_input_and_each_unit_is_a_circle_with_its_value():
    ax = small()
    places = [patch.center for patch in ax.patches if isinstance(patch, Circle)]
    values = [t.get_text() for t in ax.texts if t.get_position() in places and t.get_text()]
    assert values == ["2", "−4", "1/2", "1/2", "1/2"]


def test_each_edge_shows_its_weight_above_its_derivative():
    ax = small()
    found = {text.get_text(): text.get_position() for text in ax.texts}
    for weight, slope in (("4", "−1/16"), ("1/4", "3/8")):
        assert found[weight][1] > found[rf"$\partial$ {slope}"][1]


def test_a_weight_and_its_derivative_lie_along_their_edge_with_nothing_on_it():
    ax = small()
    found = {text.get_text(): text for text in ax.texts}
    edges = [segment for each in ax.collections for segment in each.get_segments()]
    for weight, slope in (("1/2", "−3/16"), ("1/4", "3/8"), ("4", "−1/16"), ("2", "1/32")):
        two = [t for t in ax.texts if t.get_text() in (weight, rf"$\partial$ {slope}")]
        above, below = (t for t in two if t.get_rotation() % 360)
        middle = np.mean([above.get_position(), below.get_position()], axis=0)
        across = np.subtract(above.get_position(), below.get_position())
        turned = np.deg2rad(found[rf"$\partial$ {slope}"].get_rotation())
        along = np.array([np.cos(turned), np.sin(turned)])
        assert np.hypot(*across) == pytest.approx(0.22) and across @ along == pytest.approx(0)
        normal = np.array([-along[1], along[0]])
        assert any(np.allclose((np.array(edge) - middle) @ normal, 0) for edge in edges)
    assert not [text for text in ax.texts if text.get_bbox_patch()]


def test_the_derivatives_are_those_by_hand():
    # δ = (O − t) O (1 − O) at both outputs, and their weighted sum times 1/4 at the hidden unit.
    ax = small()
    assert slopes(ax) == ["−3/16", "3/8", "−1/16", "1/32"]
    deltas = [text.removeprefix(r"$\delta$ = ") for text in texts(ax) if "delta" in text]
    assert deltas == ["−3/32", "−1/8", "1/16"]


def test_the_derivatives_are_those_of_the_module():
    generator = torch.Generator().manual_seed(4)
    sizes = (3, 2, 4)
    layers = [
        Layer(torch.randn(m, n, generator=generator).double(), torch.zeros(m).double())
        for n, m in pairwise(sizes)
    ]
    x, t = torch.randn(3, generator=generator).double(), torch.rand(4, generator=generator).double()
    gradients = backward(layers, forward(layers, x), t)
    ax = worked_network(x, [layer.weight for layer in layers], t)
    wanted = [exact(value) for each in gradients for value in each.weight.T.flatten()]
    assert slopes(ax) == wanted


def test_a_bias_is_shown_unless_it_is_zero():
    assert [text for text in texts(small()) if "$b$" in text] == ["$b$ = −2", "$b$ = −1"]


def test_the_error_and_the_targets_are_shown():
    assert {"$E$", "5/32", "$t$ = 1", "$t$ = 1/4"} <= set(texts(small()))


def test_the_error_stands_within_its_box():
    for ax in (small(), worked_network(X, [HIDDEN], T[:1])):
        ax.figure.canvas.draw()
        (box,) = (patch for patch in ax.patches if isinstance(patch, FancyBboxPatch))
        bounds = box.get_window_extent()
        x, _ = next(t.get_position() for t in ax.texts if t.get_text() == "$E$")
        mine = [t for t in ax.texts if t.get_text() and t.get_position()[0] == x]
        assert len(mine) == 2
        for line in (t.get_window_extent() for t in mine):
            assert bounds.contains(line.x0, line.y0) and bounds.contains(line.x1, line.y1)


@pytest.mark.parametrize(
    ("value", "text"), [(0.375, "3/8"), (-3.0, "−3"), (0.1234567, "0.123"), (-2e-5, "−2e−05")]
)
def test_numbers_are_exact_where_they_are_short(value, text):
    assert exact(torch.tensor(value, dtype=torch.float64)) == text


def test_arguments_stay_as_they_are():
    small()
    assert not HIDDEN.requires_grad and not LAST.requires_grad


def test_all_texts_lie_within_the_figure_and_are_legible():
    ax = small()
    assert ax.figure.get_figwidth() == WIDTH
    assert_legible(ax)


def test_given_axes_are_used_and_no_figure_is_made():
    _, ax = plt.subplots()
    assert worked_network(X, [HIDDEN], T[:1], ax=ax) is ax
    assert len(plt.get_fignums()) == 1


@pytest.mark.parametrize("weights", [[], [HIDDEN.T], [HIDDEN, LAST.T]])
def test_weights_that_do_not_fit_are_refused(weights):
    with pytest.raises(ValueError, match="weights: expected the shapes"):
        worked_network(X, weights, T)


def test_each_output_needs_a_target():
    with pytest.raises(ValueError, match="target: expected 2, one for each output, got 1"):
        worked_network(X, [HIDDEN, LAST], T[:1])


def test_each_layer_needs_its_biases():
    with pytest.raises(ValueError, match=r"biases: expected the lengths \[1, 2\], got \[2, 1\]"):
        worked_network(X, [HIDDEN, LAST], T, biases=BIASES[::-1])
