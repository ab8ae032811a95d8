"""What `network` draws: units, edges, symbols."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Circle, FancyBboxPatch
from matplotlib.path import Path

from gradbook.plots.axes import WIDTH
from gradbook.plots.chain_rule import network
from gradbook.plots.palette import BLUE, MUTED
from tests.plots.texts import assert_legible


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    yield
    plt.close("all")


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def drawn_edges(ax: Axes, color: str) -> list[LineCollection]:
    width = 2.0 if color == BLUE else 0.8
    return [
        lines
        for lines in ax.collections
        if to_hex(lines.get_color()[0]) == color and lines.get_linewidth()[0] == width
    ]


def patches(ax: Axes, kind: type) -> list:
    return [patch for patch in ax.patches if isinstance(patch, kind)]


def test_a_perceptron_names_its_inputs_weights_output_target_and_error():
    ax = network((10, 1))
    symbols = ["x_{1}", "x_{j}", "x_{10}", "w_{1}", "w_{j}", "w_{10}", "O", "t", "E"]
    assert {f"${symbol}$" for symbol in symbols} <= set(texts(ax))


def test_many_inputs_are_drawn_as_three_with_ellipses_between():
    ax = network((10, 1))
    assert len(patches(ax, Circle)) == 3 + 1
    assert texts(ax).count(r"$\vdots$") == 2


def test_four_inputs_are_all_drawn():
    ax = network((4, 1))
    assert len(patches(ax, Circle)) == 4 + 1
    assert r"$\vdots$" not in texts(ax)


def test_a_letter_stands_for_any_number_of_inputs():
    assert {"$x_{n}$", "$w_{n}$"} <= set(texts(network(("n", 1))))


def test_each_unit_is_joined_to_each_unit_of_the_next_layer():
    ax = network((4, 3, 2), error=False)
    assert len(drawn_edges(ax, MUTED)) + len(drawn_edges(ax, BLUE)) == 4 * 3 + 3 * 2


def test_between_two_layers_one_weight_is_highlighted():
    ax = network((4, 3, 2), weight="W", error=False)
    assert len(drawn_edges(ax, BLUE)) == 2
    assert [text for text in texts(ax) if "W" in text] == ["$W_{ij}$", "$W_{jk}$"]


def test_the_highlighted_edge_joins_the_general_units():
    ax = network((10, 3), error=False)
    places = {text.get_text(): text.get_position() for text in ax.texts}
    (lines,) = drawn_edges(ax, BLUE)
    ends = [tuple(point) for point in lines.get_segments()[0]]
    assert ends == [pytest.approx(places["$x_{j}$"]), pytest.approx(places["$O_{k}$"])]


def test_layers_stand_from_left_to_right_across_the_figure():
    ax = network((2, 3, 2), symbols="abc", error=False)
    x = {text.get_text()[1]: text.get_position()[0] for text in ax.texts}
    assert [x["a"], x["b"], x["c"]] == pytest.approx([0.3, WIDTH / 2, WIDTH - 0.3])


def test_no_two_units_have_one_name():
    found = texts(network((3, 4, 2)))
    units = [text for text in found if text.startswith(("$x", "$O"))]
    assert units == ["$x_{1}$", "$x_{i}$", "$x_{3}$", "$O_{j}$", "$O_{k}$"]


def test_units_show_their_sum_and_their_sigmoid():
    ax = network((10, 3), units=True, error=False)
    sums = [text for text in texts(ax) if "Sigma" in text and "sigma" in text]
    assert len(sums) == len(patches(ax, FancyBboxPatch)) == 3


def test_each_output_has_its_target_beside_one_error():
    ax = network((10, 3))
    assert {"$t_{1}$", "$t_{k}$", "$t_{3}$"} <= set(texts(ax))
    assert texts(ax).count("$E$") == 1


def test_without_an_error_there_are_no_targets():
    ax = network((10, 3), error=False)
    assert not any("t_" in text or "E" in text for text in texts(ax))


def test_deltas_are_written_for_all_layers_but_the_inputs():
    found = [text for text in texts(network((4, 3, 2), deltas=True)) if "delta" in text]
    assert found == [r"$\delta_{j}$", r"$\delta_{k}$"]


def test_names_stand_beneath_the_layers():
    ax = network((10, 1), names=("inputs", "output"), units=True)
    lowest = min(y for _, y in (text.get_position() for text in ax.texts))
    names = [t.get_text() for t in ax.texts if t.get_position()[1] == lowest]
    assert names == ["inputs", "output", "unit", "error", "target"]


def test_many_outputs_have_many_units_and_targets():
    found = texts(network((10, 3), names=("inputs", "outputs"), units=True))
    assert found[-5:] == ["inputs", "outputs", "units", "error", "targets"]
    assert texts(network((2, 2), names=("A", "classes")))[-2:] == ["error", "targets"]
    assert texts(network((2, 1), names=("A", "loss")))[-2:] == ["error", "target"]


@pytest.mark.parametrize("sizes", [(10, 3), (3, 4, 2)])
def test_the_name_of_a_weight_covers_no_other_edge(sizes):
    ax = network(sizes, units=len(sizes) == 2)
    ax.figure.canvas.draw()
    edges = [e for each in ax.collections if each.get_zorder() == 1 for e in each.get_segments()]
    (name,) = (text for text in ax.texts if text.get_text() == "$w_{jk}$")
    ground = name.get_bbox_patch().get_window_extent()
    lines = [Path(ax.transData.transform(edge)) for edge in edges]
    assert sum(line.intersects_bbox(ground, filled=False) for line in lines) == 1


def test_other_symbols_and_indices_are_taken():
    ax = network((2, 2), symbols=("a", "b"), indices=("p", "q"), error=False)
    assert {"$a_{p}$", "$b_{q}$", "$w_{pq}$"} <= set(texts(ax))


def test_all_texts_lie_within_the_figure_and_are_legible():
    assert_legible(network((10, 3), units=True, deltas=True, names=("inputs", "outputs")))


def test_given_axes_are_used_and_no_figure_is_made():
    _, ax = plt.subplots()
    assert network((3, 2), ax=ax) is ax
    assert len(plt.get_fignums()) == 1


def test_a_single_layer_is_no_network():
    with pytest.raises(ValueError, match="sizes: expected at least two layers, got 1"):
        network((3,))


@pytest.mark.parametrize("name", ["symbols", "indices", "names"])
def test_each_layer_needs_one_entry(name):
    with pytest.raises(ValueError, match=f"{name}: expected 3, one for each layer, got 2"):
        network((4, 3, 2), **{name: ("a", "b")})


def test_more_layers_than_letters_need_indices():
    with pytest.raises(ValueError, match="indices: expected 5, one for each layer, got 4"):
        network((2, 2, 2, 2, 2))
