"""What the figures of the noise draw, and on which axes."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.colors import same_color

from gradbook.plots.optimization import noise
from gradbook.plots.palette import INK


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_the_noise_is_drawn_as_points_and_the_laws_as_lines():
    laws = {"law": lambda b: 3 / b, "other": lambda b: 3 / b**0.5}
    ax = noise.batch_noise([1, 4, 16], [3.1, 0.7, 0.2], laws)
    law, other, points = ax.lines
    np.testing.assert_allclose(law.get_ydata(), 3 / law.get_xdata(), rtol=1e-12)
    np.testing.assert_allclose(other.get_ydata(), 3 / other.get_xdata() ** 0.5, rtol=1e-12)
    assert (law.get_xdata()[0], law.get_xdata()[-1]) == (1, 16)
    np.testing.assert_array_equal(points.get_xydata(), [[1, 3.1], [4, 0.7], [16, 0.2]])
    assert points.get_linestyle() == "None"


def test_the_noise_has_logarithmic_axes_a_legend_and_names():
    ax = noise.batch_noise([1, 4, 16], [3.1, 0.7, 0.2], {"law": lambda b: 3 / b})
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert ax.get_xlabel() == "batch size $B$"
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["law", "measured"]


def test_the_cloud_shows_every_gradient_and_their_mean():
    clouds = {"$B = 2$": torch.randn(9, 2, generator=torch.Generator().manual_seed(1))}
    ax = noise.gradient_cloud(clouds, torch.tensor([0.3, -0.2]), ("a", "b"))
    points, mean = ax.lines
    np.testing.assert_array_equal(points.get_xydata(), clouds["$B = 2$"].double())
    np.testing.assert_allclose(mean.get_xydata(), [[0.3, -0.2]], rtol=1e-6)
    assert same_color(mean.get_color(), INK)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("a", "b")


DRAWINGS = {
    "batch_noise": lambda ax: noise.batch_noise([1, 4], [3, 1], {"a": lambda b: 3 / b}, ax=ax),
    "gradient_cloud": lambda ax: noise.gradient_cloud(
        {"a": torch.rand(3, 2)}, torch.zeros(2), ("x", "y"), ax=ax
    ),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_given_axes_is_drawn_on_and_returned_and_no_figure_is_made(name):
    _, ax = plt.subplots()
    assert DRAWINGS[name](ax) is ax
    assert len(plt.get_fignums()) == 1


@pytest.mark.parametrize("name", DRAWINGS)
def test_without_axes_one_figure_is_made(name):
    assert DRAWINGS[name](None).figure.number == plt.get_fignums()[0]
    assert len(plt.get_fignums()) == 1
