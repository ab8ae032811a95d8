"""What the landscapes and walks draw."""

from dataclasses import replace

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.colors import to_hex
from mpl_toolkits.mplot3d.axes3d import Axes3D

from gradbook.plots.axes import new_axes
from gradbook.plots.optimization import (
    basin_map,
    contours,
    paths,
    streams,
    surface_3d,
    values_along,
)
from gradbook.plots.optimization.landscapes import coordinates, grid
from gradbook.plots.palette import CYCLE
from gradbook.surfaces import BOWL, HIMMELBLAU, ROSENBROCK, SADDLE

ALL = [HIMMELBLAU, ROSENBROCK, BOWL, SADDLE]

# Three paths of two steps; each starts and ends elsewhere.
WALKS = torch.tensor(
    [
        [[0.5, 1.0], [-1.0, -2.0], [4.0, 5.0]],
        [[1.0, 1.5], [-2.0, -2.5], [3.5, 3.5]],
        [[3.0, 2.0], [-3.5, -3.0], [3.1, 2.2]],
    ],
    dtype=torch.float64,
)
# Rows are y from below, columns x: the four quadrants of the plane, one corner unsettled.
REACHED = torch.tensor([[2, 2, 3], [1, 1, 0], [1, 1, -1]])


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def texts(ax) -> list[str]:
    return [text.get_text() for text in ax.texts]


def dots(ax, marker: str) -> list[tuple[float, float]]:
    return [tuple(np.ravel(one.get_data())) for one in ax.lines if one.get_marker() == marker]


@pytest.mark.parametrize("f", ALL, ids=lambda f: f.name)
def test_grid_spans_the_domain_with_x_in_columns(f):
    points = grid(f, 5)
    assert points.shape == (5, 5, 2)
    assert points[1, 0, 0] == f.domain[0][0]
    assert points[1, -1, 0] == f.domain[0][1]
    assert points[0, 1, 1] == f.domain[1][0]
    assert points[-1, 1, 1] == f.domain[1][1]


def test_coordinates_have_a_true_minus_sign():
    assert coordinates(HIMMELBLAU.minima[2]) == "(−3.779, −3.283)"


@pytest.mark.parametrize("f", ALL, ids=lambda f: f.name)
def test_contours_mark_every_critical_point(f):
    ax = contours(f)
    assert dots(ax, "o") == list(f.minima)
    assert dots(ax, "X") == list(f.saddles)
    assert dots(ax, "^") == list(f.maxima)
    assert len(ax.texts) == len(f.minima) + len(f.saddles) + len(f.maxima)


def test_contours_label_minima_by_place_and_the_others_by_height():
    ax = contours(HIMMELBLAU)
    assert texts(ax)[:4] == ["(3, 2)", "(−2.805, 3.131)", "(−3.779, −3.283)", "(3.584, −1.848)"]
    # heights: Newton's method in 50 digits
    assert texts(ax)[4:8] == ["saddle 13.3", "saddle 67.7", "saddle 104.0", "saddle 178.3"]
    assert texts(ax)[8:] == ["max 181.6"]


@pytest.mark.parametrize(
    ("raised", "shown"),
    [(0.0, "0"), (0.02, "0.02"), (-0.004, "−0.004"), (0.96, "1.0"), (-3.0, "−3.0")],
)
def test_contours_write_a_small_height_with_its_digits(raised, shown):
    lifted = replace(SADDLE, function=lambda point: SADDLE(point) + raised)
    assert texts(contours(lifted)) == [f"saddle {shown}"]


def test_contours_write_a_maximum_above_it_and_all_else_below():
    sides = [text.get_va() for text in contours(HIMMELBLAU).texts]
    assert sides == 8 * ["top"] + ["bottom"]


def test_contour_lines_are_level_sets_of_the_surface():
    lines = contours(HIMMELBLAU, count=5).collections[0]
    assert len(lines.levels) == 5
    for level, path in zip(lines.levels, lines.get_paths(), strict=True):
        on_line = torch.tensor(path.vertices)
        # linear interpolation in cells 0.12 wide
        assert (HIMMELBLAU(on_line) - level).abs().max() < 5


def test_surface_3d_is_seen_from_where_the_notes_see_it():
    ax = surface_3d(HIMMELBLAU)
    assert isinstance(ax, Axes3D)
    assert (ax.elev, ax.azim) == (60, -30)
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_zlabel()) == ("$x$", "$y$", "$f$")


