"""What the figure of batch sizes draws, and on which axes."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

from gradbook.plots.descent import steps_by_batch_size


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def drawn(**settings):
    return steps_by_batch_size([1, 8, 64, 512], [520, 99, 38, 31], 30, 16, **settings)


def test_the_law_and_its_two_ends_are_lines():
    steep, flat, law, *_ = drawn().lines
    x, y = law.get_data()
    np.testing.assert_allclose(y, 30 * (1 + 16 / x), rtol=1e-12)
    np.testing.assert_allclose(steep.get_ydata(), 480 / steep.get_xdata(), rtol=1e-12)
    assert set(flat.get_ydata()) == {30}
    assert (x[0], round(x[-1])) == (1, 512) and steep.get_xdata()[-1] > 16


def test_the_measured_steps_are_points_and_the_ends_cross_in_a_square():
    *_, points, square = drawn().lines
    np.testing.assert_array_equal(points.get_xydata(), [[1, 520], [8, 99], [64, 38], [512, 31]])
    assert points.get_linestyle() == "None" and square.get_marker() == "s"
    np.testing.assert_array_equal(square.get_xydata(), [[16, 30]])


def test_the_steps_have_logarithmic_axes_a_legend_and_names():
    ax = drawn()
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("batch size $B$", "steps to the target")
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert names == ["law", "measured", "noise scale"]


def test_a_given_axes_is_drawn_on_and_without_one_a_figure_is_made():
    _, ax = plt.subplots()
    assert drawn(ax=ax) is ax and len(plt.get_fignums()) == 1
    assert drawn().figure.number == 2
