"""What the figures of the chapter on NaN and infinity draw."""

import math

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import pytest
import torch
from matplotlib.colors import same_color

from gradbook.plots.infinity import Branch, error_by_scale, two_branches
from gradbook.plots.palette import MUTED, ORANGE
from tests.plots.texts import assert_legible

CHOSEN, OTHER = Branch("b", 1.0, 3.0), Branch("a", 0.0, math.inf)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_each_branch_shows_the_product_of_its_slopes_and_x_their_sum():
    ax = two_branches("title", (OTHER, CHOSEN))
    assert {"0 · ∞ = NaN", "1 · 3 = 3", "NaN", "a", "b", "title"} <= set(texts(ax))
    assert_legible(ax)


def test_a_harmless_branch_leaves_the_sum_as_it_is():
    ax = two_branches("title", (Branch("a", 0.0, 0.5), CHOSEN))
    assert {"0 · 0.5 = 0", "1 · 3 = 3", "3"} <= set(texts(ax))


def test_all_arrows_go_back_and_those_of_the_chosen_branch_are_in_color():
    ax = two_branches("title", (OTHER, CHOSEN))
    segments = [line.get_segments()[0] for line in ax.collections]
    assert len(segments) == 4 and all(start[0] > end[0] for start, end in segments)
    for line, segment in zip(ax.collections, segments, strict=True):
        right = MUTED if segment[:, 1].mean() > 0 else ORANGE
        assert same_color(line.get_color()[0], right)


SCALES = torch.tensor([0.5, 1.0, 2.0, 4.0, 8.0, 16.0])
FLAT = torch.full((6,), 0.25)
VALLEY = torch.tensor([1.0, 0.5, 0.125, 0.125, math.inf, math.nan])
RIGHT = torch.tensor([[3.0, 4.0]])


def drawn(**errors):
    """Draw gradients whose relative errors are given."""
    made = {getattr(torch, name): RIGHT + 5 * e[:, None, None] for name, e in errors.items()}
    return error_by_scale(SCALES, made | {torch.float64: [RIGHT] * 6})


def test_errors_are_drawn_where_they_are_finite():
    ax = drawn(float16=VALLEY, bfloat16=FLAT)
    for line, error, count in zip(ax.lines, (VALLEY, FLAT), (4, 6), strict=False):
        assert line.get_xdata().tolist() == SCALES[:count].tolist()
        assert line.get_ydata().tolist() == pytest.approx((error * 2**0.5)[:count].tolist())
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert ax.lines[-1].get_xdata() == [1, 1]


def test_the_range_without_a_number_is_shaded_and_named():
    ax = drawn(float16=VALLEY, bfloat16=FLAT)
    (shade,) = ax.patches
    assert (shade.get_x(), shade.get_x() + shade.get_width()) == (8, 16)
    assert texts(ax) == ["float16", "float16:\n∞ or NaN", "bfloat16"]
    assert not drawn(bfloat16=FLAT).patches
