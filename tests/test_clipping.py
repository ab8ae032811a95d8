"""Clipping against that of PyTorch, its direction and its limits."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gradbook.optimizers import clip_by_norm, clip_by_value
from tests.formula.choices import tried

SHAPES = ((4, 3), (4,), ())
SEEDS, LIMITS = st.integers(0, 2**32), st.floats(1e-3, 30.0)


def drawn(seed, dtype=torch.float64):
    generator = torch.Generator().manual_seed(seed)
    return [torch.randn(s, generator=generator, dtype=torch.float64).to(dtype) for s in SHAPES]


def parameters(gradients):
    made = [torch.nn.Parameter(torch.zeros_like(gradient)) for gradient in gradients]
    for parameter, gradient in zip(made, gradients, strict=True):
        parameter.grad = gradient.clone()
    return made


def flat(gradients):
    return torch.cat([gradient.flatten() for gradient in gradients])


@tried(200)
@given(SEEDS, LIMITS)
def test_clipping_by_norm_is_that_of_pytorch(seed, limit):
    gradients = drawn(seed)
    theirs = parameters(gradients)
    right = torch.nn.utils.clip_grad_norm_(theirs, limit)
    clipped, norm = clip_by_norm(gradients, limit)
    torch.testing.assert_close(norm, right, rtol=1e-12, atol=0)
    torch.testing.assert_close(clipped, [p.grad for p in theirs], rtol=1e-12, atol=0)


@tried(200)
@given(SEEDS, LIMITS)
def test_clipping_by_value_is_that_of_pytorch(seed, limit):
    gradients = drawn(seed)
    theirs = parameters(gradients)
    torch.nn.utils.clip_grad_value_(theirs, limit)
    for ours, parameter in zip(clip_by_value(gradients, limit), theirs, strict=True):
        assert torch.equal(ours, parameter.grad)


@tried(200)
@given(SEEDS, LIMITS)
def test_clipping_by_norm_keeps_the_direction_and_the_limit(seed, limit):
    gradients = drawn(seed)
    clipped, norm = clip_by_norm(gradients, limit)
    before, after = flat(gradients), flat(clipped)
    assert after.norm() <= min(limit, norm)
    assert before @ after == pytest.approx((before.norm() * after.norm()).item(), rel=1e-12)


def test_a_gradient_of_3_4_has_the_length_5():
    parts = [torch.tensor([3.0, 0.0], dtype=torch.float64), torch.tensor(4.0, dtype=torch.float64)]
    clipped, norm = clip_by_norm(parts, 2.5, eps=0.0)
    assert norm == 5 and [part.tolist() for part in clipped] == [[1.5, 0], 2]
    # A denominator of 5 + 5 halves it once more.
    assert clip_by_norm(parts, 2.5, eps=5.0)[0][1] == 1


def test_a_short_gradient_stays_as_it_is():
    gradients = drawn(0)
    clipped, norm = clip_by_norm(gradients, 1e3)
    assert norm < 1e3
    assert all(map(torch.equal, clipped, gradients))
    assert all(map(torch.equal, clip_by_value(gradients, 1e3), gradients))


def test_a_gradient_of_0_stays_0():
    clipped, norm = clip_by_norm([torch.zeros(3)], 1.0)
    assert norm == 0 and clipped[0].tolist() == [0, 0, 0]


def test_an_infinite_gradient_is_nan_and_the_others_0_as_in_pytorch():
    gradients = [torch.tensor([torch.inf, 1.0]), torch.tensor(2.0)]
    theirs = parameters(gradients)
    torch.nn.utils.clip_grad_norm_(theirs, 1.0)
    clipped, norm = clip_by_norm(gradients, 1.0)
    assert norm == torch.inf and clipped[0][0].isnan() and clipped[0][1] == clipped[1] == 0
    for ours, parameter in zip(clipped, theirs, strict=True):
        torch.testing.assert_close(ours, parameter.grad, equal_nan=True)


def test_one_nan_makes_all_nan():
    clipped, norm = clip_by_norm([torch.tensor([torch.nan, 1.0]), torch.tensor(2.0)], 1.0)
    assert norm.isnan() and flat(clipped).isnan().all()


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
def test_dtype_and_the_caller_s_memory_are_kept(dtype):
    gradients = drawn(1, dtype)
    before = [gradient.clone() for gradient in gradients]
    clipped, norm = clip_by_norm(gradients, 0.5)
    for part in (*clipped, *clip_by_value(gradients, 0.5), norm):
        assert part.dtype == dtype
    assert all(map(torch.equal, gradients, before))


def test_values_are_cut_on_both_sides():
    assert clip_by_value([torch.tensor([-3.0, -0.5, 2.0])], 1.5)[0].tolist() == [-1.5, -0.5, 1.5]


@pytest.mark.parametrize(
    ("dtype", "size"), [(torch.float16, 6e4), (torch.bfloat16, 1e30), (torch.float32, 1e30)]
)
def test_a_gradient_whose_square_is_too_large_keeps_its_direction(dtype, size):
    gradients = [torch.full((3,), size, dtype=dtype), torch.tensor(-size, dtype=dtype)]
    clipped, _ = clip_by_norm(gradients, 1.0)
    assert clipped[0].tolist() == [0.5] * 3 and clipped[1] == -0.5


def test_the_norm_of_small_entries_is_not_lost():
    gradients = [torch.tensor([3e-30, 4e-30])]
    clipped, norm = clip_by_norm(gradients, 1e-30, eps=0.0)
    assert norm.item() == pytest.approx(5e-30, rel=1e-6, abs=0)
    torch.testing.assert_close(clipped[0], torch.tensor([6e-31, 8e-31]), rtol=1e-6, atol=0)


def test_each_gradient_keeps_its_own_dtype():
    gradients = [torch.tensor(3.0).half(), torch.tensor(4.0), torch.ones(2).double()]
    for limit in (1.0, torch.tensor(1.0, dtype=torch.float64)):
        clipped, norm = clip_by_norm(gradients, limit)
        cut = clip_by_value(gradients, limit)
        assert [p.dtype for p in clipped] == [p.dtype for p in cut] == [p.dtype for p in gradients]
        assert norm.dtype == torch.float64


def test_no_gradient_needs_entries():
    clipped, norm = clip_by_norm([torch.ones(0), torch.ones(2, 0)], 1.0)
    assert norm == 0 and [p.shape for p in clipped] == [(0,), (2, 0)]


def test_a_gradient_of_0_stays_0_without_eps():
    clipped, norm = clip_by_norm([torch.zeros(3)], 1.0, eps=0.0)
    assert norm == 0 and clipped[0].tolist() == [0, 0, 0]


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32])
def test_a_limit_beyond_the_range_of_a_dtype_cuts_infinity_alone(dtype):
    (found,) = clip_by_value([torch.tensor([3.0, torch.inf, torch.nan], dtype=dtype)], 1e300)
    assert found[0] == 3 and found[1] == torch.finfo(dtype).max and found[2].isnan()


def test_a_tensor_in_place_of_the_list_is_named():
    for clip in (clip_by_norm, clip_by_value):
        with pytest.raises(TypeError, match=r"^gradients: expected a Sequence, got Tensor$"):
            clip(torch.ones(2, 3), 1.0)
