"""What the figures of the chapter on momentum draw."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.colors import to_rgb

from gradbook.plots.descent import distances, rate_plane, root_paths, steps_by_condition
from gradbook.plots.descent.momentum import DIVERGED, SHADES
from gradbook.plots.palette import BLUE
from tests.plots.texts import assert_legible

H, BETA = torch.tensor([0.5, 1.5, 2.5]), torch.tensor([0.25, 0.75])
MEASURED = torch.tensor([[0.5, 0.87, 0.99], [1.01, float("inf"), 0.96]])


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def plane():
    return rate_plane(H, BETA, MEASURED, lambda h, beta: 0.7 + 0.1 * h + 0 * beta, (1.2, 0.6))


def test_a_cell_of_the_plane_has_the_shade_of_its_rate():
    picture = plane().images[0].get_array()
    shades = [[SHADES[0], SHADES[1], SHADES[4]], [None, None, SHADES[3]]]
    for row, cells in enumerate(shades):
        for column, shade in enumerate(cells):
            right = DIVERGED if shade is None else (*to_rgb(BLUE), shade)
            assert picture[row, column].tolist() == pytest.approx(right)


def test_the_cells_of_the_plane_lie_around_their_settings():
    assert plane().images[0].get_extent() == [0, 3, 0, 1]


def test_the_lines_of_the_plane_are_those_of_the_theory():
    ax = plane()
    lines = next(c for c in ax.collections if hasattr(c, "levels"))
    places = {
        level: path.vertices[:, 0]
        for level, path in zip(lines.levels, lines.get_paths(), strict=True)
    }
    for level in (0.9, 0.95, 1.0):
        across = places[level][~np.isnan(places[level])]
        assert np.allclose(across, (level - 0.7) / 0.1, atol=0.02)


def test_the_plane_is_legible_and_has_a_star_at_the_best_settings():
    ax = plane()
    assert_legible(ax)
    assert [line.get_xydata().tolist() for line in ax.lines] == [[[1.2, 0.6]]]


def test_roots_are_points_of_the_plane_with_two_circles():
    roots = torch.complex(
        torch.tensor([[1.0, 0.5], [0.6, 0.6]]), torch.tensor([[0, 0], [0.3, -0.3]])
    )
    ax = root_paths(roots, 0.49)
    radii = [np.hypot(*line.get_data()) for line in ax.lines[:2]]
    assert np.allclose(radii[0], 1) and np.allclose(radii[1], 0.7)
    dots = [line.get_xydata() for line in ax.lines[2:]]
    assert np.allclose(dots[0], [[1, 0], [0.6, 0.3]]) and np.allclose(dots[1], [[1, 0]])
    assert np.allclose(dots[2], [[0.5, 0], [0.6, -0.3]]) and np.allclose(dots[3], [[0.5, 0]])
    assert_legible(ax)


def test_distances_end_at_the_limit_and_have_their_names():
    ax = distances({"short": [1, 0.1, 0.01, 0.001], "long": [1, 0.9, 0.8, 0.7]}, 0.005)
    assert ax.get_yscale() == "log" and ax.get_ylim()[0] == 0.005
    lines = [line.get_ydata() for line in ax.lines if len(line.get_xdata()) > 2]
    assert [list(y) for y in lines] == [[1, 0.1, 0.01], [1, 0.9, 0.8, 0.7]]
    assert [text.get_text() for text in ax.texts] == ["short", "long"]
    assert [text.get_color() for text in ax.texts] == [
        line.get_color() for line in ax.lines if len(line.get_xdata()) > 2
    ]
    assert_legible(ax)


def test_steps_stand_over_their_condition_numbers():
    ax = steps_by_condition([4, 16, 64], {"slow": [10, 40, 160], "fast": [10, 20, 40]})
    assert ax.get_xscale() == ax.get_yscale() == "log"
    lines = [line.get_xydata().tolist() for line in ax.lines]
    assert lines == [[[4, 10], [16, 40], [64, 160]], [[4, 10], [16, 20], [64, 40]]]
    assert [text.get_text() for text in ax.texts] == ["slow", "fast"]
    assert_legible(ax)


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax: rate_plane(H, BETA, MEASURED, lambda h, b: 0.9 * h + b, (1, 1), ax=ax),
        lambda ax: root_paths(torch.ones(2, 2), 0.5, ax=ax),
        lambda ax: distances({"one": [1, 0.5]}, 0.1, ax=ax),
        lambda ax: steps_by_condition([1, 2], {"one": [1, 2]}, ax=ax),
    ],
)
def test_the_axes_that_are_given_are_drawn_on(draw):
    _, ax = plt.subplots()
    assert draw(ax) is ax
