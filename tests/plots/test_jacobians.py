"""What the figures of Jacobians draw."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import to_hex

from gradbook.plots.jacobians import column_and_row, cost_by_shape
from gradbook.plots.palette import BLUE, ORANGE

MATRIX = [[3.0, 2.0, 0.0], [0.0, 1.0, 10.0]]


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def cells(ax):
    """Return number and filling of each square, by its place."""
    texts = {text.get_position(): text.get_text() for text in ax.texts}
    found = {}
    for square in ax.patches:
        x, y = square.get_xy()
        found[x, y] = texts[x + 0.5, y + 0.5], to_hex(square.get_facecolor())
    return found


def filled(ax, color):
    return [number for number, fill in cells(ax).values() if fill == color]


def test_the_whole_matrix_stands_in_both_panels_by_rows_and_columns():
    for ax in column_and_row(MATRIX, 1, 0):
        drawn = cells(ax)
        rows = [[float(drawn[j, i][0]) for j in range(3)] for i in range(2)]
        assert rows == MATRIX


def test_a_pass_forward_fills_the_column_twice_and_a_pass_back_the_row():
    forward, back = column_and_row(MATRIX, 2, 1)
    assert filled(forward, BLUE) == ["0", "10", "0", "10"]
    assert filled(back, ORANGE) == ["0", "1", "10", "0", "1", "10"]


def test_the_vectors_pick_what_is_filled_and_stand_beside_it():
    forward, back = column_and_row(MATRIX, 2, 1)
    above = {x: number for (x, y), (number, _) in cells(forward).items() if y < 0}
    beside = {y: number for (x, y), (number, _) in cells(back).items() if x < 0}
    assert above == {0: "0", 1: "0", 2: "1"}
    assert beside == {0: "0", 1: "1"}


def test_vectors_are_named_and_nothing_is_cut_off():
    forward, back = column_and_row(MATRIX, 0, 0)
    for ax, names in ((forward, {"$v$", "$Jv$"}), (back, {"$u$", r"$J^{\!\top\!}u$"})):
        assert names < {text.get_text() for text in ax.texts}
        ax.figure.canvas.draw()
        page = ax.figure.bbox
        for text in ax.texts:
            box = text.get_window_extent()
            assert page.x0 <= box.x0 and box.x1 <= page.x1 and box.y0 >= page.y0 - 1


def test_given_axes_are_drawn_on():
    _, axes = plt.subplots(1, 2)
    assert tuple(column_and_row(MATRIX, 0, 0, axes=axes)) == tuple(axes)


def test_costs_are_drawn_against_the_shape_with_a_label_at_the_end():
    ax = cost_by_shape([(4, 1), (2, 2), (1, 4)], {"up": [1, 2, 4], "down": [4, 2, 1]})
    assert [line.get_ydata().tolist() for line in ax.lines] == [[1, 2, 4], [4, 2, 1]]
    assert [text.get_text() for text in ax.texts] == ["up", "down"]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["4 × 1", "2 × 2", "1 × 4"]
    ax.figure.canvas.draw()
    assert {"1", "2", "4"} < {tick.get_text() for tick in ax.get_yticklabels()}
    assert ax.get_yscale() == "log"
    assert ax.get_xlabel() == "rows × columns of the Jacobian"
