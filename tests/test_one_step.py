"""Steps of optimizers in half precision, and at the ends of the range."""

import pytest
import torch

from gradbook.optimizers import Moments, adagrad, adam, adamw, amsgrad, rmsprop

STEPS = [adagrad, rmsprop, adam, amsgrad, adamw]
HALVES = [torch.float16, torch.bfloat16]
every_step = pytest.mark.parametrize("step", STEPS)


def taken(step, g, dtype, count=1, **settings):
    """Return the point after some steps from 0, and the state."""
    p, state = torch.zeros(len(g), dtype=dtype), None
    for _ in range(count):
        p, state = step(p, torch.tensor(g, dtype=dtype), state, 0.1, **settings)
    return p, state


@every_step
@pytest.mark.parametrize("dtype", HALVES)
def test_a_gradient_of_0_moves_nothing_in_half_precision(step, dtype):
    p, _ = taken(step, [0.0, 1.0], dtype, count=2)
    assert p[0] == 0 and p[1] < 0


@every_step
@pytest.mark.parametrize("dtype", HALVES)
@pytest.mark.parametrize("g", [1e-4, 300.0, 6e4])
def test_a_square_need_not_fit_into_half_precision(step, dtype, g):
    p, _ = taken(step, [g, 1.0], dtype, eps=0.0)
    torch.testing.assert_close(p[0], p[1])


def test_a_tiny_gradient_is_divided_before_it_is_lost():
    p, _ = taken(adagrad, [1e-44], torch.float32)
    assert p.item() == pytest.approx(-1e-35, rel=0.1, abs=0)


@pytest.mark.parametrize("dtype", HALVES)
def test_a_running_mean_of_squares_forgets_in_half_precision(dtype):
    p, g = torch.zeros(1, dtype=dtype), torch.zeros(1, dtype=dtype)
    state = Moments(torch.zeros(1), torch.ones(1), 5)
    for _ in range(100):
        p, state = adam(p, g, state, 0.1)
    assert state.square.item() == pytest.approx(0.999**100, rel=1e-4)


@every_step
@pytest.mark.parametrize("dtype", HALVES)
def test_a_step_in_half_precision_is_that_of_float32_rounded_once(step, dtype):
    generator = torch.Generator().manual_seed(0)
    p, g = torch.randn(2, 100, generator=generator).to(dtype)
    found, state = step(p, g, None, 0.1)
    right, kept = step(p.float(), g.float(), None, 0.1)
    assert torch.equal(found, right.to(dtype))
    assert torch.equal(
        step(found, g, state, 0.1)[0], step(found.float(), g.float(), kept, 0.1)[0].to(dtype)
    )


@every_step
@pytest.mark.parametrize("dtype", [*HALVES, torch.float32])
def test_a_rate_in_a_wider_tensor_leaves_the_dtype(step, dtype):
    p = torch.tensor(1.0, dtype=dtype)
    found, _ = step(p, p, None, torch.tensor(0.25, dtype=torch.float64))
    assert found.dtype == dtype and torch.equal(found, step(p, p, None, 0.25)[0])


@pytest.mark.parametrize("dtype", HALVES)
def test_a_state_in_half_precision_is_taken(dtype):
    p = torch.tensor([0.5, 2.0], dtype=dtype)
    found, state = adam(p, p, Moments(p, p, 3), 0.1)
    assert torch.equal(found, adam(p, p, Moments(p.float(), p.float(), 3), 0.1)[0])
    assert {state.mean.dtype, state.square.dtype} == {torch.float32}


@pytest.mark.parametrize("step", [adam, amsgrad, adamw])
def test_after_very_many_steps_nothing_is_corrected(step):
    p, m, q = torch.tensor([[0.5, -1.0], [0.3, 0.2], [0.7, 0.1]], dtype=torch.float64)
    late, _ = step(p, p, Moments(m, q, 10**9), 0.1)
    later, _ = step(p, p, Moments(m, q, 10**12), 0.1)
    assert torch.equal(late, later) and late.isfinite().all()


@every_step
def test_a_step_has_a_slope_where_the_gradient_is_0(step):
    zero = torch.zeros(1, dtype=torch.float64)
    slope = torch.func.grad(lambda g: step(zero, g, None, 0.1, eps=1e-3)[0].sum())(zero)
    assert slope.item() == pytest.approx(-0.1 / 1e-3)


@every_step
@pytest.mark.parametrize("g", [float("inf"), float("nan")])
def test_a_gradient_that_is_not_finite_spoils_its_own_coordinate_alone(step, g):
    p, _ = taken(step, [g, 1.0], torch.float64)
    assert p[0].isnan() and p[1].isfinite()


@every_step
def test_a_weight_decay_and_a_rate_that_are_no_numbers_are_named(step):
    p = torch.ones(2)
    with pytest.raises(TypeError, match=r"^learning_rate: expected a positive, finite number, got"):
        step(p, p, None, "0.1")
    with pytest.raises(TypeError, match=r"^eps: expected a finite number from 0 on, got str$"):
        step(p, p, None, 0.1, eps="0")
    with pytest.raises(TypeError, match=r"^weight_decay: expected .*, got str$"):
        adamw(p, p, None, 0.1, "0")


def test_weight_decay_follows_the_rate_of_its_step():
    p, zero = torch.tensor([2.0], dtype=torch.float64), torch.zeros(1, dtype=torch.float64)
    state, right = None, 2.0
    for rate in (0.1, 0.05, 1e-3):
        p, state = adamw(p, zero, state, rate, 0.4)
        right *= 1 - rate * 0.4
    assert p.item() == pytest.approx(right, rel=1e-14)


def test_a_state_of_another_kind_is_named():
    p = torch.ones(2)
    with pytest.raises(TypeError, match=r"^state: expected a Tensor or None, got Moments$"):
        adagrad(p, p, Moments(p, p, 1), 0.1)
    with pytest.raises(TypeError, match=r"^state: expected a Moments or None, got Tensor$"):
        adam(p, p, p, 0.1)
    with pytest.raises(TypeError, match=r"^state.square: expected a floating-point tensor, got"):
        adamw(p, p, Moments(p, p.long(), 1), 0.1)
    with pytest.raises(ValueError, match=r"^state.largest: expected the shape of p, \(2,\), got"):
        amsgrad(p, p, Moments(p, p, 1, p[0]), 0.1)
    with pytest.raises(ValueError, match=r"^state.step: expected at least 0, got -1$"):
        adam(p, p, Moments(p, p, -1), 0.1)


@pytest.mark.parametrize("step", [adam, amsgrad, adamw])
def test_a_state_before_the_first_step_is_that_of_none(step):
    p = torch.tensor([0.5, -2.0])
    none = Moments(torch.zeros(2), torch.zeros(2), 0)
    assert torch.equal(step(p, p, none, 0.1)[0], step(p, p, None, 0.1)[0])


def test_arguments_may_be_named():
    p = torch.ones(2)
    found, _ = adam(p=p, g=p, state=None, learning_rate=0.1, betas=(0.5, 0.5), eps=0.0)
    assert torch.equal(found, adam(p, p, None, 0.1, (0.5, 0.5), 0.0)[0])
