"""Products with the Hessian, and its largest eigenvalue."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gradbook.autograd import descend_with_curvature, hvp, top_eigenvalue
from tests.formula.choices import tried

SEEDS = st.integers(0, 2**32)


def drawn(seed, *shape):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def f(x):
    return (x.flatten()[0] * x.flatten().sin()).sum() + x.exp().sum() * x.square().sum()


@tried(40)
@given(SEEDS)
def test_a_product_is_that_with_the_whole_hessian(seed):
    x, v = drawn(seed, 2, 4)
    right = torch.autograd.functional.hessian(f, x) @ v
    torch.testing.assert_close(hvp(f, x, v), right, rtol=1e-11, atol=1e-11)


@tried(40)
@given(SEEDS)
def test_a_product_is_how_the_gradient_changes_along_the_vector(seed):
    x, v = drawn(seed, 2, 2, 3)
    gradient, h = torch.func.grad(f), 1e-5
    right = (gradient(x + h * v) - gradient(x - h * v)) / (2 * h)
    torch.testing.assert_close(hvp(f, x, v), right, rtol=1e-6, atol=1e-6)


@tried(40)
@given(SEEDS)
def test_the_hessian_is_symmetric(seed):
    x, u, v = drawn(seed, 3, 5)
    torch.testing.assert_close((u * hvp(f, x, v)).sum(), (v * hvp(f, x, u)).sum())


@pytest.mark.parametrize("flat", [lambda x: 3 * x.sum(), lambda x: x.new_ones(())])
def test_what_does_not_bend_has_the_product_0(flat):
    x, v = drawn(0, 2, 3)
    assert torch.equal(hvp(flat, x, v), torch.zeros(3, dtype=torch.float64))


def test_a_variable_that_the_gradient_does_not_use_has_the_product_0():
    x, v = torch.tensor([[2.0, 3.0, 5.0], [1.0, 1.0, 1.0]])
    assert hvp(lambda x: x[0] ** 3 + x[1], x, v).tolist() == [12, 0, 0]


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
def test_dtype_and_the_caller_s_memory_are_kept(dtype):
    x = torch.full((2, 2), 3.0, dtype=dtype)
    found = hvp(lambda z: z.mul_(2).pow(3).sum(), x, torch.ones_like(x))
    assert found.dtype == dtype and found.unique() == 144
    assert x.unique() == 3


def test_a_product_can_be_had_without_gradients():
    with torch.no_grad():
        assert hvp(lambda x: x**3, torch.tensor(2.0), torch.tensor(1.0)) == 12


def test_a_product_leaves_grad_alone():
    x = torch.tensor(2.0, requires_grad=True)
    assert not hvp(lambda x: x**3, x, x).requires_grad
    assert x.grad is None


def bowl(values, seed):
    """Return a quadratic with these eigenvalues along random directions, and a start."""
    values = torch.tensor(values, dtype=torch.float64)
    Q = torch.linalg.qr(drawn(seed, len(values), len(values)))[0]
    H = Q @ torch.diag(values) @ Q.T
    return (lambda x: x @ H @ x / 2), Q, drawn(seed + 1, len(values))


@tried(40)
@given(seed=SEEDS)
@pytest.mark.parametrize("values", [[5.0, 2.0, 1.0], [-4.0, 2.5, 0.5], [3.0], [1e8, 3e7]])
def test_the_top_eigenvalue_is_found_with_its_sign_and_vector(seed, values):
    function, Q, start = bowl(values, seed)
    found = top_eigenvalue(function, 0 * start, start)
    assert found.value == pytest.approx(values[0], rel=1e-9)
    assert found.residual < 1e-7 * abs(values[0])
    assert abs(found.vector @ Q[:, 0]) == pytest.approx(1, rel=1e-9)
    assert found.vector.norm() == pytest.approx(1)


def test_a_start_that_requires_a_gradient_leaves_no_graph():
    x = torch.ones(2, requires_grad=True)
    found = top_eigenvalue(f, x, x, steps=1)
    assert not found.vector.requires_grad and x.grad is None


def test_a_hundred_products_are_usual():
    function, _, start = bowl([5.0, 4.9, 1.0], 0)
    usual, ninety_nine, hundred = (
        top_eigenvalue(function, 0 * start, start, **steps).value
        for steps in ({}, {"steps": 99}, {"steps": 100})
    )
    assert usual == hundred != ninety_nine


@tried(40)
@given(SEEDS, st.integers(1, 6))
def test_an_eigenvalue_lies_within_the_residual(seed, steps):
    values = [5.0, 4.0, -3.0, 1.0]
    function, _, start = bowl(values, seed)
    found = top_eigenvalue(function, 0 * start, start, steps)
    assert min(abs(found.value - value) for value in values) <= found.residual + 1e-12


def test_the_error_shrinks_by_the_square_of_the_ratio():
    function, Q, _ = bowl([4.0, 3.0], 0)
    start = Q.sum(1)
    for steps in (1, 2, 7):
        r = (3 / 4) ** (2 * steps - 2)
        error = 4 - top_eigenvalue(function, 0 * start, start, steps).value
        assert error == pytest.approx(r / (1 + r), rel=1e-9)


def test_the_gradient_is_recorded_once_for_all_products():
    calls = []
    start = torch.tensor([1.0, 1.0])
    top_eigenvalue(lambda x: calls.append(x) or (x**4).sum(), start, start, 5)
    assert len(calls) == 1


def test_eigenvalues_of_one_size_and_two_signs_leave_a_residual():
    function, Q, _ = bowl([2.0, -2.0], 3)
    found = top_eigenvalue(function, 0 * Q[0], Q.sum(1))
    assert abs(found.value) < 1e-9 and found.residual == pytest.approx(2)


def test_a_plane_has_the_top_eigenvalue_0():
    x = torch.tensor([1.0, 2.0])
    value, vector, residual = top_eigenvalue(lambda x: x.sum(), x, x)
    assert (value, residual) == (0, 0) and torch.equal(vector, x / x.norm())


def test_a_walk_has_the_values_and_the_curvatures_of_its_points():
    x, eta = torch.tensor([2.0, -1.0], dtype=torch.float64), 0.01
    curvatures, values = descend_with_curvature(lambda x: (x**4).sum(), x, eta, 5, every=2)
    points = [x]
    for _ in range(5):
        points.append(points[-1] - eta * 4 * points[-1] ** 3)
    assert values == pytest.approx([(p**4).sum().item() for p in points], rel=1e-12)
    right = [12 * p[0].item() ** 2 for p in points[::2]]
    assert curvatures == pytest.approx(right, rel=1e-6)
    assert x.tolist() == [2, -1]


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32])
@pytest.mark.parametrize("end", ["max", "tiny"])
def test_the_length_of_a_start_need_not_fit(dtype, end):
    start = torch.full((9,), getattr(torch.finfo(dtype), end), dtype=dtype)
    found = top_eigenvalue(lambda x: x.square().sum(), torch.ones(9, dtype=dtype), start)
    assert found.value == pytest.approx(2, rel=0.03)


def test_the_start_of_a_walk_that_has_no_direction_is_named():
    with pytest.raises(ValueError, match=r"^x: expected a finite vector that is not 0"):
        descend_with_curvature(torch.sum, torch.zeros(2), 0.1, 1, 1)


def test_a_constant_has_no_curvature_and_no_slope():
    x = torch.tensor([1.0, 2.0])
    assert descend_with_curvature(lambda x: x.new_tensor(3.0), x, 0.1, 1, 1) == ([0, 0], [3, 3])


def test_a_walk_goes_down_and_measures_with_ten_products():
    start = drawn(3, 4)
    curvatures, values = descend_with_curvature(f, start, 0.01, steps=1, every=1)
    assert curvatures[0] == top_eigenvalue(f, start, start, steps=10).value
    leaf = start.clone().requires_grad_()
    f(leaf).backward()
    assert values[1] == f(start - 0.01 * leaf.grad) < values[0]


def test_the_residual_of_half_precision_is_a_length_in_full():
    d = torch.tensor([3.0, 2.0, -1.0], dtype=torch.bfloat16)
    start = torch.tensor([0.3, 0.7, 0.2], dtype=torch.bfloat16)
    value, vector, residual = top_eigenvalue(lambda x: (d * x * x).sum() / 2, start, start, 3)
    right = (d * vector - value * vector).float().norm().item()
    assert residual == pytest.approx(right, rel=1e-6) and right > 0
