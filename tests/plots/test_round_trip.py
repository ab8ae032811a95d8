"""What `round_trip` draws: values forward, and the derivatives of the last one back."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib.pyplot as plt
import pytest
import torch
from matplotlib.axes import Axes
from torch import Tensor

from gradbook.plots.axes import WIDTH
from gradbook.plots.chain_rule import round_trip
from tests.plots.texts import assert_legible


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    yield
    plt.close("all")


def chain() -> dict[str, Tensor]:
    """L = (2.5 · w)², from w = −3 on: the derivatives are 1, −15 and −37.5."""
    w = torch.tensor(-3.0, dtype=torch.float64, requires_grad=True)
    y = 2.5 * w
    return {"w": w, "y": y, "L": y**2}


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def test_the_values_stand_in_a_row_from_left_to_right():
    found = {text.get_text(): text.get_position() for text in round_trip(chain()).texts}
    places = [found[text] for text in ("$w$ = −3", "$y$ = −7.5", "$L$ = 56.2")]
    assert places == sorted(places) and len({y for _, y in places}) == 1


def test_below_each_value_stands_its_derivative():
    found = {text.get_text(): text.get_position() for text in round_trip(chain()).texts}
    for value, name, slope in (("w", "w", "−37.5"), ("y", "y", "−15"), ("L", "L", "1")):
        x, y = found[rf"$\partial L/\partial {name}$ = {slope}"]
        (above,) = [place for text, place in found.items() if text.startswith(f"${value}$ =")]
        assert x == above[0] and y < above[1]


def test_forward_arrows_bear_operations_and_those_back_their_derivatives():
    found = [text for text in texts(round_trip(chain())) if "=" not in text]
    assert found == ["×", "× 2.5", "xⁿ", "× (−15)", "forward", "back"]


def test_arrows_forward_point_right_and_those_back_left():
    for line in round_trip(chain()).collections:
        (start, height), (end, _) = line.get_segments()[0]
        assert (end > start) == (height > 0)


def test_tensors_of_one_entry_are_numbers():
    w = torch.tensor([2.0], requires_grad=True)
    assert "$y$ = 6" in texts(round_trip({"w": w, "y": 3 * w}))


def test_no_gradient_is_stored():
    values = chain()
    round_trip(values)
    assert values["w"].grad is None


def test_all_texts_lie_within_the_figure_and_are_legible():
    ax = round_trip(chain())
    assert ax.figure.get_figwidth() == WIDTH
    assert_legible(ax)


def test_given_axes_are_used_and_no_figure_is_made():
    _, ax = plt.subplots()
    assert round_trip(chain(), ax=ax) is ax
    assert len(plt.get_fignums()) == 1


def test_one_value_is_no_chain():
    with pytest.raises(ValueError, match="values: expected at least two, got 1"):
        round_trip({"w": torch.tensor(1.0)})


@pytest.mark.parametrize("needs", [True, False])
def test_a_value_that_ignores_the_one_before_it_is_refused(needs):
    w = torch.tensor(2.0, requires_grad=True)
    other = torch.tensor(3.0, requires_grad=needs)
    with pytest.raises(ValueError, match=r"values\['y'\]: expected what is made of the one before"):
        round_trip({"w": w, "y": 2 * other})


def test_several_numbers_are_refused():
    w = torch.ones(2, requires_grad=True)
    with pytest.raises(ValueError, match="a single number"):
        round_trip({"w": w, "y": 2 * w})
