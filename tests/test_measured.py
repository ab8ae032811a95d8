"""How fast SGD is on a bowl, measured."""

import math

import pytest
import torch

from gradbook.optimizers import best_settings, measured_rate, rate, steps_needed
from tests.optimizers import number


@pytest.mark.parametrize("ahead", [False, True])
def test_a_measured_rate_is_that_of_the_theory(ahead):
    h = torch.linspace(0.05, 2.5, 20, dtype=torch.float64)
    momenta = [0.0, 0.4, 0.9]
    measured = measured_rate(h, momenta, nesterov=ahead, steps=60)
    right = rate(h, number(momenta)[:, None], nesterov=ahead)
    assert measured.shape == (3, 20)
    assert (measured - right)[right > 0.2].abs().max() < 0.05
    assert (measured - right)[right > 0.2].abs().mean() < 0.005


@pytest.mark.parametrize("steps", [2, 7])
def test_the_growth_is_that_of_the_later_half_of_the_steps(steps):
    # A double root, so that it changes with the step: (1 + s/2) / 2ˢ.
    s = torch.arange(steps, 2 * steps + 1, dtype=torch.float64)
    path = (1 + s / 2) * 0.5**s
    logarithms = torch.hypot(path[1:], path[:-1]).log()
    times = s[1:] - s[1:].mean()
    right = ((times * logarithms).sum() / times.square().sum()).exp()
    found = measured_rate(number(0.25), [0.25], steps=steps)
    torch.testing.assert_close(found, right[None], rtol=1e-9, atol=0)


def test_a_walk_that_arrives_or_overflows_is_told():
    found = measured_rate(torch.tensor([1.0, 1e30]), [0.0], steps=40)
    assert found.tolist() == [[0, math.inf]]


def test_the_steps_of_gradient_descent_are_counted():
    # Half is left of each step: 1, ½, ¼.
    assert steps_needed((1,), 0.25, lr=0.5) == 2
    assert steps_needed((1, 1), 0.2, lr=0.5) == 3
    assert steps_needed((1,), 1.0, lr=0.5) == 0


def test_momentum_saves_steps():
    best = best_settings(1, 100)
    heavy = {"lr": best.learning_rate, "momentum": best.momentum}
    assert 50 < steps_needed((1, 100), 1e-3, **heavy) < 62
    assert 340 < steps_needed((1, 100), 1e-3, lr=2 / 101) < 352


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_walks_in_half_precision_are_measured_in_float32(dtype):
    h = torch.tensor([0.25, 1.5], dtype=dtype)
    found = measured_rate(h, [0.5], steps=20)
    assert torch.equal(found, measured_rate(h.float(), [0.5], steps=20).to(dtype))
