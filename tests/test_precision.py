"""Norms are right wherever they are in the dtype's range, and so are their slopes."""

import pytest
import torch

from gradbook.precision import norm, unit


@pytest.mark.parametrize("sign", [1.0, -1.0])
@pytest.mark.parametrize("scale", [2.0**-700, 1.0, 2.0**700])  # by powers of two, so exactly
def test_a_norm_scales_with_the_vector_though_its_squares_leave_the_range(scale, sign):
    vector = torch.tensor([3.0, 4.0], dtype=torch.float64) * sign * scale
    assert norm(vector).item() == pytest.approx(5 * scale, rel=1e-15)


@pytest.mark.parametrize("scale", [2.0**-1030, 1.0, 2.0**1000])
def test_the_slope_of_a_norm_is_the_unit_vector_however_long_the_vector(scale):
    vector = (torch.tensor([3.0, 4.0], dtype=torch.float64) * scale).requires_grad_()
    (slope,) = torch.autograd.grad(norm(vector), vector)
    torch.testing.assert_close(slope, torch.tensor([0.6, 0.8], dtype=torch.float64))


def test_zeros_have_the_norm_0_and_the_slope_0():
    vector = torch.zeros(3, requires_grad=True)
    assert norm(vector) == 0
    assert torch.autograd.grad(norm(vector), vector)[0].tolist() == [0, 0, 0]


def test_a_norm_has_the_digits_of_pytorch_where_squares_fit():
    generator = torch.Generator().manual_seed(0)
    for size in (1e-3, 1.0, 7e4):
        vector = size * torch.randn(50, generator=generator)
        assert torch.equal(norm(vector), torch.linalg.vector_norm(vector))


@pytest.mark.parametrize(("value", "right"), [(torch.inf, torch.inf), (-torch.inf, torch.inf)])
def test_a_norm_with_an_infinite_entry_is_infinite(value, right):
    assert norm(torch.tensor([value, 1.0])) == right
    assert norm(torch.tensor([value, torch.nan])).isnan()


def test_a_norm_of_nothing_is_0():
    assert norm(torch.ones(0)) == 0 and norm(torch.ones(0)).ndim == 0


@pytest.mark.parametrize("scale", [2.0**-1030, 1.0, 2.0**1000])
def test_a_unit_vector_has_the_direction_of_its_vector(scale):
    vector = torch.tensor([3.0, 4.0], dtype=torch.float64) * scale
    torch.testing.assert_close(unit(vector), torch.tensor([0.6, 0.8], dtype=torch.float64))


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_a_unit_vector_of_half_precision_is_rounded_once(dtype):
    for seed in range(5):
        vector = torch.randn(9, generator=torch.Generator().manual_seed(seed)).to(dtype)
        assert torch.equal(unit(vector), unit(vector.double()).to(dtype))


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
@pytest.mark.parametrize("end", ["max", "tiny"])
def test_a_unit_vector_is_found_though_the_norm_does_not_fit(dtype, end):
    vector = torch.full((2, 2), getattr(torch.finfo(dtype), end), dtype=dtype)
    assert unit(vector).dtype == dtype and unit(-vector).unique() == -0.5
