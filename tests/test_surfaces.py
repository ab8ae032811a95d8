"""The surfaces: formulas, gradients, critical points, errors."""

from dataclasses import replace

import pytest
import torch

from gradbook.differences import numerical_gradient
from gradbook.surfaces import BOWL, HIMMELBLAU, ROSENBROCK, SADDLE, bowl, bowl_grad, surface
from gradbook.surfaces.catalog import Surface

ALL = [HIMMELBLAU, ROSENBROCK, BOWL, SADDLE]
named = pytest.mark.parametrize("f", ALL, ids=lambda f: f.name)
# Neither zero nor one, no sign or size twice, |x| ≠ |y|; 5 × 2 is not square.
POINTS = torch.tensor(
    [[0.7, -1.9], [-2.3, 0.4], [3.1, 1.7], [-0.6, -4.2], [1.3, 2.6]], dtype=torch.float64
)


def autograd(f: Surface, points: torch.Tensor) -> torch.Tensor:
    points = points.clone().requires_grad_()
    return torch.autograd.grad(f(points).sum(), points)[0]


def test_himmelblau_of_a_point_by_hand():
    # x = 2, y = 3: (4 + 3 − 11)² + (2 + 9 − 7)² = 16 + 16
    assert HIMMELBLAU(torch.tensor([2.0, 3.0])).item() == 32
    # x = −1, y = 4: (1 + 4 − 11)² + (−1 + 16 − 7)² = 36 + 64
    assert HIMMELBLAU(torch.tensor([-1.0, 4.0])).item() == 100


def test_rosenbrock_of_a_point_by_hand():
    # x = 2, y = 3: (1 − 2)² + 100 (3 − 4)² = 101
    assert ROSENBROCK(torch.tensor([2.0, 3.0])).item() == 101


def test_bowl_of_a_point_by_hand():
    # ½ (3 · 2² + 7 · 5²) = 93.5, at x = 2, y = 5
    assert bowl(torch.tensor([2.0, 5.0]), (3.0, 7.0)).item() == 93.5
    # ½ (2² + 10 · 5²) = 127 by default
    assert bowl(torch.tensor([2.0, 5.0])).item() == 127


def test_bowl_gradient_follows_the_curvatures():
    gradient = bowl_grad(torch.tensor([2.0, 5.0]), (3.0, 7.0))
    assert gradient.tolist() == [6, 35]


def test_saddle_of_a_point_by_hand():
    assert SADDLE(torch.tensor([2.0, 3.0])).item() == 4 - 9


@named
def test_gradient_is_autograds(f):
    torch.testing.assert_close(f.gradient(POINTS), autograd(f, POINTS), rtol=1e-13, atol=0)


@named
def test_gradient_is_the_central_differences(f):
    for point in POINTS:
        torch.testing.assert_close(
            f.gradient(point), numerical_gradient(f, point), rtol=1e-7, atol=0
        )


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_himmelblau_gradient_is_autograds_in_every_bit(dtype):
    # So a descent along the formula prints the digits of one along autograd.
    points = torch.empty(1001, 2, dtype=dtype).uniform_(
        -6, 6, generator=torch.Generator().manual_seed(3)
    )
    assert torch.equal(HIMMELBLAU.gradient(points), autograd(HIMMELBLAU, points))


@named
def test_shapes_are_kept(f):
    points = POINTS.expand(3, 5, 2)
    assert f(points).shape == (3, 5)
    assert f.gradient(points).shape == (3, 5, 2)
    assert f(points[0, 0]).shape == ()


@named
@pytest.mark.parametrize("dtype", [torch.float16, torch.float32, torch.float64])
def test_dtype_is_kept(f, dtype):
    assert f(POINTS.to(dtype)).dtype == dtype
    assert f.gradient(POINTS.to(dtype)).dtype == dtype


