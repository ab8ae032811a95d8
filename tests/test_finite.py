"""Functions that keep zero and infinity apart, in their values and gradients."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gradbook.autograd import guarded, logsumexp, scaled_gradient
from tests.formula.choices import tried

LOGITS = st.lists(st.floats(-1e5, 1e5), min_size=1, max_size=6)


def gradient(f, x):
    leaf = x.detach().requires_grad_()
    return torch.autograd.grad(f(leaf).sum(), leaf)[0]


# A function, where it may be computed, and its derivative there.
FUNCTIONS = {
    "sqrt": (torch.sqrt, lambda x: x > 0, lambda x: 0.5 / x.sqrt()),
    "log": (torch.log, lambda x: x > 0, lambda x: 1 / x),
    "reciprocal": (torch.reciprocal, lambda x: x != 0, lambda x: -1 / x**2),
    "acos": (lambda x: x.acos(), lambda x: x.abs() < 1, lambda x: -1 / (1 - x**2).sqrt()),
}
EDGES = torch.tensor([-math.inf, -2.0, -1.0, -0.5, 0.0, 0.25, 1.0, 3.0], dtype=torch.float64)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_value_and_gradient_are_those_of_the_function_where_it_is_allowed(name):
    f, allowed, derivative = FUNCTIONS[name]
    inside = allowed(EDGES) & EDGES.isfinite()
    harmless = 0.5
    found = guarded(f, EDGES, inside, harmless=harmless)
    slopes = gradient(lambda x: guarded(f, x, inside, harmless=harmless), EDGES)
    torch.testing.assert_close(found[inside], f(EDGES[inside]))
    torch.testing.assert_close(slopes[inside], derivative(EDGES[inside]))
    assert (found[~inside] == 0).all() and (slopes[~inside] == 0).all()


def test_the_gradient_of_the_other_value_counts_where_it_is_taken():
    x = torch.tensor([-2.0, 0.0, 4.0], dtype=torch.float64)
    found = gradient(lambda x: guarded(torch.sqrt, x, x > 0, otherwise=x**3), x)
    assert found.tolist() == [12, 0, 0.25]


def test_the_function_sees_the_harmless_number_in_place_of_what_it_does_not_bear():
    seen = []
    x = torch.tensor([-1.0, 9.0])
    guarded(lambda x: seen.append(x) or x, x, x > 0)
    guarded(lambda x: seen.append(x) or x, x, x > 0, harmless=7.0)
    assert [values.tolist() for values in seen] == [[1, 9], [7, 9]]


@pytest.mark.parametrize(("allowed", "named"), [(torch.ones(2), "float32"), ([True], "list")])
def test_what_came_in_place_of_a_condition_is_named(allowed, named):
    with pytest.raises(TypeError, match=rf"^allowed: expected .*{named}$"):
        guarded(torch.sqrt, torch.ones(2), allowed)


@tried(100)
@given(z=LOGITS)
def test_logsumexp_is_that_of_torch(z):
    z = torch.tensor(z, dtype=torch.float64)
    torch.testing.assert_close(logsumexp(z), z.logsumexp(-1), rtol=1e-15, atol=1e-15)
    torch.testing.assert_close(gradient(logsumexp, z), z.softmax(-1), rtol=1e-12, atol=1e-300)


def test_logsumexp_is_taken_over_the_last_axis():
    z = torch.tensor([[0.0, 0.0], [1.0, 1.0], [-3.0, -3.0]], dtype=torch.float64)
    right = z[:, 0] + math.log(2)
    torch.testing.assert_close(logsumexp(z), right)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
def test_no_logit_is_too_large(dtype):
    z = torch.tensor([torch.finfo(dtype).max, 0.0, -torch.finfo(dtype).max], dtype=dtype)
    assert logsumexp(z) == z[0] and logsumexp(z).dtype == dtype
    assert gradient(logsumexp, z).tolist() == [1, 0, 0]


@pytest.mark.parametrize(
    ("z", "value"),
    [
        ([-math.inf, -math.inf], -math.inf),
        ([-math.inf, 2.0], 2.0),
        ([math.inf, 2.0], math.inf),
        ([math.nan, 2.0], math.nan),
    ],
)
def test_infinite_logits_have_the_value_that_torch_gives(z, value):
    z = torch.tensor(z)
    found = logsumexp(z)
    torch.testing.assert_close(found, torch.tensor(value), rtol=0, atol=0, equal_nan=True)
    torch.testing.assert_close(found, z.logsumexp(-1), rtol=0, atol=0, equal_nan=True)


def test_a_logit_of_minus_infinity_beside_others_has_the_slope_0():
    z = torch.tensor([-math.inf, 2.0, 2.0])
    assert gradient(logsumexp, z).tolist() == [0, 0.5, 0.5]


def test_where_all_is_minus_infinity_the_gradient_is_nan_as_torch_has_it():
    z = torch.full((2,), -math.inf)
    assert gradient(logsumexp, z).isnan().all()
    assert gradient(lambda z: z.logsumexp(-1), z).isnan().all()


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_scale_changes_nothing_where_the_range_is_wide(dtype):
    x = torch.tensor([0.5, -1.25, 3.0], dtype=torch.float64)
    for scale in (2.0**-20, 1.0, 2.0**20):
        found = scaled_gradient(lambda x: (x**3).sum(), x, scale, dtype)
        assert found.dtype == torch.float64 and found.tolist() == (3 * x**2).tolist()


@pytest.mark.parametrize(("scale", "right"), [(1.0, 0), (2.0**10, 2.0**-30), (2.0**60, math.inf)])
def test_a_slope_in_half_precision_is_lost_found_or_too_large(scale, right):
    x = torch.tensor(1.0)
    found = scaled_gradient(lambda x: x.double() * 2.0**-30, x, scale, torch.float16)
    assert found == right


def test_the_function_is_computed_in_the_type():
    seen = []
    scaled_gradient(lambda x: seen.append(x.dtype) or x * x, torch.tensor(1.0), 2.0, torch.bfloat16)
    assert seen == [torch.bfloat16]


@pytest.mark.parametrize("needed", [False, True])
def test_a_scaled_gradient_leaves_its_argument_as_it_was(needed):
    x = torch.tensor(3.0, dtype=torch.float64, requires_grad=needed)
    assert scaled_gradient(lambda x: x**2, x, 2.0, torch.float64) == 6
    assert x.requires_grad == needed and x.grad is None


@pytest.mark.parametrize(("scale", "right"), [(2.0**12, 3), (2.0**17, math.inf)])
def test_a_value_in_half_precision_takes_the_scale_too(scale, right):
    assert scaled_gradient(lambda x: 3 * x, torch.tensor(1.0), scale, torch.float16) == right


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_a_sum_of_exponentials_need_not_fit_into_half_precision(dtype):
    found = logsumexp(torch.zeros(70_000, dtype=dtype))
    assert found.item() == pytest.approx(math.log(70_000), rel=0.01)


def test_a_scaled_function_may_change_its_argument():
    x = torch.ones(2)
    found = scaled_gradient(lambda x: x.mul_(3).sum(), x, 2.0, torch.float32)
    assert found.tolist() == [3, 3] and x.tolist() == [1, 1]


def test_what_does_not_depend_on_x_has_the_scaled_gradient_0():
    assert scaled_gradient(lambda x: x.new_ones(()), torch.ones(2), 2.0, torch.half).tolist() == [
        0,
        0,
    ]