def test_surface_3d_is_a_picture_inside_the_svg_with_its_minima():
    ax = surface_3d(HIMMELBLAU, elevation=20, azimuth=10)
    assert (ax.elev, ax.azim) == (20, 10)
    assert ax.collections[0].get_rasterized()
    marks = [tuple(float(v[0]) for v in line.get_data_3d()[:2]) for line in ax.lines]
    assert marks == list(HIMMELBLAU.minima)


def test_surface_3d_reaches_the_heights_of_the_surface():
    low, high = surface_3d(HIMMELBLAU).get_zlim()
    assert low <= 0
    # f(−6, −6) = (36 − 6 − 11)² + (−6 + 36 − 7)² = 890 and f(6, 6) = 31² + 35² = 2186
    assert high >= 2186


def test_surface_3d_writes_its_height_at_the_highest_point():
    (text,) = surface_3d(HIMMELBLAU).texts
    assert text.get_text() == "2,186"
    assert text.get_position_3d() == (6, 6, 2186)


def test_paths_go_through_every_point_from_circle_to_dot():
    ax = paths(HIMMELBLAU, WALKS)
    ways = [line for line in ax.lines if line.get_marker() == "None"]
    assert [line.get_xydata().tolist() for line in ways] == WALKS.swapaxes(0, 1).tolist()
    assert dots(ax, "o")[::2] == [tuple(point) for point in WALKS[0].tolist()]
    assert dots(ax, "o")[1::2] == [tuple(point) for point in WALKS[-1].tolist()]
    assert [line.get_color() for line in ways] == list(CYCLE[:3])
    assert len({line.get_linestyle() for line in ways}) == 3


def test_a_path_that_ends_where_another_has_ended_has_a_smaller_dot():
    walks = WALKS.clone()
    walks[-1, 2] = walks[-1, 0] + 0.01
    sizes = [line.get_markersize() for line in paths(HIMMELBLAU, walks).lines[2::3]]
    assert sizes[0] == sizes[1] > 1.5 * sizes[2]


def test_starts_show_their_coordinates_once():
    assert texts(paths(HIMMELBLAU, WALKS)) == ["(0.5, 1)", "(−1, −2)", "(4, 5)"]
    assert texts(paths(HIMMELBLAU, WALKS[:, [1, 1]])) == ["(−1, −2)"]


def test_paths_take_labels_for_a_legend():
    ax = paths(HIMMELBLAU, WALKS, ["A", "B", "C"])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["A", "B", "C"]
    assert paths(HIMMELBLAU, WALKS).get_legend() is None


def test_a_label_stands_where_its_path_does_not_go():
    below, _, above = paths(HIMMELBLAU, WALKS).texts
    assert below.get_va() == "top"  # its path rises
    assert above.get_va() == "bottom"  # its path falls


def test_one_path_and_a_grid_of_paths_are_drawn_as_well():
    assert len(paths(HIMMELBLAU, WALKS[:, 0]).texts) == 1
    assert len(paths(HIMMELBLAU, WALKS[:, None]).texts) == 3


def test_values_along_are_the_functions_by_step():
    ax = values_along(HIMMELBLAU, WALKS, every=40)
    first = ax.lines[0]
    assert first.get_xdata().tolist() == [0, 40, 80]
    assert first.get_ydata()[:2].tolist() == HIMMELBLAU(WALKS[:2, 0]).tolist()
    assert np.isnan(first.get_ydata()[2])  # it ends in (3, 2), where f is 0
    assert ax.get_yscale() == "log"
    assert [line.get_label() for line in ax.lines] == ["(0.5, 1)", "(−1, −2)", "(4, 5)"]


@pytest.mark.parametrize(
    ("low", "high", "powers"), [(1e-31, 1e4, [-32, -24, -16, -8, 0]), (0.03, 50, [-1, 0, 1])]
)
def test_values_along_have_powers_of_ten_with_one_among_them(low, high, powers):
    walks = torch.tensor([[low], [high]], dtype=torch.float64).expand(2, 2)
    ax = values_along(replace(BOWL, function=lambda p: p[..., 0]), walks)
    assert np.log10(ax.get_yticks()) == pytest.approx(powers)


def test_values_along_take_labels():
    ax = values_along(HIMMELBLAU, WALKS, ["A", "B", "C"])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["A", "B", "C"]


