"""Schedules against those of PyTorch, and at the places where they turn."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.optim import lr_scheduler

from gradbook.optimizers import cosine, inverse_time, step_decay, warm_up
from tests.formula.choices import tried

RATES = st.floats(1e-3, 10.0)
COUNTS = st.integers(1, 30)


def theirs(make, rate, steps):
    """Return the rates of a scheduler of PyTorch, one for each step."""
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=rate)
    scheduler, found = make(optimizer), []
    for _ in range(steps):
        found.append(scheduler.get_last_lr()[0])
        optimizer.step()
        scheduler.step()
    return found


def assert_same(schedule, make, rate, steps):
    ours = [schedule(step) for step in range(steps)]
    assert ours == pytest.approx(theirs(make, rate, steps), rel=1e-12, abs=1e-15 * rate)


@tried(200)
@given(RATES, COUNTS, st.floats(0.1, 1.5))
def test_a_step_is_that_of_pytorch(rate, every, factor):
    make = lambda optimizer: lr_scheduler.StepLR(optimizer, every, factor)  # noqa: E731
    assert_same(lambda s: step_decay(s, rate, every, factor), make, rate, 3 * every + 1)


@tried(200)
@given(RATES, COUNTS, st.floats(0.0, 0.9))
def test_a_cosine_is_that_of_pytorch_up_to_its_bottom(rate, steps, share):
    last = share * rate
    make = lambda optimizer: lr_scheduler.CosineAnnealingLR(optimizer, steps, last)  # noqa: E731
    assert_same(lambda s: cosine(s, rate, steps, last), make, rate, steps + 1)


@tried(200)
@given(RATES)
def test_one_over_the_step_is_that_of_pytorch(rate):
    make = lambda optimizer: lr_scheduler.LambdaLR(optimizer, lambda s: 1 / (s + 1))  # noqa: E731
    assert_same(lambda s: inverse_time(s, rate), make, rate, 40)


@tried(200)
@given(RATES, st.integers(2, 12), COUNTS)
def test_a_warm_up_before_a_cosine_is_that_of_pytorch(rate, climb, steps):
    def make(optimizer):
        line = lr_scheduler.LinearLR(optimizer, 1 / climb, 1.0, climb - 1)
        wave = lr_scheduler.CosineAnnealingLR(optimizer, steps)
        return lr_scheduler.SequentialLR(optimizer, [line, wave], [climb])

    schedule = lambda s: warm_up(s, climb, lambda s: cosine(s, rate, steps))  # noqa: E731
    assert_same(schedule, make, rate, climb + steps + 1)


def test_a_step_falls_to_a_tenth_where_no_factor_is_given():
    assert [step_decay(s, 2.0, 3) for s in (0, 2, 3, 5)] == pytest.approx([2, 2, 0.2, 0.2])
    assert step_decay(6, 2.0, 3) == pytest.approx(0.02)


def test_a_cosine_has_its_half_in_the_middle_and_stays_at_the_bottom():
    found = [cosine(s, 0.8, 10, 0.2) for s in (0, 5, 10, 11, 20)]
    assert found == pytest.approx([0.8, 0.5, 0.2, 0.2, 0.2])
    assert cosine(10, 0.8, 10) == 0


def test_a_cosine_may_be_flat():
    assert [cosine(s, 0.3, 4, 0.3) for s in range(5)] == pytest.approx([0.3] * 5)


def test_the_rates_fall_as_the_numbers_of_the_steps_grow():
    assert [inverse_time(s, 6.0) for s in range(4)] == [6, 3, 2, 1.5]


def test_a_warm_up_ends_with_the_whole_rate_and_the_schedule_begins_after_it():
    found = [warm_up(s, 4, lambda s: 8.0 / (s + 1)) for s in range(7)]
    assert found == pytest.approx([2, 4, 6, 8, 8, 4, 8 / 3])


def test_a_warm_up_of_one_step_only_repeats_the_first_rate():
    assert [warm_up(s, 1, lambda s: 5.0 - s) for s in range(3)] == [5, 5, 4]


def test_a_schedule_sees_no_step_before_its_own():
    seen = []
    for step in range(5):
        warm_up(step, 3, lambda s: seen.append(s) or 1.0)
    assert seen == [0, 0, 0, 0, 1]
