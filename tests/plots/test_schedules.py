"""What the figures of the chapter on schedules draw."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import same_color

from gradbook.plots.descent import (
    clipped_arrows,
    curvature_and_loss,
    loss_by_rate,
    rates_and_floors,
)
from gradbook.plots.palette import BLUE, GREEN, ORANGE
from tests.plots.texts import assert_legible


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def points(line):
    return line.get_xydata().tolist()


def names(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


SCHEDULES = {"one": ([0.4, 0.4, 0.4], [5.0, 0.5, 0.1]), "two": ([0.4, 0.2, 0.1], [5.0, 0.7, 0.05])}


def test_rates_stand_above_their_losses_in_one_look():
    above, below = rates_and_floors(SCHEDULES, {})
    for (rates, losses), high, low in zip(
        SCHEDULES.values(), above.lines, below.lines, strict=True
    ):
        assert points(high) == [[s, rate] for s, rate in enumerate(rates)]
        assert points(low) == [[s, loss] for s, loss in enumerate(losses)]
        assert high.get_color() == low.get_color() and high.get_linestyle() == low.get_linestyle()
    assert len({line.get_linestyle() for line in above.lines}) == 2
    assert len({line.get_color() for line in above.lines}) == 2
    assert names(above) == ["one", "two"]
    assert (above.get_yscale(), below.get_yscale()) == ("linear", "log")


def test_floors_are_lines_with_their_names_at_the_right_end():
    _, below = rates_and_floors(SCHEDULES, {0.3: "high", 0.06: "low"})
    assert [line.get_ydata()[0] for line in below.lines[2:]] == [0.3, 0.06]
    assert [(text.get_text(), text.xy) for text in below.texts] == [
        ("high", (3, 0.3)),
        ("low", (3, 0.06)),
    ]
    assert_legible(below)


RATES = [0.1, 0.2, 0.4, 0.8]
LOSSES = {"early": [1.0, 0.2, 3.0, 900.0], "late": [1.0, 0.5, 0.1, 2.0]}


def test_losses_stand_over_the_rates_with_a_dot_at_their_lowest():
    ax = loss_by_rate(RATES, LOSSES, 0.4)
    curves, dots, border = ax.lines[:4:2], ax.lines[1:4:2], ax.lines[4]
    for values, curve in zip(LOSSES.values(), curves, strict=True):
        assert points(curve) == [list(pair) for pair in zip(RATES, values, strict=True)]
    assert [points(dot) for dot in dots] == [[[0.2, 0.2]], [[0.4, 0.1]]]
    assert list(border.get_xdata()) == [0.4, 0.4]
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert names(ax) == ["early", "late"]
    assert_legible(ax)


def test_what_bursts_does_not_press_the_rest_together():
    low, high = loss_by_rate(RATES, LOSSES, 0.4).get_ylim()
    assert low < 0.1 and 1 < high < 10


def test_curvatures_stand_at_their_steps_and_borders_are_2_over_the_rate():
    walks = {
        "a": ([0.5, 0.5, 0.5], [3.0, 2.0, 1.0], [40.0, 10.0]),
        "b": ([0.1, 0.2, 0.4], [3.0, 1.0, 0.5], [40.0, 4.0]),
    }
    above, below = curvature_and_loss(walks, every=2)
    for place, (rates, losses, curvatures) in enumerate(walks.values()):
        curve, border = above.lines[2 * place : 2 * place + 2]
        assert points(curve) == [[2 * k, value] for k, value in enumerate(curvatures)]
        assert points(border) == [[s, 2 / rate] for s, rate in enumerate(rates)]
        assert border.get_linestyle() == ":" and border.get_color() == curve.get_color()
        assert points(below.lines[place]) == [[s, loss] for s, loss in enumerate(losses)]
        assert below.lines[place].get_color() == curve.get_color()
    assert names(above) == ["a", "b"]
    assert above.get_yscale() == below.get_yscale() == "log"


def test_arrows_begin_at_0_and_end_where_they_were_told():
    tips = (3.0, 1.5), (0.9, 0.45), (1.0, 1.0)
    ax = clipped_arrows(*tips, limit=1.0)
    arrows = [text for text in ax.texts if text.arrow_patch is not None]
    assert [arrow.xy for arrow in arrows] == list(tips)
    assert {arrow.xyann for arrow in arrows} == {(0, 0)}
    for arrow, color in zip(arrows, (GREEN, BLUE, ORANGE), strict=True):
        assert same_color(arrow.arrow_patch.get_edgecolor(), color)
    assert names(ax) == ["gradient", "by norm", "by value"]
    assert_legible(ax)


def test_the_limits_are_a_circle_and_a_square_in_one_measure():
    ax = clipped_arrows((3.0, 1.5), (1.0, 0.5), (1.5, 1.5), limit=1.5)
    square, circle = ax.patches
    assert square.get_bbox().extents.tolist() == [-1.5, -1.5, 1.5, 1.5]
    assert circle.get_radius() == 1.5 and circle.get_center() == (0, 0)
    assert ax.get_aspect() == 1
