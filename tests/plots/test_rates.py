"""What is drawn of rates along paths: arrows, rates, changes, and the sum of the products."""

import matplotlib.pyplot as plt
import pytest
from matplotlib.patches import Circle

from gradbook.plots.axes import WIDTH
from gradbook.plots.chain_rule import rates
from tests.plots.texts import assert_legible

TWO = {"u": (2.5, 4.0), "v": (-3.0, 1.5)}  # 10 − 4.5 = 5.5


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_each_quantity_is_a_circle():
    ax = rates("x", "y", TWO, 0.1)
    assert [text for text in texts(ax) if text[0] == text[-1] == "$"] == [
        "$x$",
        "$u$",
        "$v$",
        "$y$",
    ]
    assert len([patch for patch in ax.patches if type(patch) is Circle]) == 4


def test_each_arrow_shows_its_rate():
    shown = [text for text in texts(rates("x", "y", TWO, 0.1)) if text.startswith("×")]
    assert shown == ["× 2.5", "× 4", "× (−3)", "× 1.5"]


def test_each_quantity_shows_its_change():
    shown = [text for text in texts(rates("x", "y", TWO, 0.1)) if text[0] in "+−"]
    assert shown == ["+0.1", "+0.25", "−0.3", "+0.55"]


def test_the_products_of_the_paths_are_added():
    assert texts(rates("x", "y", TWO, 0.1))[-1] == "$dy/dx$ = 2.5 · 4 + (−3) · 1.5 = 5.5"


def test_one_path_has_one_product():
    assert texts(rates("t", "z", {"s": (2.5, 4.0)}, 0.1))[-1] == "$dz/dt$ = 2.5 · 4 = 10"


def test_no_path_is_refused():
    with pytest.raises(ValueError, match="paths: expected at least one path"):
        rates("x", "y", {}, 0.1)


def test_all_texts_lie_within_the_figure_and_are_legible():
    ax = rates("x", "y", TWO, 0.1)
    assert ax.figure.get_figwidth() == WIDTH
    assert_legible(ax)


def test_given_axes_are_used_and_returned():
    _, ax = plt.subplots()
    assert rates("x", "y", TWO, 0.1, ax=ax) is ax
    assert len(plt.get_fignums()) == 1
