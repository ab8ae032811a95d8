"""Momentum: its two walks, its three conventions, and how fast it is on a bowl."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gradbook.optimizers import (
    best_settings,
    border,
    heavy_ball,
    measured_rate,
    nesterov,
    rate,
    rate_inside,
    rate_outside,
    roots,
    running_mean,
    steps_needed,
    walk_by,
)
from gradbook.surfaces import HIMMELBLAU
from tests.formula.choices import tried

MOMENTA = st.floats(0, 0.99)
PRODUCTS = st.floats(0.01, 5)  # of a learning rate and a curvature
START = torch.tensor([0.5, -1.0], dtype=torch.float64)


def number(value):
    return torch.tensor(value, dtype=torch.float64)


def matrix(h, momentum, ahead):
    """Return the matrix of a step, from the rule applied to the two unit vectors."""

    def step(x, before):
        if ahead:
            return (1 - h) * (x + momentum * (x - before))
        return x - h * x + momentum * (x - before)

    return torch.tensor([[step(1, 0), step(0, 1)], [1, 0]], dtype=torch.float64)


def by_torch(rates, gradient, start, **settings):
    """Return the path of SGD with a learning rate for each step."""
    point = start.clone()
    optimizer = torch.optim.SGD([point], lr=1.0, **settings)
    path = [start]
    for each in rates:
        optimizer.param_groups[0]["lr"] = each
        point.grad = gradient(point)
        optimizer.step()
        path.append(point.clone())
    return torch.stack(path)


# Walks


def test_two_steps_of_the_heavy_ball_by_hand():
    path = heavy_ball(lambda x: 9 * x, number(16.0), 0.25, 0.25, 4)
    assert path.tolist() == [16, -20, 16, -11, 7]


def test_two_steps_of_nesterov_by_hand():
    # v = −8, x = 8, ahead 4; v = −4 − 2 = −6, x = 2, ahead −1.
    path, ahead = nesterov(lambda x: x, number(16.0), 0.5, 0.5, 2)
    assert path.tolist() == [16, 8, 2] and ahead.tolist() == [16, 4, -1]


@pytest.mark.parametrize("momentum", [0.0, 0.3, 0.9])
def test_the_heavy_ball_is_sgd(momentum):
    path = heavy_ball(HIMMELBLAU.gradient, START, 0.003, momentum, 50)
    right = by_torch([0.003] * 50, HIMMELBLAU.gradient, START, momentum=momentum)
    torch.testing.assert_close(path, right, rtol=1e-9, atol=0)


@pytest.mark.parametrize("momentum", [0.3, 0.9])
def test_the_points_ahead_of_nesterov_are_the_parameters_of_sgd(momentum):
    _, ahead = nesterov(HIMMELBLAU.gradient, START, 0.003, momentum, 50)
    settings = {"momentum": momentum, "nesterov": True}
    right = by_torch([0.003] * 50, HIMMELBLAU.gradient, START, **settings)
    torch.testing.assert_close(ahead, right, rtol=1e-9, atol=0)


@pytest.mark.parametrize("walk", [heavy_ball, lambda *given: nesterov(*given)[0]])
def test_without_momentum_a_walk_is_gradient_descent(walk):
    path = walk(lambda x: x, number(2.0), 0.25, 0.0, 3)
    assert path.tolist() == [2, 1.5, 1.125, 0.84375]


@pytest.mark.parametrize("walk", [heavy_ball, lambda *given: nesterov(*given)[1]])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_walk_keeps_dtype_and_shape_and_its_start(walk, dtype):
    start = torch.full((2, 3), 2.0, dtype=dtype, requires_grad=True)
    path = walk(lambda x: x.mul_(2), start, 0.1, 0.5, 4)
    assert path.shape == (5, 2, 3) and path.dtype == dtype
    assert not path.requires_grad and torch.equal(start, torch.full_like(start, 2))


def test_a_walk_of_no_steps_is_its_start():
    assert heavy_ball(torch.sin, START, 0.1, 0.5, 0).tolist() == [START.tolist()]


# Conventions


@pytest.mark.parametrize(
    ("rule", "first", "second"),
    # From x = 8 with η = ½ and β = ½, on a slope of x.
    [(rate_outside, 4, 0), (rate_inside, 4, 0), (running_mean, 6, 3.5)],
)
def test_a_rule_takes_two_steps_by_hand(rule, first, second):
    path = walk_by(rule, lambda x: x, number(8.0), [0.5, 0.5], 0.5)
    assert path.tolist() == [8, first, second]


def test_the_rules_part_when_the_rate_changes():
    # The memory after the first step is 8, or −4 as a velocity; the second rate is a quarter.
    outside, inside = (
        walk_by(rule, lambda x: x, number(8.0), [0.5, 0.25], 0.5).tolist()
        for rule in (rate_outside, rate_inside)
    )
    assert outside == [8, 4, 2] and inside == [8, 4, 1]


FALLING = [0.004] * 15 + [0.0004] * 15


def test_the_rate_outside_is_sgd_whatever_the_rate():
    path = walk_by(rate_outside, HIMMELBLAU.gradient, START, FALLING, 0.8)
    right = by_torch(FALLING, HIMMELBLAU.gradient, START, momentum=0.8)
    torch.testing.assert_close(path, right, rtol=1e-9, atol=0)


def test_the_rate_inside_is_the_heavy_ball():
    path = walk_by(rate_inside, HIMMELBLAU.gradient, START, [0.004] * 30, 0.8)
    right = heavy_ball(HIMMELBLAU.gradient, START, 0.004, 0.8, 30)
    torch.testing.assert_close(path, right, rtol=1e-9, atol=0)


def test_a_mean_needs_a_larger_rate():
    larger = [each / (1 - 0.8) for each in FALLING]
    path = walk_by(running_mean, HIMMELBLAU.gradient, START, larger, 0.8)
    right = by_torch(FALLING, HIMMELBLAU.gradient, START, momentum=0.8)
    torch.testing.assert_close(path, right, rtol=1e-9, atol=0)


# Roots and rates


@tried(200)
@given(h=PRODUCTS, momentum=MOMENTA)
@pytest.mark.parametrize("ahead", [False, True])
def test_roots_and_rate_are_those_of_the_matrix(h, momentum, ahead):
    right = torch.linalg.eigvals(matrix(h, momentum, ahead))
    found = roots(number(h), momentum, nesterov=ahead)
    # A double root has half of the digits.
    assert min((found - right).abs().max(), (found - right.flip(0)).abs().max()) < 1e-6
    largest = rate(number(h), momentum, nesterov=ahead)
    assert abs(largest - right.abs().max()) < 1e-6
    assert abs(largest - found.abs().max()) < 1e-12


@tried(200)
@given(h=PRODUCTS, momentum=MOMENTA)
@pytest.mark.parametrize("ahead", [False, True])
def test_roots_have_the_sum_and_the_product_of_the_matrix(h, momentum, ahead):
    step = matrix(h, momentum, ahead)
    found = roots(number(h), momentum, nesterov=ahead)
    assert abs(found.sum() - step.trace()) < 1e-12
    assert abs(found.prod() - torch.linalg.det(step)) < 1e-12


def test_real_roots_come_with_the_larger_one_first():
    # r² = −1.5 r − 0.5
    assert roots(number(3.0), 0.5).tolist() == [-0.5, -1]


@tried(200)
@given(momentum=MOMENTA, share=st.floats(0.01, 0.99))
@pytest.mark.parametrize("ahead", [False, True])
def test_a_walk_converges_below_the_border_alone(momentum, share, ahead):
    limit = border(number(momentum), nesterov=ahead)
    assert rate(share * limit, momentum, nesterov=ahead) < 1
    assert rate(limit / share, momentum, nesterov=ahead) > 1
    assert abs(rate(limit, momentum, nesterov=ahead) - 1) < 1e-9


def test_borders_by_hand():
    momenta = torch.tensor([0.0, 0.5], dtype=torch.float64)
    assert border(momenta).tolist() == [2, 3]
    assert border(momenta, nesterov=True).tolist() == [2, 1.5]


def test_where_the_roots_are_complex_the_rate_is_the_root_of_the_momentum():
    h = torch.linspace(0.26, 2.2, 30, dtype=torch.float64)  # from (1 − ½)² to (1 + ½)²
    assert (rate(h, 0.25) - 0.5).abs().max() < 1e-12


def test_shapes_of_products_and_momenta_are_broadcast():
    h, momenta = torch.rand(3), torch.rand(4, 1)
    assert rate(h, momenta).shape == (4, 3) and roots(h, momenta).shape == (4, 3, 2)
    assert rate(h, momenta, nesterov=True)[2, 1] == rate(h[1], momenta[2, 0], nesterov=True)


# Best settings


def test_the_best_settings_of_the_example():
    assert best_settings(1, 9) == (0.25, 0.25, 0.5)
    assert best_settings(4, 4) == (0.25, 0, 0)


@tried(200)
@given(
    least=st.floats(0.1, 2),
    kappa=st.floats(1.1, 1000),
    share=st.floats(0.01, 2),
    momentum=MOMENTA,
)
def test_no_settings_beat_the_best_ones(least, kappa, share, momentum):
    best = best_settings(least, kappa * least)
    assert best.rate == pytest.approx((kappa**0.5 - 1) / (kappa**0.5 + 1), rel=1e-9)
    curvatures = number([least, kappa * least])
    # A double root moves with the root of what is rounded.
    own = rate(best.learning_rate * curvatures, best.momentum).max()
    assert abs(own - best.rate) < 1e-6
    other = rate(share * best.learning_rate * curvatures, momentum).max()
    assert other > best.rate - 1e-9


# Measured


@pytest.mark.parametrize("ahead", [False, True])
def test_a_measured_rate_is_that_of_the_theory(ahead):
    h = torch.linspace(0.05, 2.5, 20, dtype=torch.float64)
    momenta = [0.0, 0.4, 0.9]
    measured = measured_rate(h, momenta, nesterov=ahead, steps=60)
    right = rate(h, number(momenta)[:, None], nesterov=ahead)
    assert measured.shape == (3, 20)
    assert (measured - right)[right > 0.2].abs().max() < 0.05
    assert (measured - right)[right > 0.2].abs().mean() < 0.005


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
