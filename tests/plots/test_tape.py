"""What the figure of a tape draws."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import pytest

from gradbook.plots.palette import BLUE, INK, ORANGE
from gradbook.plots.tape import filled_and_emptied

SLOPES = [{"z": 1}, {"u": 3, "w": 1}, {"x": -2.5, "u": 3, "y": 2.5}, {"x": 4, "y": 2.5}]


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def numbers(slopes=SLOPES):
    """Return column, row, text and color of each number."""
    ax = filled_and_emptied("xyuwz", [-1, 2, 3, 4, 5], slopes, leaves=2)
    found = [(*text.xy, text.get_text(), text.get_color()) for text in ax.texts]
    return ax, [each for each in found if 0 < each[1] < 5 and each[0] > 0]


def test_values_come_one_by_one_and_stay():
    _, found = numbers()
    forward = [each for each in found if each[0] < 4]
    columns = [[text for x, _, text, _ in forward if x == column + 0.5] for column in range(4)]
    assert columns == [["−1", "2", "3", "4", "5"][: 2 + k] for k in range(4)]
    assert [text for *_, text, color in forward if color == BLUE] == ["3", "4", "5"]


def test_slopes_wait_until_they_are_read():
    _, found = numbers()
    back = [each for each in found if each[0] > 4]
    starts = sorted({x for x, *_ in back})
    columns = [{row: text for x, row, text, _ in back if x == start} for start in starts]
    assert columns[0] == {4.5: "1"}
    assert columns[1] == {2.5: "3", 3.5: "1"}
    assert columns[3] == {0.5: "4", 1.5: "2.5"}


def test_only_what_a_step_has_written_stands_in_color():
    _, found = numbers()
    last = max(x for x, *_ in found)
    assert {text: color for x, _, text, color in found if x == last} == {"4": ORANGE, "2.5": INK}


def test_heads_name_what_is_made_and_what_is_read():
    ax, _ = numbers()
    heads = [text.get_text() for text in ax.texts if text.xy[1] < 0 and text.get_text()]
    assert heads == ["start", "$u$", "$w$", "$z$", "start", "$z$", "$w$", "$u$"]


def test_a_value_for_each_name():
    with pytest.raises(ValueError, match="values: expected 3, one for each name, got 2"):
        filled_and_emptied("xyz", [1, 2], [], leaves=1)
