"""The batch gradient as an estimate: its mean exactly, its variance exactly and by sampling."""

from itertools import combinations

import pytest
import torch

from gradbook import digits, mlp
from gradbook.noise import (
    batch_means,
    example_gradients,
    noise_scale,
    sampling_factor,
    spread,
)
from gradbook.stochastic import by_autograd


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


def flat(gradients):
    return torch.cat([p.flatten() for layer in gradients for p in layer])


@pytest.fixture(scope="module")
def tiny():
    """Seven samples with four pixels, a network 4 → 3 → 2."""
    generator = seeded(11)
    layers = mlp.initialize((4, 3, 2), generator)
    images = torch.rand(7, 4, generator=generator, dtype=torch.float64)
    return layers, images, torch.tensor([0, 1, 1, 0, 1, 0, 1])


def all_batches(size):
    return [torch.tensor(batch) for batch in combinations(range(7), size)]


# --- each sample's gradient ------------------------------------------------------------------


def test_a_row_is_autograd_s_gradient_of_that_sample_alone(tiny):
    layers, images, labels = tiny
    rows = example_gradients(layers, images, labels)
    for n, row in enumerate(rows):
        alone = flat(by_autograd(layers, images[n : n + 1], labels[n : n + 1]))
        torch.testing.assert_close(row, alone, rtol=0, atol=1e-15)


def test_the_mean_of_some_rows_is_the_gradient_of_that_batch_s_mean_loss(tiny):
    layers, images, labels = tiny
    rows = example_gradients(layers, images, labels)
    for batch in all_batches(3):
        expected = flat(by_autograd(layers, images[batch], labels[batch]))
        torch.testing.assert_close(rows[batch].mean(0), expected, rtol=0, atol=1e-15)


# --- over all batches of a tiny set, exactly -------------------------------------------------


@pytest.mark.parametrize("size", range(1, 8))
def test_over_all_batches_the_batch_gradient_averages_to_that_of_the_mean_loss(tiny, size):
    layers, images, labels = tiny
    each = torch.stack([flat(by_autograd(layers, images[b], labels[b])) for b in all_batches(size)])
    whole = flat(by_autograd(layers, images, labels))
    torch.testing.assert_close(each.mean(0), whole, rtol=0, atol=1e-15)


@pytest.mark.parametrize("size", range(1, 8))
def test_over_all_batches_the_variance_is_the_law_s_to_rounding(tiny, size):
    rows = example_gradients(*tiny)
    whole = rows.mean(0)
    estimates = torch.stack([rows[batch].mean(0) for batch in all_batches(size)])
    # (1/B) (N − B) / (N − 1) with N = 7, written out here.
    expected = spread(rows, whole) ** 2 * (7 - size) / (size * 6)
    torch.testing.assert_close(spread(estimates, whole) ** 2, expected, rtol=1e-12, atol=1e-30)


def test_over_all_ordered_draws_with_replacement_the_variance_is_one_over_b(tiny):
    rows = example_gradients(*tiny)
    whole = rows.mean(0)
    pairs = (rows[:, None] + rows[None, :]).flatten(0, 1) / 2
    expected = spread(rows, whole) ** 2 * sampling_factor(2, 7, replacement=True)
    torch.testing.assert_close(spread(pairs, whole) ** 2, expected, rtol=1e-12, atol=0)


# --- the law itself --------------------------------------------------------------------------


def test_the_factor_has_the_values_worked_out_by_hand():
    assert sampling_factor(1, 9) == 1
    assert sampling_factor(3, 9) == 6 / 24
    assert sampling_factor(9, 9) == 0
    assert sampling_factor(1, 1) == 0
    assert sampling_factor(4, 9, replacement=True) == 1 / 4
    assert sampling_factor(1, 1, replacement=True) == 1


@pytest.mark.parametrize("size", [0, 10])
def test_a_batch_larger_than_the_data_or_empty_is_refused(size):
    with pytest.raises(ValueError, match=f"batch_size: expected 1 to 9, got {size}"):
        sampling_factor(size, 9)
    with pytest.raises(ValueError, match="batch_size"):
        batch_means(torch.rand(9, 2, generator=seeded()), size, 3, seeded())


