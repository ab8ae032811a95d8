"""The distance that noise keeps from a minimum: exactly, by counting and by drawing."""

from itertools import product

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gradbook.optimizers import inverse_time, noise_floor, noisy_descent, squared_distances
from tests.formula.choices import tried

NUMBERS = st.floats(0.1, 3.0)


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


def test_the_floor_has_the_values_worked_out_by_hand():
    assert noise_floor(0.5) == pytest.approx(1 / 3)
    # η = 1/2, λ = 3, σ² = 5: (5/2) / (3 · 1/2).
    assert noise_floor(0.5, 3.0, 5.0) == pytest.approx(5 / 3)


@tried(200)
@given(st.floats(0.05, 1.9), NUMBERS, NUMBERS)
def test_a_step_leaves_the_floor_where_it_is(share, curvature, noise):
    rate = share / curvature
    floor = noise_floor(rate, curvature, noise)
    found = squared_distances([rate] * 3, floor, curvature, noise)
    assert found.tolist() == pytest.approx([floor] * 4, rel=1e-12)


@tried(200)
@given(NUMBERS, NUMBERS, st.floats(-3, 3), st.lists(NUMBERS, max_size=4))
def test_distances_are_the_mean_over_all_coins(curvature, noise, start, rates):
    squares = []
    for coins in product((-1, 1), repeat=len(rates)):
        place = start
        for rate, coin in zip(rates, coins, strict=True):
            place -= rate * (curvature * place + coin * noise**0.5)
        squares.append(place**2)
    mean = sum(squares) / len(squares)
    found = squared_distances(rates, start**2, curvature, noise)
    assert len(found) == len(rates) + 1 and found.dtype == torch.float64
    assert found[-1].item() == pytest.approx(mean, rel=1e-9, abs=1e-12)


@tried(200)
@given(NUMBERS, NUMBERS, st.floats(0, 9), st.integers(1, 30))
def test_one_over_the_step_leaves_the_variance_of_a_mean(curvature, noise, start, steps):
    rates = (inverse_time(step, 1 / curvature) for step in range(steps))
    found = squared_distances(rates, start, curvature, noise)[-1].item()
    assert found == pytest.approx(noise / curvature**2 / steps, rel=1e-9)


def test_the_minimum_may_be_the_start():
    assert squared_distances([0.5], 0.0, 1.0, 4.0).tolist() == [0, 1]


def test_walks_have_the_distances_that_are_worked_out():
    rates = [0.4] * 20 + [0.1] * 40
    places = noisy_descent(rates, 2.0, 20_000, seeded(), 1.5, 2.0)
    assert places.shape == (61, 20_000) and places.dtype == torch.float64
    right = squared_distances(rates, 4.0, 1.5, 2.0)
    # A mean of 20,000 squares of normal numbers is off by 1 %, with one chance in three.
    torch.testing.assert_close(places.square().mean(1), right, rtol=0.05, atol=0)
    assert places[-1].mean().abs() < 0.05


def test_all_walks_begin_at_the_start_and_part():
    places = noisy_descent([0.1], -3.0, 5, seeded())
    assert places[0].tolist() == [-3] * 5 and len(places[1].unique()) == 5


def test_equal_seeds_give_equal_walks_and_one_generator_gives_new_ones():
    generator = seeded(5)
    first, second = (noisy_descent([0.1] * 3, 1.0, 4, generator) for _ in range(2))
    assert torch.equal(first, noisy_descent([0.1] * 3, 1.0, 4, seeded(5)))
    assert not torch.equal(first, second)


def test_a_walk_without_a_step_is_its_start():
    assert noisy_descent([], 2.0, 3, seeded()).tolist() == [[2, 2, 2]]


def test_curvature_and_noise_are_1_where_nothing_is_said():
    assert squared_distances([0.5], 4.0).tolist() == [4, 1.25]
    found = noisy_descent([0.1], 1.0, 3, seeded())
    assert torch.equal(found, noisy_descent([0.1], 1.0, 3, seeded(), curvature=1.0, noise=1.0))


def test_a_step_goes_against_the_gradient_and_its_noise():
    drawn = torch.randn(4, generator=seeded(), dtype=torch.float64)
    places = noisy_descent([0.1], 2.0, 4, seeded(), 3.0, 0.25)
    torch.testing.assert_close(places[1], 2 - 0.1 * (3 * 2 + 0.5 * drawn), rtol=1e-12, atol=0)
