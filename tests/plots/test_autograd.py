"""What the figures of the part on autograd draw."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from gradbook.plots.autograd import calls_by_size, error_by_step, mean_error

STEPS = torch.logspace(-15, -1, 15, dtype=torch.float64)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def drawn():
    """Draw errors that are known: of a right derivative of 2, at two points."""
    sizes = (STEPS + 1e-16 / STEPS, STEPS**2 + 1e-16 / STEPS, STEPS**2 + 1e-16)
    differences = [2 + 2 * size[:, None] * torch.tensor([1.0, -1.0]) for size in sizes]
    without = {"dual": [2 + 4e-15, 2.0], "torch": [2 + 4e-15, 2 - 4e-15], "tape": [2.0, 2.0]}
    return error_by_step(STEPS, [2.0, 2.0], differences, without)


def test_the_mean_error_is_relative_and_has_no_sign():
    errors = mean_error(torch.tensor([[3.0, 1.0], [2.0, 4.0]]), [2.0, 4.0])
    assert errors.tolist() == [(0.5 + 0.75) / 2, 0]


def test_each_way_with_a_step_is_a_curve_and_the_others_are_level():
    forward, central, imaginary, dual, by_torch, tape = drawn().lines
    np.testing.assert_allclose(forward.get_ydata()[-4:], STEPS[-4:], rtol=1e-3)
    np.testing.assert_allclose(central.get_ydata()[-3:], STEPS[-3:] ** 2, rtol=1e-3)
    assert imaginary.get_ydata()[0] < 1e-15 < central.get_ydata()[0]
    np.testing.assert_allclose(dual.get_ydata(), [1e-15] * len(STEPS), rtol=0.2)
    np.testing.assert_allclose(by_torch.get_ydata(), [2e-15] * len(STEPS), rtol=0.2)
    np.testing.assert_allclose(tape.get_ydata(), [1e-17] * len(STEPS))


def test_ways_are_told_apart_and_named():
    ax = drawn()
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert len({(line.get_color(), line.get_linestyle()) for line in ax.lines}) == 6
    names = [text.get_text() for text in ax.texts]
    assert names == [
        "forward difference",
        "central difference",
        "complex step",
        "dual, torch, tape",
    ]


def test_names_do_not_touch_each_other():
    ax = drawn()
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in ax.texts]
    assert not any(one.overlaps(other) for one in boxes for other in boxes if one is not other)


def test_calls_are_drawn_against_the_number_of_variables():
    ax = calls_by_size([1, 10, 100], {"central": [2, 20, 200], "tape": [1, 1, 1]})
    assert [line.get_ydata().tolist() for line in ax.lines] == [[2, 20, 200], [1, 1, 1]]
    assert [text.get_text() for text in ax.texts] == ["central", "tape"]
    assert ax.get_xlabel() == "variables $n$" and ax.get_ylabel() == "calls of $f$"
