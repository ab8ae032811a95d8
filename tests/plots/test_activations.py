"""What the figures of the part on activations draw."""

import math

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from gradbook.activations import (
    relu,
    relu_grad,
    sigmoid,
    sigmoid_grad,
    step,
    step_grad,
    tanh,
    tanh_grad,
)
from gradbook.plots import activations
from gradbook.plots.axes import new_axes
from gradbook.plots.palette import PAPER
from tests.plots.texts import assert_legible

XOR = torch.tensor([[0.0, 0], [0, 1], [1, 0], [1, 1]])
XOR_CLASSES = torch.tensor([0, 1, 1, 0])


@pytest.fixture(autouse=True)
def _closed_figures():
    yield
    plt.close("all")


def either(points):
    return points.sum(-1)


def exactly_one(points):
    total = points.sum(-1)
    return relu(total) - 2 * relu(total - 1)


def curves(ax):
    return [line for line in ax.lines if len(line.get_xdata()) > 10]


def markers(ax, filled):
    """Places of the single circles, open or filled."""
    return sorted(
        (float(line.get_xdata()[0]), round(float(line.get_ydata()[0]), 9))
        for line in ax.lines
        if line.get_marker() == "o" and (line.get_markerfacecolor() != PAPER) == filled
    )


def texts(ax):
    return [text.get_text() for text in ax.texts]


def shaded(ax):
    return sorted((patch.get_x(), patch.get_x() + patch.get_width()) for patch in ax.patches)


# ---- activation ----


@pytest.mark.parametrize(
    ("function", "derivative"), [(sigmoid, sigmoid_grad), (tanh, tanh_grad), (relu, relu_grad)]
)
def test_activation_stands_above_its_derivative(function, derivative):
    axes = activations.activation(function, derivative, "f", domain=(-3.0, 5.0))
    for ax, drawn in zip(axes, (function, derivative), strict=True):
        ends = []
        for line in curves(ax):
            z = torch.as_tensor(line.get_xdata())
            np.testing.assert_allclose(line.get_ydata(), drawn(z), rtol=1e-12)
            ends.append(z[-1].item())
        assert ends == [-3, 5]
    assert [ax.get_ylabel() for ax in axes] == ["$f(z)$", "$f'(z)$"]


def test_saturation_is_shaded_where_the_derivative_is_small():
    axes = activations.activation(sigmoid, sigmoid_grad, r"\sigma")
    # σ(1 − σ) = 0.05 / 4 where |z| = ln((1 + √0.95) / (1 − √0.95)) = 4.36.
    edge = math.log((1 + math.sqrt(0.95)) / (1 - math.sqrt(0.95)))
    for ax in axes:
        np.testing.assert_allclose(shaded(ax), [(-8, -edge), (edge, 8)], atol=0.02)
    assert texts(axes[1]) == ["saturated", "saturated"]


def test_saturation_follows_the_share_that_is_asked_for():
    axes = activations.activation(tanh, tanh_grad, r"\tanh", saturated=0.5)
    edge = math.atanh(math.sqrt(0.5))  # 1 − tanh² = 0.5
    np.testing.assert_allclose(shaded(axes[0]), [(-8, -edge), (edge, 8)], atol=0.02)


def test_relu_is_saturated_on_the_left_only():
    axes = activations.activation(relu, relu_grad, "r", domain=(-3.0, 3.0))
    np.testing.assert_allclose(shaded(axes[1]), [(-3, 0)], atol=0.01)


def test_jump_of_relu_grad_has_an_open_and_a_filled_circle():
    upper, lower = activations.activation(relu, relu_grad, "r")
    assert markers(upper, filled=True) == markers(upper, filled=False) == []
    assert markers(lower, filled=False) == [(0, 1)]
    assert markers(lower, filled=True) == [(0, 0)]


def test_smooth_activation_has_no_circles():
    for ax in activations.activation(sigmoid, sigmoid_grad, "s"):
        assert markers(ax, filled=True) == markers(ax, filled=False) == []


def test_derivatives_axis_ends_with_its_peak():
    _, lower = activations.activation(sigmoid, sigmoid_grad, "s")
    assert lower.get_yticks().tolist() == pytest.approx([0, 0.25])


# ---- jumps and kinks ----


def test_step_jumps_with_a_filled_circle_at_its_value():
    upper, _ = activations.step_and_slope(step, step_grad)
    assert markers(upper, filled=False) == [(0, 0)]
    assert markers(upper, filled=True) == [(0, 1)]


def test_no_curve_crosses_the_jump_of_step():
    upper, _ = activations.step_and_slope(step, step_grad)
    assert [set(line.get_ydata()) for line in curves(upper)] == [{0.0}, {1.0}]


