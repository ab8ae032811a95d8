"""What is drawn of a recorded graph: operations, leaves, arrows, values and gradients."""

import re

import matplotlib.pyplot as plt
import pytest
import torch
from matplotlib.patches import Circle, FancyBboxPatch, PathPatch, Polygon

from gradbook.plots.axes import WIDTH
from gradbook.plots.chain_rule import computation_graph, two_layer_chain, value_graph
from gradbook.plots.chain_rule.graphs import bare, number
from gradbook.plots.chain_rule.recorded import record, symbol
from gradbook.plots.palette import BLUE, ORANGE


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def leaf(value):
    return torch.tensor(value, dtype=torch.float64, requires_grad=True)


@pytest.fixture
def steps():
    """E = ½ (σ(w x + b) − t)² step by step."""
    w, x, b = leaf(0.7), leaf(-1.3), leaf(0.4)
    u = w * x
    z = u + b
    o = torch.sigmoid(z)
    error = (o - 0.9) ** 2 / 2
    return {"w": w, "x": x, "b": b, "u": u, "z": z, "O": o, "E": error}


def texts(ax, color=None):
    return [t.get_text() for t in ax.texts if t.get_text() and color in (None, t.get_color())]


def patches(ax, kind):
    return [patch for patch in ax.patches if type(patch) is kind]


# What autograd recorded


def test_inputs_come_before_their_consumers_and_the_result_last(steps):
    found = record(steps["E"], steps)
    assert found.names[-1] == "E"
    assert all(source < node for node, inputs in enumerate(found.inputs) for source in inputs)


def test_operations_and_leaves_are_found_in_the_order_of_the_expression(steps):
    found = record(steps["z"], steps)
    assert found.symbols == ["w", "x", "×", "b", "+"]
    assert found.leaves == [True, True, False, True, False]
    assert found.inputs == [[], [], [0, 1], [], [2, 3]]


def test_a_shared_node_appears_once():
    x = leaf(1.5)
    u = torch.exp(x)
    found = record(u * u + u, {"x": x})
    assert found.symbols.count("exp") == 1
    assert found.inputs[found.symbols.index("×")] == [1, 1]


def test_data_that_needs_no_gradient_was_not_recorded():
    w, data = leaf([2.0, 3.0]), torch.ones(2, dtype=torch.float64)
    assert record(w * data, {"w": w, "x": data}).symbols == ["w", "×"]


def test_a_leaf_without_a_name_bears_its_shape():
    weight = torch.ones(3, 10, requires_grad=True)
    assert record(weight.sum()).symbols == ["3 × 10", "Σ"]
    assert record(leaf(2.0) * 2).symbols == ["scalar", "×"]


def test_a_result_without_a_record_is_refused():
    with pytest.raises(
        ValueError, match=r"result: expected what is computed .*, got a tensor without grad_fn"
    ):
        record(torch.ones(2))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("MulBackward0", "×"), ("AddBackward0", "+"), ("SigmoidBackward0", "σ"),
     ("MseLossBackward0", "mse"), ("SqueezeBackward4", "view"), ("ErfBackward0", "ErfBackward0")],
)  # fmt: skip
def test_an_operation_has_a_symbol_or_keeps_its_name(name, expected):
    assert symbol(name) == expected


# The graph


def test_every_operation_is_a_circle_and_every_leaf_a_box(steps):
    ax = computation_graph(steps["E"], steps)
    assert len(patches(ax, Circle)) == 6  # × + σ − xⁿ ÷
    assert len(patches(ax, FancyBboxPatch)) == 3
    assert {"×", "+", "σ", "−", "÷", "$w$", "$x$", "$b$"} <= set(texts(ax))


def test_every_input_has_an_arrow(steps):
    found = record(steps["E"], steps)
    ax = computation_graph(steps["E"])
    assert len(patches(ax, PathPatch)) == len(patches(ax, Polygon)) == 8
    assert sum(map(len, found.inputs)) == 8


def test_arrows_lead_down_from_an_input_to_its_consumer(steps):
    ax = computation_graph(steps["E"], steps)
    for shaft, head in zip(patches(ax, PathPatch), patches(ax, Polygon), strict=True):
        start, *_, end = shaft.get_path().vertices
        assert start[1] > end[1] > head.get_xy()[0][1]


def test_an_arrow_ends_on_the_outline_of_its_node():
    x = leaf(2.0)
    ax = computation_graph(x * x, {"x": x})
    (circle,) = patches(ax, Circle)
    for head in patches(ax, Polygon):
        dx, dy = head.get_xy()[0] - circle.center
        assert (dx**2 + dy**2) ** 0.5 == pytest.approx(circle.radius)


def test_two_arrows_from_one_leaf_stay_apart():
    x = leaf(2.0)
    heads = patches(computation_graph(x * x, {"x": x}), Polygon)
    assert len({tuple(head.get_xy()[0]) for head in heads}) == 2


def test_names_of_intermediate_results_stand_beside_their_operations(steps):
    ax = computation_graph(steps["E"], {"z": steps["z"]})
    (note,) = [t for t in ax.texts if t.get_text() == "$z$"]
    (plus,) = [t for t in ax.texts if t.get_text() == "+"]
    assert note.get_position()[1] == plus.get_position()[1]
    assert note.get_position()[0] > plus.get_position()[0]


def test_type_is_at_least_9_points_and_the_figure_as_wide_as_all(steps):
    ax = computation_graph(steps["E"], steps)
    assert min(text.get_size() for text in ax.texts) >= 9
    assert ax.figure.get_figwidth() == WIDTH
    assert ax.get_xlim() == (0, WIDTH)


