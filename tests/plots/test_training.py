"""What the figures of training draw, and on which axes."""

from itertools import pairwise

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.colors import same_color, to_hex

from gradbook.plots.optimization import training
from gradbook.plots.palette import BLUE, ORANGE, PAPER


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def images(count):
    return torch.rand(count, 64, generator=torch.Generator().manual_seed(0), dtype=torch.float64)


def texts(ax):
    return [text.get_text() for text in ax.texts]


# --- the digits ------------------------------------------------------------------------------


def test_every_digit_is_drawn_with_its_pixels_as_opacity():
    pixels = images(7)
    ax = training.digit_rows(pixels, torch.arange(7), columns=4)
    assert len(ax.images) == 7
    for drawn, image in zip(ax.images, pixels, strict=True):
        np.testing.assert_array_equal(drawn.get_array()[..., 3], image.view(8, 8))


def test_digits_fill_rows_from_the_left_and_the_top_without_touching():
    ax = training.digit_rows(images(7), torch.arange(7), columns=4)
    left, right, bottom, top = np.array([image.get_extent() for image in ax.images]).T
    assert (left[4:] == left[:3]).all()
    assert (right[:3] < left[1:4]).all()
    assert (bottom[:3] < top[4:]).all()  # the y axis points down
    assert (top < bottom).all()


def test_all_digits_and_their_labels_lie_inside_the_limits():
    ax = training.digit_rows(images(7), torch.arange(7), columns=4)
    (x0, x1), (y1, y0) = ax.get_xlim(), ax.get_ylim()
    for image in ax.images:
        left, right, bottom, top = image.get_extent()
        assert x0 <= left < right <= x1
        assert y0 <= top < bottom <= y1


def test_a_digit_stands_over_its_label():
    ax = training.digit_rows(images(3), torch.tensor([4, 0, 9]))
    assert texts(ax) == ["4", "0", "9"]


def test_with_predictions_both_are_written():
    ax = training.digit_rows(images(2), torch.tensor([4, 8]), torch.tensor([9, 1]))
    assert texts(ax) == ["4 → 9", "8 → 1"]


def test_a_label_keeps_its_distance_from_its_digit_and_from_the_next_row():
    ax = training.digit_rows(images(8), torch.arange(8), columns=4)
    ax.figure.canvas.draw()
    first, below = ax.images[0].get_window_extent(), ax.images[4].get_window_extent()
    label = ax.texts[0].get_window_extent()
    assert first.y0 - label.y1 > first.height / 20
    assert label.y0 - below.y1 > first.height / 20


# --- curves ----------------------------------------------------------------------------------


def curves():
    step = torch.linspace(2.3, 0.2, 12, dtype=torch.float64)
    loss = torch.tensor([2.3, 1.1, 0.6, 0.3])
    return step, loss, torch.tensor([0.1, 0.6, 0.8, 0.873])


def test_the_training_curves_show_all_three_series_by_epoch():
    step, loss, share = curves()
    upper, lower = training.training_curves(step, loss, share)
    thin, thick = upper.lines
    np.testing.assert_array_equal(thin.get_ydata(), step)
    # 12 steps in 3 epochs: the fifth step is the first of the second epoch.
    assert thin.get_xdata()[4] == 1
    np.testing.assert_array_equal(thick.get_ydata(), loss)
    np.testing.assert_array_equal(thick.get_xdata(), range(4))
    np.testing.assert_array_equal(lower.lines[0].get_ydata(), share)


def test_the_training_curves_name_their_axes_and_the_last_accuracy():
    upper, lower = training.training_curves(*curves())
    assert upper.get_ylabel() == "loss $L$"
    assert (lower.get_xlabel(), lower.get_ylabel()) == ("epoch", "test accuracy")
    assert texts(lower) == ["87.3%"]
    assert upper.get_yscale() == "log"
    assert lower.get_ylim() == (0, 1)


def test_notes_in_the_training_curves_have_paper_behind_them():
    for ax in training.training_curves(*curves()):
        assert {to_hex(text.get_bbox_patch().get_facecolor()) for text in ax.texts} == {PAPER}


def test_loss_curves_draw_each_series_with_its_own_style():
    series = {"a": torch.tensor([2.0, 1.0, 0.5]), "b": torch.tensor([2.0, 1.5, 1.2])}
    ax = training.loss_curves(series)
    for line, values in zip(ax.lines, series.values(), strict=True):
        np.testing.assert_array_equal(line.get_ydata(), values)
    first, second = ax.lines
    assert same_color(first.get_color(), BLUE)
    assert same_color(second.get_color(), ORANGE)
    assert first.get_linestyle() != second.get_linestyle()
    assert first.get_marker() != second.get_marker()


def test_loss_curves_are_labeled_at_their_ends():
    series = {"a": torch.tensor([2.0, 1.0, 0.1]), "b": torch.tensor([2.0, 1.5, 1.2])}
    ax = training.loss_curves(series)
    assert texts(ax) == ["a", "b"]
    assert [text.get_position()[1] for text in ax.texts] == pytest.approx([0.1, 1.2])
    assert all(text.get_position()[0] > 2 for text in ax.texts)


def test_labels_of_curves_that_end_together_do_not_overlap():
    ends = {"a": 0.2, "b": 0.2, "c": 0.201}
    series = {name: torch.tensor([2.0, 1.0, end]) for name, end in ends.items()}
    ax = training.loss_curves(series)
    ax.figure.canvas.draw()
    boxes = sorted((text.get_window_extent() for text in ax.texts), key=lambda box: box.y0)
    assert all(low.y1 <= high.y0 + 1 for low, high in pairwise(boxes))


# --- the axes --------------------------------------------------------------------------------

DRAWINGS = {
    "digit_rows": lambda ax: training.digit_rows(images(2), torch.arange(2), ax=ax),
    "loss_curves": lambda ax: training.loss_curves({"a": torch.tensor([2.0, 1.0])}, ax=ax),
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


def test_the_training_curves_draw_on_two_given_axes():
    _, given = plt.subplots(2)
    assert list(training.training_curves(*curves(), axes=given)) == list(given)
    assert len(plt.get_fignums()) == 1