def test_slope_of_step_is_0_and_missing_at_0():
    _, lower = activations.step_and_slope(step, step_grad)
    assert [set(line.get_ydata()) for line in curves(lower)] == [{0.0}, {0.0}]
    assert markers(lower, filled=False) == [(0, 0)]
    assert texts(lower) == ["no derivative at 0", "slope 0", "slope 0"]


def test_subgradients_are_lines_through_the_kink_with_their_slopes():
    ax = activations.subgradients(relu, [0.0, 0.5, 0.8], domain=(-2.0, 3.0))
    dashed = [line for line in ax.lines if line.get_linestyle() == "--"]
    assert [list(line.get_ydata()) for line in dashed] == [[0, 0], [-1, 1.5], [-1.6, 0.8 * 3]]
    assert texts(ax) == ["slope 0", "slope 0.5", "slope 0.8", r"$\mathrm{relu}(z)$"]


def test_slopes_are_named_where_their_lines_leave_the_function():
    ax = activations.subgradients(relu, [0.0, 0.75, 1.0], domain=(-2.0, 2.0))
    assert [text.get_position()[0] > 0 for text in ax.texts[:3]] == [True, False, False]


# ---- tanh from sigmoid ----


def test_tanh_and_sigmoid_share_the_axes():
    ax = activations.tanh_from_sigmoid(sigmoid, tanh)
    for line, drawn in zip(curves(ax), (sigmoid, tanh), strict=True):
        np.testing.assert_allclose(line.get_ydata(), drawn(torch.as_tensor(line.get_xdata())))


def test_arrows_lead_from_sigmoid_to_tanh():
    ax = activations.tanh_from_sigmoid(sigmoid, tanh, points=(-1.5, 0.7))
    arrows = [note for note in ax.texts if not note.get_text()]
    for arrow, z in zip(arrows, (-1.5, 0.7), strict=True):
        np.testing.assert_allclose(arrow.xyann, (z, 1 / (1 + math.exp(-z))))
        np.testing.assert_allclose(arrow.xy, (z / 2, math.tanh(z / 2)))


# ---- many powers of ten ----


def test_products_are_drawn_against_the_number_of_layers_on_a_log_axis():
    products = {"a": torch.tensor([0.2, 0.05, 0.01]), "b": torch.tensor([0.9, 0.8, 0.7])}
    ax = activations.vanishing(products, {"bound": torch.tensor([0.25, 0.0625, 0.015625])})
    assert ax.get_yscale() == "log"
    assert [list(line.get_xdata()) for line in ax.lines] == [[1, 2, 3]] * 3
    np.testing.assert_allclose(ax.lines[1].get_ydata(), [0.9, 0.8, 0.7])
    np.testing.assert_allclose(ax.lines[2].get_ydata(), [0.25, 0.0625, 0.015625])


def test_every_product_differs_in_style_and_is_labeled_at_its_end():
    products = {name: torch.tensor([0.5, 0.3 / n]) for n, name in enumerate("abcde", start=1)}
    ax = activations.vanishing(products)
    assert len({(line.get_linestyle(), str(line._dash_pattern)) for line in ax.lines}) == 5
    assert texts(ax) == list("abcde")
    np.testing.assert_allclose(ax.texts[2].xy, (2, 0.1), rtol=1e-6)


def test_underflow_puts_zeros_in_a_row_of_their_own():
    z = torch.tensor([-3.0, -1, 2, 4])
    exact = torch.tensor([1e-4, 0.1, 0.05, 1e-6])
    ax = activations.underflow(z, torch.tensor([0, 0.1, 0.05, 0]), exact)
    curve, dots, zeros, line = ax.lines
    np.testing.assert_allclose(curve.get_ydata(), exact)
    assert list(dots.get_xdata()) == [-1, 2]
    assert list(zeros.get_xdata()) == [-3, 4]
    assert 0 < max(zeros.get_ydata()) < 1e-7
    # No number of the axis stands beside the zeros.
    (edge,) = set(line.get_ydata())
    assert max(zeros.get_ydata()) < edge < min(ax.get_yticks())
    assert texts(ax) == ["exactly 0"]


def test_underflow_without_zeros_is_drawn_too():
    z = torch.tensor([1.0, 2.0])
    assert len(activations.underflow(z, z, z).lines[2].get_xdata()) == 0


# ---- layers ----