def test_the_spread_is_the_root_of_the_mean_squared_distance():
    points = torch.tensor([[3.0, 4.0], [0.0, 0.0], [6.0, 8.0], [3.0, 4.0]])
    # Distances 0, 5, 5, 0 from (3, 4): √(50 / 4).
    assert spread(points, torch.tensor([3.0, 4.0])).item() == pytest.approx(12.5**0.5, rel=1e-6)


# --- random batches --------------------------------------------------------------------------


def test_a_random_batch_is_the_mean_of_b_different_rows(tiny):
    # Row n is the power 2ⁿ, so that a sum tells which rows are in it.
    rows = 2.0 ** torch.arange(7, dtype=torch.float64)[:, None]
    sums = (batch_means(rows, 3, 200, seeded()) * 3).round().int().flatten()
    assert {bin(total).count("1") for total in sums.tolist()} == {3}


def test_all_batches_are_about_equally_likely():
    rows = 2.0 ** torch.arange(4, dtype=torch.float64)[:, None]
    sums = (batch_means(rows, 2, 6000, seeded()) * 2).round().int().flatten()
    counts = sums.unique(return_counts=True)[1]
    # Six pairs, 1000 expected each, standard deviation √(6000 · 1/6 · 5/6) ≈ 29.
    assert len(counts) == 6
    assert (counts - 1000).abs().max() < 130


def test_equal_seeds_give_equal_batches_and_one_generator_gives_new_ones():
    rows = torch.rand(40, 3, generator=seeded())
    generator = seeded(5)
    first, second = (batch_means(rows, 7, 4, generator) for _ in range(2))
    assert torch.equal(first, batch_means(rows, 7, 4, seeded(5)))
    assert not torch.equal(first, second)


def test_the_global_generator_is_left_alone():
    before = torch.get_rng_state()
    batch_means(torch.ones(9, 2), 3, 5, seeded())
    assert torch.equal(torch.get_rng_state(), before)


def test_on_the_digits_the_measured_spread_follows_the_law():
    data = digits.load()
    layers = mlp.initialize((64, 8, 10), seeded(3))
    rows = example_gradients(layers, data.train_images, data.train_labels)
    whole, generator = rows.mean(0), seeded(4)
    for size in (1, 16, 256, 1300):
        measured = spread(batch_means(rows, size, 300, generator), whole)
        law = spread(rows, whole) * sampling_factor(size, 1437) ** 0.5
        assert measured / law == pytest.approx(1, abs=0.08)


def test_the_dtype_is_kept():
    rows = torch.rand(9, 2, generator=seeded())
    assert batch_means(rows, 3, 5, seeded()).dtype == torch.float32


# --- what fits in a dtype, and what does not fit an argument ----------------------------------


@pytest.mark.parametrize(
    ("dtype", "size"), [(torch.float32, 1e30), (torch.float32, 1e-30), (torch.float16, 300.0)]
)
def test_a_spread_whose_square_has_no_place_in_the_dtype(dtype, size):
    # Two rows at distances 3 and 4 from the center: √((9 + 16) / 2).
    rows = size * torch.tensor([[3.0, 0.0], [0.0, 4.0]])
    found = spread(rows.to(dtype), torch.zeros(2, dtype=dtype))
    assert found.dtype == dtype
    assert found.item() == pytest.approx(size * 12.5**0.5, rel=1e-3)


def test_without_differences_the_spread_is_0():
    assert spread(torch.ones(3, 2), torch.ones(2)) == 0


@pytest.mark.parametrize(
    ("estimates", "center", "error", "message"),
    [
        (
            torch.ones(3, 2),
            torch.ones(3, 1),
            ValueError,
            r"center: expected .* \(2,\), got \(3, 1\)",
        ),
        (torch.ones(3, 2), torch.ones(1), ValueError, r"center: expected .* \(2,\), got \(1,\)"),
        (torch.ones(3, 2), torch.ones(2).double(), TypeError, r"center: expected the dtype"),
        (torch.ones(2), torch.ones(()), ValueError, r"estimates: expected shape \(D, P\)"),
        (torch.ones(0, 2), torch.ones(2), ValueError, "estimates: expected one entry or more"),
        ([[1.0]], torch.ones(1), TypeError, "estimates: expected a floating-point tensor"),
    ],
)
def test_a_center_that_is_none_is_named(estimates, center, error, message):
    with pytest.raises(error, match=message):
        spread(estimates, center)


