"""What the figures of the part on losses draw."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from gradbook.plots import losses as figures
from gradbook.plots.axes import new_axes
from gradbook.plots.palette import BLUE, ORANGE

X = torch.tensor([3.0, -2.0, 0.5, 1.5])
TARGET = torch.tensor([2.5, -0.5, 1.9, 1.0])
PREDICTION = 0.9 * X + 0.3
LOGITS = torch.tensor([2.0, -1.0, 0.5, -2.5])


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def bowl(point):
    """Minimum 1 at (0.5, −1)."""
    return (point - point.new_tensor([0.5, -1.0])).square().sum(-1) + 1


def wave(point):
    return point[..., 0].sin()


def texts(ax):
    return [text.get_text() for text in ax.texts]


def heights(ax):
    """Bottoms and heights of all bars."""
    return [(bar.get_y(), bar.get_height()) for bar in ax.patches]


def draw(name, ax=None):
    """Each figure, on its own axes or on the given ones."""
    p = LOGITS.softmax(-1)
    calls = {
        "residual_squares": lambda: figures.residual_squares(X, TARGET, PREDICTION, ax),
        "error_and_gradient": lambda: figures.error_and_gradient(PREDICTION, 1.0, ax),
        "square_and_norm": lambda: figures.square_and_norm(2.0, ax),
        "reduction_gradients": lambda: figures.reduction_gradients(X, {"sum": 2 * X}, ax),
        "labeled_curves": lambda: figures.labeled_curves(X, {"a": X}, "x", "y", ax),
        "loss_surface": lambda: figures.loss_surface(bowl, (-1, 2), (-3, 1), ax=ax),
        "loss_contours": lambda: figures.loss_contours(bowl, (-1, 2), (-3, 1), ax=ax),
        "loss_along_segment": lambda: figures.loss_along_segment(bowl, ((0, 0), (1, 2)), ax),
        "softmax_bars": lambda: figures.softmax_bars(LOGITS, p, axes=ax),
        "jacobian_heat_map": lambda: figures.jacobian_heat_map(torch.diag(p), ax),
        "gradient_accumulation": lambda: figures.gradient_accumulation(X, ax),
    }
    return calls[name]()


SINGLE = ("residual_squares", "reduction_gradients", "loss_contours", "loss_along_segment")
SINGLE += ("jacobian_heat_map", "labeled_curves")
DOUBLE = ("error_and_gradient", "square_and_norm", "softmax_bars", "gradient_accumulation")


@pytest.mark.parametrize("name", SINGLE)
def test_a_figure_uses_the_axes_it_is_given(name):
    ax = new_axes()
    assert draw(name, ax) is ax
    assert len(plt.get_fignums()) == 1


@pytest.mark.parametrize("name", DOUBLE)
def test_a_double_figure_uses_the_axes_it_is_given(name):
    axes = new_axes(rows=2)
    assert draw(name, axes) is axes
    assert len(plt.get_fignums()) == 1


def test_loss_surface_uses_the_axes_it_is_given():
    ax = plt.figure().add_subplot(projection="3d")
    assert draw("loss_surface", ax) is ax
    assert len(plt.get_fignums()) == 1


@pytest.mark.parametrize("name", [*SINGLE, *DOUBLE, "loss_surface"])
def test_a_figure_makes_its_axes_when_none_are_given(name):
    assert draw(name) is not None
    assert len(plt.get_fignums()) == 1


@pytest.mark.parametrize("name", figures.__all__)
def test_every_public_figure_is_tested(name):
    assert name in (*SINGLE, *DOUBLE, "loss_surface")


def squares(ax):
    return [patch for patch in ax.patches if isinstance(patch, Rectangle)]


def test_residual_squares_have_the_squared_errors_as_areas():
    areas = [s.get_width() * s.get_height() for s in squares(draw("residual_squares"))]
    expected = (PREDICTION - TARGET)[X.argsort()].square()
    np.testing.assert_allclose(areas, expected, rtol=1e-5)


def test_residual_squares_carry_their_areas():
    # Sides 1, 1.15, 0.65 and 0.5 in the order of x; the last square has no room.
    assert texts(draw("residual_squares")) == ["1.00", "1.32", "0.42"]


def test_residual_squares_are_square_on_the_page():
    assert draw("residual_squares").get_aspect() == 1


@pytest.mark.parametrize("slope", [0.9, -0.9])
def test_residual_squares_stay_clear_of_the_line(slope):
    prediction = slope * X + 0.3
    for square in squares(figures.residual_squares(X, TARGET, prediction)):
        left, bottom = square.get_xy()
        right, top = left + square.get_width(), bottom + square.get_height()
        above = [y - (slope * x + 0.3) for x in (left, right) for y in (bottom, top)]
        assert min(above) > -1e-5 or max(above) < 1e-5


def test_residual_squares_show_points_and_line():
    line, points = draw("residual_squares").lines
    order = X.argsort()
    np.testing.assert_allclose(line.get_ydata(), PREDICTION[order])
    np.testing.assert_allclose(points.get_ydata(), TARGET[order])


def test_error_and_gradient_draws_tangents_of_the_parabola():
    upper, _ = figures.error_and_gradient(torch.tensor([3.0, 0.5]), 1.0)
    slopes = [np.diff(line.get_ydata()) / np.diff(line.get_xdata()) for line in upper.lines[1:3]]
    np.testing.assert_allclose(np.ravel(slopes), [4.0, -1.0])


def test_error_and_gradient_tangents_touch_the_parabola():
    upper, _ = figures.error_and_gradient(torch.tensor([3.0, 0.5]), 1.0)
    np.testing.assert_allclose([line.get_ydata().mean() for line in upper.lines[1:3]], [4.0, 0.25])


def test_error_and_gradient_writes_the_slopes():
    _, lower = figures.error_and_gradient(torch.tensor([3.0, 0.5]), 1.0)
    assert texts(lower) == ["+4", "−1"]


def test_error_and_gradient_writes_no_slope_across_its_line():
    _, lower = figures.error_and_gradient(torch.tensor([3.0, 0.5]), 1.0)
    assert [(text.xyann[1] > 0, text.get_ha()) for text in lower.texts] == [
        (True, "right"),
        (False, "left"),
    ]


def test_square_and_norm_draws_both_losses():
    upper, _ = draw("square_and_norm")
    square, norm = upper.lines
    np.testing.assert_allclose(square.get_ydata(), square.get_xdata() ** 2)
    np.testing.assert_allclose(norm.get_ydata(), np.abs(norm.get_xdata()))


def test_square_and_norm_draws_both_gradients():
    _, lower = draw("square_and_norm")
    square, left, right, ends = lower.lines
    np.testing.assert_allclose(square.get_ydata(), 2 * square.get_xdata())
    assert [list(line.get_ydata()) for line in (left, right)] == [[-1, -1], [1, 1]]
    assert list(ends.get_xdata()) == [0, 0]


def test_reduction_gradients_names_each_factor():
    ax = figures.reduction_gradients(X, {"mean": 2 * X / 4, "half_sum": X})
    assert texts(ax) == ["mean: $0.5\\,r$", "half_sum: $r$"]


def test_reduction_gradients_marks_the_gradients_that_it_is_given():
    points = figures.reduction_gradients(X, {"mean": 2 * X / 4}).lines[2]
    np.testing.assert_allclose(points.get_xdata(), X)
    np.testing.assert_allclose(points.get_ydata(), X / 2)


def test_loss_surface_spans_its_ranges():
    ax = draw("loss_surface")
    ends = [ax.xy_dataLim.intervalx, ax.xy_dataLim.intervaly, ax.zz_dataLim.intervalx]
    # The highest corner is (−1, 1): 1.5² + 2² + 1; the grid holds the minimum.
    np.testing.assert_allclose(ends, [[-1, 2], [-3, 1], [1, 7.25]])


def test_loss_surface_marks_the_minimum_at_its_height():
    ax = figures.loss_surface(bowl, (-1, 2), (-3, 1), minimum=(0.5, -1.0))
    assert [float(values[0]) for values in ax.lines[-1].get_data_3d()] == [0.5, -1.0, 1.0]


def test_loss_contours_mark_minima_with_their_values():
    ax = figures.loss_contours(bowl, (-1, 2), (-3, 1), minima=[(0.5, -1.0)])
    assert [float(v[0]) for v in ax.lines[0].get_data()] == [0.5, -1.0]
    assert texts(ax) == ["1"]


def test_loss_contours_draw_paths_from_their_starts():
    path = torch.tensor([[0.0, -2.0], [0.3, -1.4], [0.5, -1.0]])
    walk, start = figures.loss_contours(bowl, (-1, 2), (-3, 1), paths=[path]).lines
    np.testing.assert_allclose(walk.get_xydata(), path)
    assert start.get_xydata().tolist() == [[0, -2]]


def test_loss_contours_put_w_across_and_b_up():
    ax = figures.loss_contours(lambda point: point[..., 0], (-1, 2), (-3, 1))
    # A loss of w alone has upright contour lines.
    for path in ax.collections[1].get_paths():
        assert np.ptp(path.vertices[:, 0]) < 1e-6


def test_loss_contours_draw_the_segment_from_a_to_b():
    ax = figures.loss_contours(bowl, (-1, 2), (-3, 1), segment=((0, -2), (1, 0.5)))
    assert ax.lines[0].get_xydata().tolist() == [[0, -2], [1, 0.5]]
    assert texts(ax) == ["A", "B"]


def test_loss_along_segment_draws_the_loss_at_its_points():
    curve = figures.loss_along_segment(bowl, ((0.5, -1.0), (3.5, 3.0))).lines[0]
    # 5 away from the minimum at its end: 1 + 25 share².
    np.testing.assert_allclose(curve.get_ydata(), 1 + 25 * curve.get_xdata() ** 2)


def test_loss_along_segment_joins_the_ends_by_a_chord():
    chord = figures.loss_along_segment(bowl, ((0.5, -1.0), (3.5, 3.0))).lines[1]
    np.testing.assert_allclose(chord.get_ydata(), [1, 26])


def test_loss_along_segment_shades_nothing_where_the_loss_is_convex():
    ax = figures.loss_along_segment(bowl, ((0, 0), (1, 2)))
    assert not ax.collections[0].get_paths()


def test_loss_along_segment_shades_what_lies_above_the_chord():
    ax = figures.loss_along_segment(wave, ((0, 0), (3, 0)))
    assert ax.collections[0].get_paths()


def test_softmax_bars_stand_for_logits_and_probabilities():
    upper, lower = draw("softmax_bars")
    np.testing.assert_allclose([h for _, h in heights(upper)], LOGITS)
    np.testing.assert_allclose([h for _, h in heights(lower)], LOGITS.softmax(-1))


def test_softmax_bars_carry_their_values():
    upper, _ = draw("softmax_bars")
    assert texts(upper) == ["2.0000", "−1.0000", "0.5000", "−2.5000"]


def test_softmax_bars_carry_their_values_beyond_their_ends():
    upper, _ = draw("softmax_bars")
    assert [text.get_va() for text in upper.texts] == ["bottom", "top", "bottom", "top"]


def test_softmax_bars_compare_a_pair():
    upper, lower = figures.softmax_bars(LOGITS, LOGITS.softmax(-1), pair=(0, 2))
    assert upper.get_title(loc="right") == "$z_1 - z_3 = 1.50$"
    # exp(1.5)
    assert lower.get_title(loc="right") == "$p_1/p_3 = e^{1.50} = 4.48$"


def test_jacobian_heat_map_writes_row_i_column_j():
    ax = figures.jacobian_heat_map(torch.tensor([[0.25, -0.1, -0.15], [0.5, 0.125, -0.625]]))
    at = {text.xy: text.get_text() for text in ax.texts}
    assert at[(2, 0)] == "−0.1500"
    assert at[(0, 1)] == "+0.5000"


def test_jacobian_heat_map_tells_signs_by_color_and_sizes_by_depth():
    cells = figures.jacobian_heat_map(torch.tensor([[0.25, -0.1], [0.5, -0.625]])).patches
    assert [cell.get_facecolor()[:3] for cell in cells] == [to_rgb(BLUE), to_rgb(ORANGE)] * 2
    depths = np.array([cell.get_alpha() for cell in cells])
    np.testing.assert_allclose(depths / depths.max(), [0.4, 0.16, 0.8, 1])


def test_jacobian_heat_map_puts_the_color_under_its_number():
    cells = figures.jacobian_heat_map(torch.tensor([[0.25, -0.1, -0.15]])).patches
    assert [cell.get_xy() for cell in cells] == [(-0.5, -0.5), (0.5, -0.5), (1.5, -0.5)]


def test_jacobian_heat_map_names_rows_and_columns():
    ax = figures.jacobian_heat_map(torch.ones(2, 3))
    assert [t.get_text() for t in ax.get_yticklabels()] == [r"$\partial p_1$", r"$\partial p_2$"]
    assert [t.get_text() for t in ax.get_xticklabels()][2] == r"$\partial z_3$"


def test_gradient_accumulation_stacks_each_call_on_those_before():
    upper, _ = figures.gradient_accumulation(torch.tensor([2.0, -3.0, 1.5]))
    assert heights(upper)[3:] == [(0, 2), (2, -3), (-1, 1.5)]
    assert texts(upper) == ["2", "−1", "0.5"]


def test_gradient_accumulation_with_zero_grad_shows_each_call_alone():
    _, lower = figures.gradient_accumulation(torch.tensor([2.0, -3.0, 1.5]))
    assert heights(lower)[3:] == [(0, 2), (0, -3), (0, 1.5)]
    assert texts(lower) == ["2", "−3", "1.5"]


def test_gradient_accumulation_has_one_scale():
    upper, lower = figures.gradient_accumulation(torch.tensor([2.0, 2.0, 2.0]))
    assert upper.get_ylim() == lower.get_ylim()


def test_labeled_curves_draw_what_they_are_given():
    x = torch.linspace(0, 1, 5)
    first, second = figures.labeled_curves(x, {"a": x**2, "b": -x}, "x", "y").lines
    np.testing.assert_array_equal(first.get_ydata(), x**2)
    np.testing.assert_array_equal(second.get_ydata(), -x)


def test_labeled_curves_differ_in_more_than_color():
    x = torch.linspace(0, 1, 5)
    lines = figures.labeled_curves(x, {str(k): k * x for k in range(4)}, "x", "y").lines
    assert len({line.get_linestyle() for line in lines}) == 4


def test_labeled_curves_refuse_a_fifth():
    with pytest.raises(ValueError, match="curves: expected at most 4, got 5"):
        figures.labeled_curves(X, {str(k): X for k in range(5)}, "x", "y")


def test_labeled_curves_keep_names_of_equal_ends_apart():
    x = torch.linspace(0, 1, 5)
    ax = figures.labeled_curves(x, {"a": x, "b": x**2, "c": -x}, "x", "y")
    heights = sorted(text.xy[1] for text in ax.texts)
    low, high = ax.get_ylim()
    assert min(np.diff(heights)) > 0.07 * (high - low)


def test_labeled_curves_name_each_curve_at_its_end_where_the_grid_ends():
    x = torch.linspace(0, 1, 5)
    ax = figures.labeled_curves(x, {"a": 2 * x, "b": -x}, "x", "y")
    assert ax.get_xlim()[1] == 1
    assert {text.get_text(): text.xy for text in ax.texts} == {"b": (1, -1), "a": (1, 2)}
