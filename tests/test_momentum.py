"""The heavy ball and the walk of Nesterov."""

import pytest
import torch

from gradbook.optimizers import border, heavy_ball, nesterov
from gradbook.surfaces import HIMMELBLAU
from tests.optimizers import START, by_torch, number


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


def test_a_walk_keeps_no_record_of_what_the_gradient_is_made_of():
    w = number(3.0).requires_grad_()
    assert not heavy_ball(lambda x: w * x, number(2.0), 0.1, 0.5, 3).requires_grad


def test_a_walk_runs_where_there_are_no_values():
    start = START.to("meta")
    assert heavy_ball(torch.sin, start, 0.1, 0.5, 3).shape == (4, 2)
    assert border(start).shape == (2,)