def test_wrong_samples_and_gradients_are_named(tiny):
    layers, images, labels = tiny
    with pytest.raises(ValueError, match=r"images: expected shape \(N, n\), got \(4,\)"):
        example_gradients(layers, images[0], labels[0])
    with pytest.raises(TypeError, match="target: expected a tensor, got list"):
        example_gradients(layers, images, labels.tolist())
    with pytest.raises(TypeError, match="gradients: expected a floating-point tensor, got list"):
        batch_means([[1.0]], 1, 1, seeded())
    with pytest.raises(ValueError, match=r"gradients: expected shape \(N, P\), got \(3,\)"):
        batch_means(torch.ones(3), 1, 1, seeded())
    with pytest.raises(ValueError, match="batch_size: expected 1 to 0, got 1"):
        sampling_factor(1, 0)


def test_no_draws_are_no_rows_and_fewer_are_refused():
    gradients, generator = torch.ones(4, 3), torch.Generator()
    assert batch_means(gradients, 2, 0, generator).shape == (0, 3)
    with pytest.raises(ValueError, match="draws: expected at least 0, got -1"):
        batch_means(gradients, 2, -1, generator)


def test_the_spread_fits_where_a_distance_from_the_center_does_not():
    center = torch.tensor([-60_000.0], dtype=torch.float16)
    estimates = center.repeat(16, 1)
    estimates[0] = 60_000  # 120,000 away, once in sixteen
    assert spread(estimates, center).item() == pytest.approx(120_000 / 4, rel=1e-3)


# --- the noise scale -------------------------------------------------------------------------


def test_the_noise_scale_of_numbers_by_hand():
    # The mean is 3, the squares of the distances are 4, 1, 0 and 9.
    gradients = torch.tensor([[1.0], [2.0], [3.0], [6.0]], dtype=torch.float64)
    torch.testing.assert_close(noise_scale(gradients).item(), 3.5 / 9, rtol=1e-14, atol=0)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_the_noise_scale_of_half_precision_is_rounded_once(dtype):
    for seed in range(5):
        gradients = (torch.randn(9, 3, generator=torch.Generator().manual_seed(seed)) + 0.5).to(
            dtype
        )
        assert noise_scale(gradients) == noise_scale(gradients.double()).to(dtype)


def test_the_noise_scale_is_the_trace_of_the_covariance_over_the_square_of_the_mean(tiny):
    rows = example_gradients(*tiny)
    covariance = torch.cov(rows.T, correction=0)
    expected = covariance.trace() / rows.mean(0).square().sum()
    torch.testing.assert_close(noise_scale(rows), expected, rtol=1e-12, atol=0)


def test_a_batch_as_large_as_the_noise_scale_has_noise_as_long_as_the_gradient():
    rows = torch.randn(50, 4, generator=seeded(3), dtype=torch.float64) + 0.3
    means = rows[torch.randint(50, (40_000, 8), generator=seeded(4))].mean(1)
    noise = (means - rows.mean(0)).square().sum(1).mean()
    expected = noise_scale(rows) / 8 * rows.mean(0).square().sum()
    torch.testing.assert_close(noise, expected, rtol=0.05, atol=0)


def test_gradients_that_cancel_have_an_infinite_noise_scale_and_none_at_all_have_none():
    assert noise_scale(torch.tensor([[1.0, -2.0], [-1.0, 2.0]])) == torch.inf
    assert noise_scale(torch.zeros(3, 2)).isnan()


def test_the_noise_scale_knows_no_unit():
    rows = torch.randn(5, 3, generator=seeded(5), dtype=torch.float64)
    torch.testing.assert_close(noise_scale(1e-200 * rows), noise_scale(rows), rtol=1e-12, atol=0)
    assert noise_scale(rows[:1]) == 0
