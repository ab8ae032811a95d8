"""Tests of gradbook/plots/gradient: what is drawn, where, and on which axes."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.contour import ContourSet
from matplotlib.quiver import Quiver
from torch.testing import assert_close

from gradbook.plots import gradient as figures
from gradbook.plots.axes import new_axes
from gradbook.surfaces import Surface


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    plt.close("all")


def square(x):
    return x**2


def square_grad(x):
    return 2 * x


def tilted(points):
    x, y = points.unbind(-1)
    return x**2 + x * y + 2 * y**2


def tilted_grad(points):
    x, y = points.unbind(-1)
    return torch.stack([2 * x + y, x + 4 * y], dim=-1)


TILTED = Surface(
    "tilted",
    "x^2 + xy + 2y^2",
    tilted,
    tilted_grad,
    domain=((-4.0, 4.0), (-3.0, 3.0)),
    minima=((0.0, 0.0),),
    start=(2.0, -1.0),
)
AT = (2.0, -1.0)  # the gradient there is (3, −2)
ROWS = [
    ("x^2", "2x", square, square_grad, (-2.0, 3.0)),
    ("e^x", "e^x", torch.exp, torch.exp, (-1.0, 2.0)),
    (r"\sin x", r"\cos x", torch.sin, torch.cos, (0.0, 3.0)),
]
PATH = torch.tensor([-1.5, 0.5, 0.25], dtype=torch.float64)
PATHS = {"slow": PATH, "fast": PATH / 2}
PLANE = {"slow": torch.tensor([[2.0, -1.0], [1.0, 0.5]]), "fast": torch.tensor([[2.0, 1.0]])}
ANGLES = torch.arange(-180, 181, 30, dtype=torch.float64)
STEPS = torch.tensor([1e-6, 1e-4, 1e-2], dtype=torch.float64)
ERRORS = {"forward": STEPS / 2, "central": torch.tensor([0.0, 1e-9, 1e-5])}
CHOSEN = {"forward": 1e-8, "central": 1e-5}

ON_ONE = {
    "tangent": lambda ax=None: figures.tangent(square, square_grad, 1.5, (-1.0, 4.0), ax),
    "secants": lambda ax=None: figures.secants(
        square, square_grad, 1.5, (1.0, 0.5), (0.0, 4.0), ax
    ),
    "gradient_field": lambda ax=None: figures.gradient_field(TILTED, AT, ax=ax),
    "slope_by_angle": lambda ax=None: figures.slope_by_angle(
        ANGLES, ANGLES.deg2rad().cos(), torch.tensor([3.0, -2.0]), ax
    ),
    "difference_error": lambda ax=None: figures.difference_error(STEPS, ERRORS, CHOSEN, ax),
    "values_by_step": lambda ax=None: figures.values_by_step(PATHS, ax),
}
ON_SEVERAL = {
    "function_and_derivative": lambda axes=None: figures.function_and_derivative(
        square, square_grad, [-0.5, 0.0, 1.0], (-2.0, 2.0), axes
    ),
    "derivative_to_gradient": lambda axes=None: figures.derivative_to_gradient(
        square, square_grad, TILTED, AT, axes
    ),
    "function_gallery": lambda axes=None: figures.function_gallery(ROWS, axes),
    "field_gallery": lambda axes=None: figures.field_gallery([TILTED] * 3, axes),
    "descent_on_curve": lambda axes=None: figures.descent_on_curve(
        square, PATHS, (-2.0, 2.0), axes
    ),
    "descent_on_contours": lambda axes=None: figures.descent_on_contours(TILTED, PLANE, axes),
}


def texts(ax):
    return [text.get_text() for text in ax.texts if text.get_text()]


def gaps_to_edges(ax):
    """How many points lie between each label and the nearest edge of its panel."""
    ax.figure.canvas.draw()
    panel = ax.get_window_extent()
    for label in ax.texts:
        if label.get_text():
            box = label.get_window_extent()
            inside = [box.x0 - panel.x0, panel.x1 - box.x1, box.y0 - panel.y0, panel.y1 - box.y1]
            yield min(inside) * 72 / ax.figure.dpi


def line(ax, index):
    return ax.lines[index].get_xydata()


def slope(points):
    (x0, y0), (x1, y1) = points[0], points[-1]
    return (y1 - y0) / (x1 - x0)


@pytest.mark.parametrize("name", ON_ONE)
def test_a_figure_is_drawn_on_the_axes_given(name):
    ax = new_axes()
    assert ON_ONE[name](ax) is ax
    assert len(plt.get_fignums()) == 1


@pytest.mark.parametrize("name", ON_SEVERAL)
def test_panels_are_drawn_on_the_axes_given(name):
    axes = ON_SEVERAL[name]()
    given = new_axes(height=8, rows=axes.shape[0], columns=axes.shape[1] if axes.ndim == 2 else 1)
    assert ON_SEVERAL[name](given) is given
    assert len(plt.get_fignums()) == 2


def test_the_labels_of_the_gradient_stay_clear_of_the_edges():
    panel = ON_SEVERAL["derivative_to_gradient"]()[2]
    assert min(gaps_to_edges(panel)) > 5


def test_the_label_of_the_steepest_direction_stays_clear_of_the_edges():
    assert min(gaps_to_edges(ON_ONE["gradient_field"]())) > 15


def contour_lines(at):
    panel = figures.gradient_field(TILTED, at)
    return [lines.levels for lines in panel.collections if isinstance(lines, ContourSet)]


def test_contour_lines_lie_at_equally_spaced_heights():
    (levels,) = contour_lines(None)
    assert 6 <= len(levels) <= 10
    np.testing.assert_allclose(np.diff(levels), levels[1] - levels[0], rtol=1e-12)


def test_the_emphasized_contour_line_is_one_of_equally_spaced_ones():
    levels, marked = contour_lines(AT)
    assert not set(levels) & set(marked)
    distances = np.diff(np.sort(np.concatenate([levels, marked])))
    np.testing.assert_allclose(distances, distances[0], rtol=1e-12)


def test_the_derivative_at_the_lowest_point_stays_clear_of_the_axis():
    _, lower = figures.function_and_derivative(
        lambda x: x**3 / 3 - x, lambda x: x**2 - 1, [0.2], (-2.5, 2.5)
    )
    assert min(gaps_to_edges(lower)) > 2


@pytest.mark.parametrize("name", ON_ONE)
def test_a_figure_without_axes_gets_new_ones_as_wide_as_a_phone(name):
    assert ON_ONE[name]().figure.get_figwidth() == 4.6


def test_every_figure_of_the_part_is_tested_here():
    assert {*ON_ONE, *ON_SEVERAL} == set(figures.__all__)


def test_tangent_has_the_slope_of_the_derivative():
    ax = ON_ONE["tangent"]()
    assert slope(line(ax, 1)) == pytest.approx(3.0, rel=1e-12)


def test_tangent_touches_the_curve():
    ax = ON_ONE["tangent"]()
    middle = np.interp(1.5, *line(ax, 1).T)
    assert middle == pytest.approx(2.25, rel=1e-12)


def test_the_triangle_is_one_wide_and_as_high_as_the_slope():
    triangle = line(ON_ONE["tangent"](), 2)
    assert triangle.tolist() == [[1.5, 2.25], [2.5, 2.25], [2.5, 5.25]]


def test_the_triangle_is_labeled_with_the_derivative():
    assert texts(ON_ONE["tangent"]()) == ["$1$", "$f'(1.5) = 3$", "tangent"]


def test_secants_go_through_both_points():
    ax = ON_ONE["secants"]()
    # Slopes of x² between 1.5 and 1.5 + h are 3 + h.
    assert [slope(line(ax, i)) for i in (1, 3)] == pytest.approx([4.0, 3.5], rel=1e-12)
    assert line(ax, 2).tolist() == [[2.5, 6.25]]


def test_secants_end_in_their_slopes():
    assert texts(ON_ONE["secants"]()) == [
        "$h = 1$: slope $4$",
        "$h = 0.5$: slope $3.5$",
        "tangent: slope $3$",
    ]


def test_the_derivative_is_drawn_below_the_function():
    upper, lower = ON_SEVERAL["function_and_derivative"]()
    x, y = line(lower, 0).T
    np.testing.assert_allclose(y, 2 * x, rtol=1e-12)
    np.testing.assert_allclose(line(upper, 0)[:, 1], x**2, rtol=1e-12)


def test_the_arrows_point_uphill_and_a_flat_tangent_has_none():
    upper, _ = ON_SEVERAL["function_and_derivative"]()
    arrows = [note for note in upper.texts if note.arrow_patch is not None]
    ways = [np.subtract(note.xy, note.xyann) for note in arrows]
    assert [np.sign(way[0]) for way in ways] == [-1, 1]  # at −0.5 and at 1
    assert all(way[1] > 0 for way in ways)


def test_the_derivative_is_written_with_its_sign():
    _, lower = ON_SEVERAL["function_and_derivative"]()
    assert texts(lower) == ["$-1$", "$0$", "$+2$"]


def test_the_first_panel_shows_the_derivative():
    panel = ON_SEVERAL["derivative_to_gradient"]()[0]
    assert slope(line(panel, 1)) == pytest.approx(4.0, rel=1e-12)
    assert texts(panel) == ["$f' = 4$"]


def test_the_second_panel_shows_a_tangent_for_each_partial_derivative():
    panel = ON_SEVERAL["derivative_to_gradient"]()[1]
    assert [slope(line(panel, i)) for i in (1, 4)] == pytest.approx([3.0, -2.0], rel=1e-12)
    assert texts(panel) == [r"$\partial f/\partial x = 3$", r"$\partial f/\partial y = -2$"]


def test_the_second_panel_cuts_the_surface_along_each_axis():
    panel = ON_SEVERAL["derivative_to_gradient"]()[1]
    x, along_x = line(panel, 0).T
    y, along_y = line(panel, 3).T
    np.testing.assert_allclose(along_x, x**2 - x + 2, rtol=1e-12)
    np.testing.assert_allclose(along_y, 4 + 2 * y + 2 * y**2, rtol=1e-12)


def test_the_third_panel_adds_the_components_to_the_gradient():
    panel = ON_SEVERAL["derivative_to_gradient"]()[2]
    arrows = [note for note in panel.texts if note.arrow_patch is not None]
    along_x, along_y, gradient = (np.subtract(note.xy, note.xyann) for note in arrows)
    np.testing.assert_allclose(along_x + along_y, gradient, rtol=1e-12)
    assert gradient[1] / gradient[0] == pytest.approx(-2 / 3, rel=1e-12)
    assert gradient[0] > 0


def test_the_field_is_the_gradient_in_one_common_unit():
    ax = figures.gradient_field(TILTED, columns=5)
    (arrows,) = (c for c in ax.collections if isinstance(c, Quiver))
    points = torch.from_numpy(np.asarray(arrows.get_offsets()))
    drawn = torch.from_numpy(np.column_stack([arrows.U, arrows.V]))
    unit = tilted_grad(points).norm(dim=-1).max() / (8 / 6)
    assert_close(drawn * unit, tilted_grad(points), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("columns", [2, 7, 11])
def test_no_arrow_of_the_field_leaves_the_domain(columns):
    ax = figures.gradient_field(TILTED, columns=columns)
    (arrows,) = (c for c in ax.collections if isinstance(c, Quiver))
    heads = np.asarray(arrows.get_offsets()) + np.column_stack([arrows.U, arrows.V])
    assert (np.abs(heads) <= np.array([4, 3]) + 1e-9).all()
    assert len(np.unique(np.asarray(arrows.get_offsets())[:, 0])) == columns


def test_the_steepest_direction_is_the_gradient_at_the_point():
    ax = figures.gradient_field(TILTED, AT)
    (arrow,) = (note for note in ax.texts if note.arrow_patch is not None)
    assert arrow.xyann == AT
    dx, dy = np.subtract(arrow.xy, AT)
    assert dy / dx == pytest.approx(-2 / 3, rel=1e-12)
    assert dx > 0


def test_the_tangent_of_the_contour_line_is_at_right_angles_to_the_gradient():
    ax = figures.gradient_field(TILTED, AT)
    start, end = line(ax, 0)
    assert np.dot(end - start, [3, -2]) == pytest.approx(0, abs=1e-12)


def test_the_contour_line_through_the_point_is_emphasized():
    ax = figures.gradient_field(TILTED, AT)
    levels = [c.levels.tolist() for c in ax.collections if hasattr(c, "levels")]
    assert [4.0] in levels  # 2² + 2·(−1) + 2·(−1)²


def test_a_field_without_a_point_has_no_arrow_but_its_own():
    assert not texts(figures.gradient_field(TILTED))


def test_the_gradient_marks_its_angle_its_length_and_its_components():
    ax = ON_ONE["slope_by_angle"]()
    marks = [line(ax, i)[0].tolist() for i in (3, 4, 5)]
    expected = [[np.degrees(np.arctan2(-2, 3)), np.sqrt(13)], [0, 3], [90, -2]]
    np.testing.assert_allclose(marks, expected, rtol=1e-12)


def test_the_slopes_are_drawn_as_they_are_given():
    ax = ON_ONE["slope_by_angle"]()
    np.testing.assert_array_equal(line(ax, 1)[:, 0], ANGLES.numpy())
    np.testing.assert_array_equal(line(ax, 1)[:, 1], ANGLES.deg2rad().cos().numpy())


def test_the_gallery_draws_each_function_and_its_derivative():
    panel = ON_SEVERAL["function_gallery"]().flat[2]
    x, y = line(panel, 1).T
    np.testing.assert_allclose(y, np.sin(x), rtol=1e-12)
    np.testing.assert_allclose(line(panel, 2)[:, 1], np.cos(x), rtol=1e-12)
    assert panel.get_title(loc="left") == "$f = \\sin x$"
    assert panel.get_title(loc="right") == "$f' = \\cos x$"


def test_a_gallery_leaves_no_empty_panel():
    axes = ON_SEVERAL["function_gallery"]()
    assert len(axes.flat[0].figure.axes) == 3


def test_the_gallery_of_fields_is_titled_with_the_formulas():
    panel = ON_SEVERAL["field_gallery"]().flat[1]
    assert panel.get_title(loc="left") == "$f = x^2 + xy + 2y^2$"


def test_paths_lie_on_the_curve():
    panel = ON_SEVERAL["descent_on_curve"]()[0]
    assert line(panel, 1).tolist() == [[-1.5, 2.25], [0.5, 0.25], [0.25, 0.0625]]
    assert line(panel, 2).tolist() == [[-1.5, 2.25]]  # the start


def test_a_path_that_leaves_the_domain_does_not_widen_it():
    axes = figures.descent_on_curve(square, {"a": PATH, "b": 100 * PATH}, (-2.0, 2.0))
    assert axes[1].get_xlim() == (-2.0, 2.0)
    assert axes[1].get_ylim()[1] < 5


def test_values_are_drawn_against_the_step_on_a_logarithmic_axis():
    ax = figures.values_by_step({"a": torch.tensor([4.0, 1.0, 0.25])})
    assert ax.get_yscale() == "log"
    assert line(ax, 0).tolist() == [[0, 4.0], [1, 1.0], [2, 0.25]]
    assert texts(ax) == ["a"]


def test_paths_and_minima_are_drawn_on_the_contour_lines():
    panel = ON_SEVERAL["descent_on_contours"]()[0]
    assert line(panel, 0).tolist() == [[2.0, -1.0], [1.0, 0.5]]
    assert line(panel, 1).tolist() == [[2.0, -1.0]]  # the start
    assert line(panel, 2).tolist() == [[0.0, 0.0]]  # the minimum
    assert panel.get_title(loc="left") == "slow"


def test_one_path_gets_one_panel():
    assert figures.descent_on_contours(TILTED, {"only": PLANE["slow"]}).shape == (1,)


def test_errors_are_drawn_on_logarithmic_axes_without_zeros():
    ax = ON_ONE["difference_error"]()
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    np.testing.assert_allclose(line(ax, 0)[:, 1], STEPS.numpy() / 2, rtol=1e-12)
    np.testing.assert_allclose(line(ax, 2)[:, 0], [1e-4, 1e-2], rtol=1e-12)


def test_the_default_steps_are_marked():
    ax = ON_ONE["difference_error"]()
    assert [line(ax, i)[0, 0] for i in (1, 3)] == [1e-8, 1e-5]
