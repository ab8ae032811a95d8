"""Three ways to write momentum down."""

import pytest
import torch

from gradbook.optimizers import heavy_ball, rate_inside, rate_outside, running_mean, walk_by
from gradbook.surfaces import HIMMELBLAU
from tests.optimizers import START, by_torch, number


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


def test_a_walk_by_a_rule_keeps_no_record():
    start = number(2.0).requires_grad_()
    assert not walk_by(rate_inside, lambda x: x, start, [0.1], 0.5).requires_grad


def test_a_rule_gets_a_copy_of_the_slope():
    slope = torch.tensor([1.0, 2.0])
    walk_by(lambda x, m, g, *_: (x - g.mul_(2), m), lambda x: slope, slope, [0.1] * 2, 0.0)
    assert slope.tolist() == [1, 2]


def test_a_rule_gets_a_copy_of_the_point():
    start = torch.tensor([1.0, 2.0])
    path = walk_by(lambda x, m, g, *_: (x.sub_(g), m), torch.ones_like, start, [0.1] * 2, 0.0)
    assert start.tolist() == [1, 2] and path.tolist() == [[1, 2], [0, 1], [-1, 0]]


@pytest.mark.parametrize("rule", [rate_outside, rate_inside, running_mean])
def test_a_rule_names_what_does_not_fit(rule):
    x, other = number(1.0), torch.ones(2, dtype=torch.float64)
    with pytest.raises(TypeError, match=r"^x: expected a floating-point tensor, got int$"):
        rule(1, x, x, 0.1, 0.5)
    with pytest.raises(ValueError, match=r"^memory: expected the shape of x, \(\), got \(2,\)$"):
        rule(x, other, x, 0.1, 0.5)
    with pytest.raises(TypeError, match=r"^g: expected the dtype of x, torch.float64, got"):
        rule(x, x, x.float(), 0.1, 0.5)
    with pytest.raises(ValueError, match=r"^learning_rate: expected a positive, finite number"):
        rule(x, x, x, -0.1, 0.5)
    with pytest.raises(ValueError, match=r"^momentum: expected a number from 0 to below 1, got 2"):
        rule(x, x, x, 0.1, 2.0)


def test_a_rule_may_keep_its_own_memory_and_a_graph():
    kept, w = torch.zeros(2), torch.ones(2, requires_grad=True)
    rule = lambda x, m, g, *_: (kept.add_(1), m)  # noqa: E731
    path = walk_by(rule, torch.sin, torch.zeros(2), [0.1] * 3, 0.0)
    assert path[:, 0].tolist() == [0, 1, 2, 3]
    assert not walk_by(lambda x, m, *_: (w * x, m), torch.sin, kept, [0.1], 0.0).requires_grad