def test_outputs_of_stacks_are_drawn_over_the_input():
    x = torch.tensor([-1.0, 0.5, 2])
    ax = activations.stacked_layers(x, {"none": 2 * x, "ReLU": relu(x)})
    np.testing.assert_allclose(ax.lines[0].get_ydata(), [-2, 1, 4])
    np.testing.assert_allclose(ax.lines[1].get_ydata(), [0, 0.5, 2])
    assert texts(ax) == ["none", "ReLU"]
    assert ax.texts[0].xy == (2, 4)


def test_each_model_has_its_region_and_its_wrong_points_crossed_out():
    axes = activations.decision_regions({"or": either, "xor": exactly_one}, XOR, XOR_CLASSES)
    assert [ax.get_title() for ax in axes] == ["or", "xor"]
    crossed = [line.get_xydata().tolist() for ax in axes for line in ax.lines[2:]]
    assert crossed == [[[1, 1]], []]


def test_points_differ_in_shape_by_class():
    ax = activations.decision_regions({"or": either}, XOR, XOR_CLASSES)[0]
    zeros, ones = ax.lines[:2]
    assert zeros.get_xydata().tolist() == [[0, 0], [1, 1]]
    assert ones.get_xydata().tolist() == [[0, 1], [1, 0]]
    assert zeros.get_marker() != ones.get_marker()


def test_boundary_is_where_the_score_is_the_threshold():
    ax = activations.decision_regions({"or": either}, XOR, XOR_CLASSES, threshold=0.8)[0]
    area, line = ax.collections
    np.testing.assert_allclose(line.get_paths()[0].vertices.sum(1), 0.8, atol=1e-6)
    # Class 1 lies above the line x₁ + x₂ = 0.8.
    assert area.get_paths()[0].vertices.sum(1).min() > 0.8 - 0.02


# ---- axes ----

TWO_PANELS = [
    lambda **given: activations.activation(tanh, tanh_grad, "t", **given),
    lambda **given: activations.step_and_slope(step, step_grad, **given),
]
X = torch.tensor([0.5, 1.5])
ONE_PANEL = [
    lambda **given: activations.tanh_from_sigmoid(sigmoid, tanh, **given),
    lambda **given: activations.subgradients(relu, [0.5], **given),
    lambda **given: activations.vanishing({"a": X}, **given),
    lambda **given: activations.underflow(X, X, X, **given),
    lambda **given: activations.stacked_layers(X, {"a": X}, **given),
]


@pytest.mark.parametrize("draw", ONE_PANEL)
def test_given_axes_are_used_and_returned(draw):
    ax = new_axes()
    assert draw(ax=ax) is ax
    assert len(plt.get_fignums()) == 1
    assert ax.lines


@pytest.mark.parametrize("draw", TWO_PANELS)
def test_given_pair_of_axes_is_used_and_returned(draw):
    axes = new_axes(rows=2)
    assert draw(axes=axes) is axes
    assert len(plt.get_fignums()) == 1
    assert all(ax.lines for ax in axes)


def test_given_axes_hold_the_decision_regions():
    axes = new_axes(columns=2)
    scores = {"or": either, "xor": exactly_one}
    assert activations.decision_regions(scores, XOR, XOR_CLASSES, axes=axes) is axes
    assert len(plt.get_fignums()) == 1


@pytest.mark.parametrize("draw", TWO_PANELS + ONE_PANEL)
def test_one_new_figure_is_made_without_axes(draw):
    draw()
    assert len(plt.get_fignums()) == 1


# ---- training, step by step and layer by layer ----

FALLING = {"a": torch.tensor([2.0, 1.5, 0.5]), "b": torch.tensor([2.0, 2.1, 2.2])}


def test_each_step_has_its_value_and_each_line_its_label_at_the_end():
    ax = activations.step_by_step(FALLING, "weight $w$")
    for line, values in zip(ax.lines, FALLING.values(), strict=True):
        assert line.get_xdata().tolist() == [0, 1, 2]
        np.testing.assert_array_equal(line.get_ydata(), values)
    assert [(t.get_text(), t.xy) for t in ax.texts] == [
        ("a", (2, 0.5)),
        ("b", (2, pytest.approx(2.2))),
    ]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("step", "weight $w$")


def test_lines_of_training_differ_in_more_than_their_color():
    for draw in (activations.step_by_step, activations.layer_by_layer):
        ax = draw(FALLING)
        assert len({line.get_linestyle() for line in ax.lines}) == len(FALLING)
        assert_legible(ax)


def test_gradients_stand_above_their_layers_counted_from_one():
    ax = activations.layer_by_layer(FALLING)
    assert ax.get_yscale() == "log"
    for line, values in zip(ax.lines, FALLING.values(), strict=True):
        assert list(line.get_xdata()) == [1, 2, 3]
        np.testing.assert_array_equal(line.get_ydata(), values)
    assert texts(ax) == ["a", "b"]
