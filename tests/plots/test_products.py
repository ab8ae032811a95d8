"""What the figures on outer products draw."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib.pyplot as plt
import pytest
import torch
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from gradbook.plots.chain_rule import outer_product, ratio_intervals
from gradbook.plots.palette import BLUE, ORANGE

DELTA = torch.tensor([0.2, -0.4])
X = torch.tensor([1.0, -3.0, 2.0])


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    yield
    plt.close("all")


def squares(ax: Axes) -> dict[tuple[int, int], tuple[float, str]]:
    """Return side and color of the matrix's squares by row and column."""
    marks = [patch for patch in ax.patches if to_hex(patch.get_edgecolor()) in (BLUE, ORANGE)]
    found = {}
    for mark in marks:
        x, y = (float(value) + mark.get_width() / 2 - 0.5 for value in mark.get_xy())
        if x > -0.5 and y > -0.5:
            color = to_hex(mark.get_edgecolor())
            found[round(y), round(x)] = mark.get_width(), color
    return found


def test_there_is_one_square_for_each_product():
    assert sorted(squares(outer_product(DELTA, X))) == [(k, j) for k in range(2) for j in range(3)]


def test_the_area_of_a_square_is_its_share_of_the_largest_product():
    found = squares(outer_product(DELTA, X))
    products = torch.outer(DELTA, X).abs()
    largest = found[1, 1][0] ** 2
    for (k, j), (side, _) in found.items():
        assert side**2 / largest == pytest.approx(float(products[k, j] / products.max()))


def test_positive_products_are_blue_and_negative_ones_orange():
    colors = {place: color for place, (_, color) in squares(outer_product(DELTA, X)).items()}
    expected = {(k, j): BLUE if DELTA[k] * X[j] > 0 else ORANGE for k in range(2) for j in range(3)}
    assert colors == expected


def test_numbers_stand_in_their_cells():
    column, row = torch.tensor([0.25, -0.5]), torch.tensor([2.0, -4.0, 6.0])
    ax = outer_product(column, row, numbers=True)
    found = {t.get_position(): t.get_text() for t in ax.texts if "$" not in t.get_text()}
    products = [[found[j + 0.5, k + 0.84] for j in range(3)] for k in range(2)]
    assert products == [["1/2", "−1", "3/2"], ["−1", "2", "−3"]]
    assert [found[-1.0, k + 0.84] for k in range(2)] == ["1/4", "−1/2"]
    assert [found[j + 0.5, -1.5 + 0.84] for j in range(3)] == ["2", "−4", "6"]


def test_squares_leave_room_for_the_numbers_below_them():
    ax = outer_product(DELTA, X, numbers=True)
    assert all(side <= 0.6 for side, _ in squares(ax).values())


def test_negative_squares_are_hollow():
    ax = outer_product(DELTA, X)
    for mark in ax.patches:
        edge, face = to_hex(mark.get_edgecolor()), to_hex(mark.get_facecolor())
        if edge in (BLUE, ORANGE):
            assert (face == edge) == (edge == BLUE)


def test_both_vectors_are_drawn_with_their_symbols():
    ax = outer_product(DELTA, X)
    texts = [text.get_text() for text in ax.texts]
    assert {r"$\delta_{1}$", r"$\delta_{2}$", "$x_{1}$", "$x_{3}$"} <= set(texts)
    # A cell and a square for each entry of the matrix and of both vectors.
    assert len(ax.patches) == 2 * (2 * 3 + 2 + 3)


def test_a_vector_of_zeros_is_drawn():
    assert all(side == 0 for side, _ in squares(outer_product(torch.zeros(2), X)).values())


@pytest.mark.parametrize(("name", "arguments"), [("column", (X[None], X)), ("row", (X, X[None]))])
def test_only_vectors_are_taken(name, arguments):
    with pytest.raises(ValueError, match=f"{name}: expected a vector"):
        outer_product(*arguments)


def test_given_axes_are_used_and_no_figure_is_made():
    _, (left, right) = plt.subplots(1, 2)
    assert outer_product(DELTA, X, ax=left) is left
    assert ratio_intervals(X - 5, X + 5, ax=right) is right
    assert len(plt.get_fignums()) == 1


def test_each_interval_is_a_line_in_its_row():
    lower, upper = torch.tensor([1.0, 2.0, 0.5]), torch.tensor([3.0, 5.0, 2.5])
    ax = ratio_intervals(lower, upper)
    drawn = [segment.tolist() for segment in ax.collections[0].get_segments()]
    assert drawn == [[[1, 1], [3, 1]], [[2, 2], [5, 2]], [[0.5, 3], [2.5, 3]]]


def test_the_band_in_all_intervals_is_shaded_and_named():
    ax = ratio_intervals(torch.tensor([1.0, 2.0, 0.5]), torch.tensor([3.0, 5.0, 2.5]))
    (band,) = ax.patches
    assert (band.get_x(), band.get_x() + band.get_width()) == (2.0, 2.5)
    assert [text.get_text().strip() for text in ax.texts] == ["2.0000…2.5000"]


def test_without_a_common_band_nothing_is_shaded():
    ax = ratio_intervals(torch.tensor([1.0, 2.0]), torch.tensor([1.5, 3.0]))
    assert not ax.patches and not ax.texts


def test_the_axis_bears_the_given_name():
    assert ratio_intervals(X, X, name="b ÷ a").get_xlabel() == "b ÷ a"


def test_intervals_the_wrong_way_round_are_refused():
    with pytest.raises(ValueError, match="lower, upper: expected vectors"):
        ratio_intervals(X, X - 1)
