"""What is known to have no kink: by the graph of autograd."""

from __future__ import annotations

import pytest
import torch

from gradbook.formula.values.smoothness import is_smooth, is_smooth_function


@pytest.fixture
def x():
    return torch.tensor([0.3, -1.2, 0.7], dtype=torch.float64, requires_grad=True)


def test_what_is_computed_without_a_kink_is_smooth(x):
    assert is_smooth([x, x.sigmoid().sum(), [x**2 + x.exp()], "text", 3])


@pytest.mark.parametrize("name", ["relu", "abs", "sort"])
def test_a_kink_on_the_way_to_a_value_is_seen(name, x):
    value = getattr(x, name)()
    value = value[0] if isinstance(value, tuple) else value
    assert not is_smooth([value.exp().sum()])


def test_a_function_is_asked_at_a_number_or_at_a_vector():
    assert is_smooth_function(torch.tanh) and is_smooth_function(lambda v: v[0] * v[2])
    assert not is_smooth_function(torch.relu)
    assert not is_smooth_function(lambda v, w: v)
