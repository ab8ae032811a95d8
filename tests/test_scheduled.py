"""Gradient descent with a rate for each step."""

import pytest
import torch

from gradbook.optimizers import cosine, scheduled_descent

RATES = [cosine(step, 0.3, 6) for step in range(7)]
START = torch.tensor([[2.0, -1.0], [0.5, 3.0]], dtype=torch.float64)


def f(x):
    return (x**4).sum() / 4 + x.sum()


@pytest.mark.parametrize("limit", [None, 0.7])
def test_points_and_values_are_those_of_pytorch_s_optimizer_scheduler_and_clipping(limit):
    w = torch.nn.Parameter(START.clone())
    optimizer = torch.optim.SGD([w], lr=0.3)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 6)
    points, values = scheduled_descent(f, START, RATES[:4], limit)
    for point, value in zip(points, values, strict=True):
        torch.testing.assert_close(point, w.detach(), rtol=1e-12, atol=0)
        optimizer.zero_grad()
        loss = f(w)
        loss.backward()
        assert value == pytest.approx(loss.item(), rel=1e-12)
        if limit is not None:
            torch.nn.utils.clip_grad_norm_([w], limit)
        optimizer.step()
        scheduler.step()


def test_no_step_is_longer_than_the_rate_times_the_limit():
    points, _ = scheduled_descent(f, START, [0.1] * 5, limit=2.0)
    lengths = points.diff(dim=0).flatten(1).norm(dim=1)
    assert (lengths <= 0.2).all() and lengths[0] == pytest.approx(0.2, rel=1e-6)


def test_the_start_is_the_first_point_and_is_left_alone():
    start = START.clone().requires_grad_()
    points, values = scheduled_descent(f, start, [0.1])
    assert torch.equal(points, START[None]) and values == [f(START).item()]
    assert start.grad is None and not points.requires_grad


def test_without_a_rate_there_is_no_point():
    points, values = scheduled_descent(f, START, [])
    assert points.shape == (0, 2, 2) and values == []


def test_what_bursts_is_seen():
    _, values = scheduled_descent(f, START, [1e3] * 20)
    assert not torch.tensor(values).isfinite().all()


def test_values_are_floats_and_points_share_no_memory_with_the_start():
    points, values = scheduled_descent(f, START, [0.1])
    points.zero_()
    assert type(values[0]) is float and START[0, 0] == 2


def test_a_function_that_changes_its_argument_changes_a_copy():
    points, values = scheduled_descent(lambda x: x.mul_(2).square().sum(), START, [0.05, 0.0])
    assert torch.equal(points[0], START) and START[0, 0] == 2
    torch.testing.assert_close(points[1], 0.6 * START)
    assert values[0] == 4 * START.square().sum()


def test_a_rate_of_0_stays_where_it_is():
    points, _ = scheduled_descent(f, START, [0.0, 0.0])
    assert torch.equal(points[1], START)