def test_basin_map_gives_each_minimum_its_color():
    (picture,) = basin_map(HIMMELBLAU, REACHED).images
    assert picture.origin == "lower"
    assert tuple(picture.get_extent()) == (-6, 6, -6, 6)
    colors = [[to_hex(pixel) for pixel in row] for row in picture.get_array()]
    expected = [[CYCLE[2], CYCLE[2], CYCLE[3]], [CYCLE[1], CYCLE[1], CYCLE[0]]]
    assert colors[:2] == expected
    assert colors[2][:2] == [CYCLE[1]] * 2
    assert colors[2][2] not in CYCLE
    assert picture.get_rasterized()


def test_basin_map_counts_what_has_not_settled():
    assert basin_map(HIMMELBLAU, REACHED).get_title("left") == (
        "striped: 1 of 9 starts not settled"
    )
    assert basin_map(HIMMELBLAU, REACHED.clamp(min=0)).get_title("left") == ""


def test_basin_map_stripes_what_has_not_settled():
    (picture,) = basin_map(HIMMELBLAU, torch.full((9, 9), -1)).images
    assert len({to_hex(pixel) for row in picture.get_array() for pixel in row}) == 2


def test_basin_map_marks_and_labels_the_minima():
    ax = basin_map(HIMMELBLAU, REACHED)
    assert dots(ax, "o") == list(HIMMELBLAU.minima)
    assert texts(ax)[0] == "(3, 2)"


def test_basin_map_labels_the_minima_on_the_side_away_from_the_others():
    assert [text.get_va() for text in basin_map(HIMMELBLAU, REACHED).texts] == [
        "bottom", "bottom", "top", "top",
    ]  # fmt: skip


def test_basin_map_lets_the_page_shine_through():
    (picture,) = basin_map(HIMMELBLAU, REACHED).images
    assert (picture.get_array()[..., 3] < 1).all()


def test_streams_have_a_color_for_each_minimum_and_leave_out_what_has_not_settled():
    ax = streams(HIMMELBLAU, WALKS, torch.tensor([0, 2, -1]))
    lines = [collection.get_segments() for collection in ax.collections]
    assert [len(some) for some in lines] == [1, 0, 1, 0]
    np.testing.assert_allclose(lines[0][0][[0, -1]], WALKS[[0, -1], 0])
    assert to_hex(ax.collections[2].get_color()[0]) == CYCLE[2]


def test_streams_keep_the_bends_of_a_walk_alone():
    bent = [[0.0, 0.0], [1.0, 0.001], [2.0, 0.0], [2.0, 1.0], [2.0, 3.0]]
    walk = torch.tensor(bent, dtype=torch.float64).unsqueeze(1)
    (line,) = streams(HIMMELBLAU, walk, torch.tensor([0])).collections[0].get_segments()
    np.testing.assert_array_equal(line, [[0, 0], [2, 0], [2, 3]])


@pytest.mark.parametrize(
    ("walks", "reached", "message"),
    [
        (WALKS[:, 0], torch.tensor([0]), r"walks: expected shape \(records, walks, 2\)"),
        (WALKS, torch.tensor([0]), r"reached: expected shape \(3,\), got .*1"),
    ],
)
def test_streams_refuse_what_does_not_fit(walks, reached, message):
    with pytest.raises(ValueError, match=message):
        streams(HIMMELBLAU, walks, reached)


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax: contours(HIMMELBLAU, ax=ax),
        lambda ax: paths(HIMMELBLAU, WALKS, ax=ax),
        lambda ax: values_along(HIMMELBLAU, WALKS, ax=ax),
        lambda ax: basin_map(HIMMELBLAU, REACHED, ax=ax),
        lambda ax: streams(HIMMELBLAU, WALKS, torch.tensor([0, 1, 2]), ax=ax),
    ],
    ids=["contours", "paths", "values_along", "basin_map", "streams"],
)
def test_given_axes_are_drawn_on(draw):
    ax = new_axes()
    assert draw(ax) is ax
    assert len(plt.get_fignums()) == 1


def test_given_axes_in_three_dimensions_are_drawn_on():
    ax = plt.figure().add_subplot(projection="3d")
    assert surface_3d(HIMMELBLAU, ax=ax) is ax
    assert len(plt.get_fignums()) == 1


@pytest.mark.parametrize("draw", [paths, values_along])
def test_wrong_walks_are_refused(draw):
    with pytest.raises(ValueError, match=r"walks: .*\(records, \.\.\., 2\), got \(7, 3\)"):
        draw(HIMMELBLAU, torch.ones(7, 3))


def test_a_wrong_map_is_refused():
    with pytest.raises(ValueError, match=r"reached: .*\(rows, columns\), got \(9,\)"):
        basin_map(HIMMELBLAU, torch.zeros(9, dtype=torch.int64))
