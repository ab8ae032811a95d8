"""What the figures of the chapter on Adam draw."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import pytest
import torch

from gradbook.plots.descent import (
    arrivals,
    decayed_weights,
    positions,
    step_lengths,
    turned_bowls,
)
from gradbook.plots.descent.adaptive import COLORS
from tests.plots.texts import assert_legible

ANGLES = torch.tensor([0.0, 30.0, 45.0])


def walk(*lengths):
    """Return a walk for each angle, all at the same distances from the origin."""
    radii = torch.tensor(lengths)[:, None, None]
    turned = torch.stack((ANGLES.deg2rad().cos(), ANGLES.deg2rad().sin()), -1)
    return radii * turned


WALKS = {"A": walk(1.0, 0.5, 0.0), "B": walk(1.0, 0.6, 0.3, 0.0)}


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_a_walk_has_arrived_where_it_stays():
    path = torch.tensor([1.0, 0.1, 0.5, 0.2, 0.0])[:, None] * torch.tensor([0.6, 0.8])
    assert [arrivals(path, d).item() for d in (0.05, 0.3, 0.7, 2.0)] == [4, 3, 1, 0]


def test_a_walk_that_has_not_arrived_needs_a_step_more_than_it_has():
    assert arrivals(torch.ones(4, 2, 2), 0.5).tolist() == [4, 4]


def test_arrivals_are_counted_for_each_walk():
    path = torch.stack((walk(1.0, 0.0, 0.0)[:, 0], walk(1.0, 1.0, 0.0)[:, 0]), 1)
    assert arrivals(path, 0.5).tolist() == [1, 2]


def test_the_steps_stand_below_for_each_angle():
    _, below = turned_bowls(ANGLES, WALKS, (1, 100))
    drawn = {line.get_color(): line.get_xydata().tolist() for line in below.lines}
    assert drawn[COLORS[0]] == [[0, 2], [30, 2], [45, 2]]
    assert drawn[COLORS[1]] == [[0, 3], [30, 3], [45, 3]]
    assert [text.get_text() for text in below.texts] == ["A", "B"]
    assert [text.get_color() for text in below.texts] == list(COLORS)
    assert_legible(below)


def test_the_distance_can_be_chosen():
    _, below = turned_bowls(ANGLES, WALKS, (1, 100), distance=0.4)
    assert [line.get_ydata()[0] for line in below.lines] == [2, 2]


def test_three_maps_show_the_walks_of_three_angles():
    maps, _ = turned_bowls(ANGLES, WALKS, (1, 100))
    assert [ax.get_title() for ax in maps] == ["0°", "30°", "45°"]
    for place, ax in enumerate(maps):
        paths = {line.get_color(): line for line in ax.lines}
        for path, color in zip(WALKS.values(), COLORS, strict=True):
            torch.testing.assert_close(
                torch.tensor(paths[color].get_xydata()).float(), path[:, place]
            )
        first, second = (paths[color] for color in COLORS)
        assert first.get_zorder() > second.get_zorder()
        assert first.get_linewidth() < second.get_linewidth()


@pytest.mark.parametrize("place", range(3))
def test_an_ellipse_has_one_height_in_the_turned_bowl(place):
    maps, _ = turned_bowls(ANGLES, WALKS, (1, 100))
    angle = ANGLES[place].double().deg2rad()
    for line in maps[place].lines[:4]:
        x, y = torch.tensor(line.get_xydata()).double().T
        along, across = angle.cos() * x + angle.sin() * y, angle.cos() * y - angle.sin() * x
        heights = along**2 + 100 * across**2
        torch.testing.assert_close(heights, heights[:1].expand_as(heights), rtol=1e-4, atol=0)


def test_lengths_begin_with_the_first_step():
    ax = step_lengths({"A": [1.0, 0.5, 0.25], "B": torch.tensor([2.0, 2.0, 2.0])})
    assert ax.lines[0].get_xydata().tolist() == [[1, 1], [2, 0.5], [3, 0.25]]
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert ax.get_xlim() == (1, 3) and legend(ax) == ["A", "B"]


def test_positions_begin_with_the_start():
    ax = positions({"A": [0.0, 0.5, 1.0], "B": [0.0, -0.5, -1.0]})
    ends, lines = ax.lines[:2], ax.lines[2:]
    assert [end.get_ydata()[0] for end in ends] == [-1, 1]
    assert [list(line.get_xdata()) for line in lines] == [[0, 1, 2]] * 2
    assert [list(line.get_ydata()) for line in lines] == [[0, 0.5, 1], [0, -0.5, -1]]
    assert legend(ax) == ["A", "B"]


def test_weights_stand_over_the_size_of_their_gradients():
    ax = decayed_weights(torch.tensor([0.1, 1.0]), {"A": torch.tensor([0.25, 0.5])})
    (line,) = ax.lines
    torch.testing.assert_close(
        torch.tensor(line.get_xydata()).float(), torch.tensor([[0.1, 0.25], [1.0, 0.5]])
    )
    assert ax.get_xscale() == "log" and ax.get_ylim() == (0, 1) and legend(ax) == ["A"]


def test_lines_differ_by_more_than_their_color():
    ax = step_lengths({name: [1.0, 2.0] for name in "ABCD"})
    assert len({str(line._unscaled_dash_pattern) for line in ax.lines}) == 4


def test_turned_bowls_do_not_depend_on_the_default_device():
    with torch.device("meta"):
        maps, below = turned_bowls(ANGLES, WALKS, (1, 100))
    assert all(len(ax.lines) == 8 for ax in maps) and len(below.lines) == 2