@named
def test_every_critical_point_has_gradient_zero(f):
    points = torch.tensor(f.minima + f.saddles + f.maxima, dtype=torch.float64)
    # A last digit of float64 in a coordinate, 4e-16, times a curvature below 1000.
    assert f.gradient(points).abs().max() < 1e-12


@named
@pytest.mark.parametrize(
    ("kind", "signs"), [("minima", [1, 1]), ("saddles", [-1, 1]), ("maxima", [-1, -1])]
)
def test_hessian_has_the_signs_of_its_kind(f, kind, signs):
    for point in getattr(f, kind):
        at = torch.tensor(point, dtype=torch.float64)
        hessian = torch.autograd.functional.hessian(f, at)
        assert torch.linalg.eigvalsh(hessian).sign().tolist() == signs


def test_himmelblau_has_nine_critical_points():
    kinds = (HIMMELBLAU.minima, HIMMELBLAU.saddles, HIMMELBLAU.maxima)
    assert [len(set(points)) for points in kinds] == [4, 4, 1]


def test_himmelblau_is_zero_at_its_minima():
    minima = torch.tensor(HIMMELBLAU.minima, dtype=torch.float64)
    assert HIMMELBLAU(minima).max() < 1e-28


def test_himmelblau_minima_are_the_notes():
    # notes: six decimals
    notes = [(3, 2), (-2.805118, 3.131312), (-3.779310, -3.283186), (3.584428, -1.848126)]
    expected = torch.tensor(notes, dtype=torch.float64)
    minima = torch.tensor(HIMMELBLAU.minima, dtype=torch.float64)
    torch.testing.assert_close(minima, expected, rtol=0, atol=1e-6)


@named
def test_start_and_critical_points_lie_in_the_domain(f):
    (left, right), (low, high) = f.domain
    for x, y in (f.start, *f.minima, *f.saddles, *f.maxima):
        assert left < x < right
        assert low < y < high


@named
def test_surface_is_found_by_its_name(f):
    assert surface(f.name) is f


def test_unknown_name_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"name: .*himmelblau, rosenbrock, .* got 'himmelblua'"):
        surface("himmelblua")


@named
@pytest.mark.parametrize("part", ["function", "gradient"])
def test_wrong_points_are_refused(f, part):
    call = getattr(f, part)
    with pytest.raises(TypeError, match=r"points: .*floating.* torch\.int64"):
        call(torch.tensor([1, 2]))
    with pytest.raises(TypeError, match=r"points: .*floating.* list"):
        call([1.0, 2.0])
    with pytest.raises(ValueError, match=r"points: .*\(\.\.\., 2\), got \(2, 3\)"):
        call(torch.ones(2, 3))
    with pytest.raises(ValueError, match=r"points: .*got \(\)"):
        call(torch.tensor(1.0))


def test_the_gradient_of_the_valley_fits_where_400_x_does_not():
    # float16 ends at 65,504 < 400 · 200, and y − x² is 0 there.
    point = torch.tensor([200.0, 40_000.0], dtype=torch.float16)
    assert ROSENBROCK.gradient(point).tolist() == [398, 0]


def test_the_bowl_fits_where_twice_its_value_does_not():
    point = torch.tensor([0.0, 110.0], dtype=torch.float16)  # 5 · 110² = 60,500
    assert bowl(point).item() == pytest.approx(60_500, rel=1e-3)


@pytest.mark.parametrize(
    "domain",
    [((0.0, float("nan")), (0.0, 1.0)), ((0.0, 1.0), (1.0, 0.0)), ((0.0, float("inf")), (0, 1))],
)
def test_a_domain_that_is_no_part_of_the_plane_is_refused(domain):
    with pytest.raises(ValueError, match=r"domain of [xy]: expected two finite numbers"):
        replace(BOWL, domain=domain)


@pytest.mark.parametrize("count", [1, 3])
def test_a_domain_has_one_interval_for_each_axis(count):
    with pytest.raises(ValueError, match=f"domain: expected 2, one for each axis, got {count}"):
        replace(BOWL, domain=((0.0, 1.0),) * count)
