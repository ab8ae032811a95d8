"""What is known to have no kink: by the graph of autograd."""

from __future__ import annotations

import pytest
import torch

from gradbook.formula.setting.comparing import compares
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


SAMPLED = """
from itertools import combinations

x = draw()
N = 5
S = outcomes(combinations(range(N), 3))
m = [float(i in S) for i in range(N)]
"""


def test_an_outcome_is_as_good_as_written_where_all_of_them_are_tried():
    assert compares(SAMPLED)
    assert not compares(SAMPLED, every_outcome=True)


@pytest.mark.parametrize(
    "line",
    [
        "y = x if x > 0 else 0",
        "N = x\ny = N > 2",
        "f = lambda N: N > 2",
        "y = [N > 0 for N in [x]]",
        "for _ in range(2):\n    y = N > 2\n    N = x",
        "y = (N := x) and N > 2",
        "def f(N):\n    return N > 2",
        "def len(_):\n    return x\ny = len(3) > 2",
        "from torch import rand as len\ny = len(3).max() > 2",
        "y = [i for i in range(3) if i < x]",
        "S = outcomes([x, 2])\ny = S > 1",
        "n = int(x)\ny = n == 1",
        "y = [[i > j for i in range(3)] for j in [x]]",
        "y = combinations(range(3), 2) == x",
    ],
)
def test_what_may_be_drawn_is_compared(line):
    assert compares(f"N = 5\nx = draw()\n{line}", every_outcome=True)


@pytest.mark.parametrize(
    "line", ["y = [x * i if i > 1 else x for i in range(N)]", "assert N == 5", "y = x + 2"]
)
def test_what_is_written_may_be_compared(line):
    assert not compares(f"N = 5\nx = draw()\n{line}")


def test_a_function_of_the_setting_is_asked_at_a_pair():
    lines: dict = {}
    exec(compile("def f(v):\n    a, b = v\n    return a * b", "<setting>", "exec"), lines)
    exec(compile("def g(v):\n    a, b = v\n    return a * b", "<other>", "exec"), lines)
    assert is_smooth_function(lines["f"]) and not is_smooth_function(lines["g"])
