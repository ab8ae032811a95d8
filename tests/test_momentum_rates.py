"""Roots, rates, borders and best settings of momentum, computed."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gradbook.optimizers import best_settings, border, rate, roots
from tests.formula.choices import tried
from tests.optimizers import number

MOMENTA = st.floats(0, 0.99)
PRODUCTS = st.floats(0.01, 5)  # of a learning rate and a curvature


def matrix(h, momentum, ahead):
    """Return the matrix of a step, from the rule applied to the two unit vectors."""

    def step(x, before):
        if ahead:
            return (1 - h) * (x + momentum * (x - before))
        return x - h * x + momentum * (x - before)

    return torch.tensor([[step(1, 0), step(0, 1)], [1, 0]], dtype=torch.float64)


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


def test_rates_are_asked_for_where_there_are_no_values():
    h = torch.ones(3, device="meta")
    assert rate(h, h).shape == (3,)