def test_a_graph_wider_than_the_figure_stays_inside_the_axes():
    many = [leaf(float(i)) for i in range(14)]
    ax = computation_graph(torch.stack(many).sum())
    left, right = ax.get_xlim()
    boxes = patches(ax, FancyBboxPatch)
    assert min(box.get_x() for box in boxes) >= left - 1e-9
    assert max(box.get_x() + box.get_width() for box in boxes) <= right + 1e-9


# Values and gradients


def test_every_named_node_shows_its_value(steps):
    ax = value_graph(steps)
    # σ(0.7 · (−1.3) + 0.4) = σ(−0.51) = 0.375, and ½ (0.375 − 0.9)² = 0.138
    assert set(texts(ax, BLUE)) == {
        "$w$ = 0.7", "$x$ = −1.3", "$b$ = 0.4", "$u$ = −0.91", "$z$ = −0.51", "$O$ = 0.375",
        "$E$ = 0.138",
    }  # fmt: skip


def test_every_named_node_shows_the_gradient_of_the_last_value(steps):
    o = 1 / (1 + torch.tensor(0.51, dtype=torch.float64).exp())
    delta = (o - 0.9) * o * (1 - o)  # by hand
    by_hand = {
        "w": -1.3 * delta, "x": 0.7 * delta, "b": delta, "u": delta, "z": delta,
        "O": o - 0.9, "E": torch.tensor(1.0),
    }  # fmt: skip
    assert set(texts(value_graph(steps), ORANGE)) == {
        rf"$\partial E/\partial {name}$ = {number(value, 3)}" for name, value in by_hand.items()
    }


def test_value_and_gradient_stand_at_their_node(steps):
    ax = value_graph(steps)
    (sigma,) = [t for t in ax.texts if t.get_text() == "σ"]
    notes = [t for t in ax.texts if re.search(r"\$O\$|\\partial O\$", t.get_text())]
    assert len(notes) == 2
    heights = [note.get_position()[1] for note in notes]
    assert sum(heights) / 2 == pytest.approx(sigma.get_position()[1])
    assert heights[0] > heights[1]  # the value above the gradient


def test_no_grad_is_touched_and_the_graph_can_be_used_again(steps):
    value_graph(steps)
    assert steps["w"].grad is None
    steps["E"].backward()
    assert steps["w"].grad is not None


def test_digits_are_chosen(steps):
    assert "$z$ = −0.5" in texts(value_graph(steps, digits=1))


def test_a_value_without_gradient_is_named(steps):
    t = torch.tensor(0.9, dtype=torch.float64)
    with pytest.raises(ValueError, match=r"values\['t'\]: expected a number that needs"):
        value_graph({"t": t, **steps})


def test_several_numbers_are_refused():
    w = leaf([1.0, 2.0])
    with pytest.raises(ValueError, match=r"values\['w'\]: expected a single number"):
        value_graph({"w": w, "E": w.sum()})


def test_a_value_that_does_not_enter_the_last_is_named(steps):
    with pytest.raises(ValueError, match=r"values\['v'\]: expected what enters the last value"):
        value_graph({"v": leaf(2.0), **steps})


@pytest.mark.parametrize(
    ("name", "expected"),
    [("x", "x"), ("w1", "w_{1}"), ("w_1", "w_{1}"), ("loss", r"\mathrm{loss}"),
     (r"$\delta_k$", r"\delta_k")],
)  # fmt: skip
def test_names_are_set_as_mathematics(name, expected):
    assert bare(name) == expected


# The chain


NUMBERS = [torch.tensor(v, dtype=torch.float64) for v in (-1.5, 2.5, 0.25, -4.0, 1.0)]


def test_the_chain_shows_every_value():
    # y₁ = 2.5 · (−1.5) + 0.25 = −3.5, y₂ = −4 · (−3.5) + 1 = 15
    shown = set(texts(two_layer_chain(*NUMBERS)))
    assert {"= −1.5", "= −3.5", "= 15", "$w_1$ = 2.5", "$b_1$ = 0.25", "$w_2$ = −4"} <= shown


def test_every_link_of_the_chain_shows_its_derivative():
    shown = texts(two_layer_chain(*NUMBERS))
    assert shown.count("1") == 2  # by b₁ and by b₂
    assert "$w_1$ = 2.5" in shown  # ∂y₁/∂x
    assert "$y_1$ = −3.5" in shown  # ∂y₂/∂w₂
    assert r"$\partial y_1/\partial w_1 = x$ = −1.5" in shown
    assert r"$\partial y_2/\partial y_1 = w_2$ = −4" in shown


def test_the_chain_multiplies_the_links_from_w1_to_y2():
    (product,) = [text for text in texts(two_layer_chain(*NUMBERS)) if "cdot" in text]
    assert product.endswith("(−4) · (−1.5) = 6")


def test_the_chain_refuses_several_numbers():
    with pytest.raises(ValueError, match=r"w2: expected a single number, got the shape \(2,\)"):
        two_layer_chain(*NUMBERS[:3], torch.ones(2), NUMBERS[4])


@pytest.mark.parametrize("draw", ["graph", "values", "chain"])
def test_given_axes_are_used_and_returned(draw, steps):
    _, ax = plt.subplots()
    drawn = {
        "graph": lambda: computation_graph(steps["E"], ax=ax),
        "values": lambda: value_graph(steps, ax=ax),
        "chain": lambda: two_layer_chain(*NUMBERS, ax=ax),
    }[draw]()
    assert drawn is ax
    assert len(plt.get_fignums()) == 1
