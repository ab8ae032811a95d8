"""The numbers of the explorer *plane* are those of torch and of linear algebra."""

import math

import pytest
import torch

MODULE = "plane_math"
CURVATURES = [(1, 1), (0.5, 1), (0.1, 1), (0.01, 1), (1, 10), (2, 30)]
RATES = [1, 0.99, 0.9, 0.6, 0.3]
ANGLES = [0, 20, 45, 90]
START, STEPS = [-2.5, 1.5], 100


def random_points(count=300):
    """Return random (η λ, β), some of which diverge."""
    generator = torch.Generator().manual_seed(1)
    low, high = torch.tensor([[0.001, 0], [4.4, 1]], dtype=torch.float64)
    share = torch.rand(count, 2, dtype=torch.float64, generator=generator)
    return low + (high - low) * share


POINTS = {
    curvatures: (random_points() / torch.tensor([max(curvatures), 1])).tolist()
    for curvatures in CURVATURES
}
# A share of the largest learning rate that converges, and a momentum.
WALKS = [(0.3, 0), (0.5, 0.9), (1.0, 0.5), (0.98, 0.99)]
SETTINGS = [
    (curvatures, share * (2 + 2 * beta) / max(curvatures), beta)
    for curvatures in CURVATURES
    for share, beta in WALKS
]


@pytest.fixture(scope="module")
def answers(run_module):
    """Ask for all at once: each call starts Node.js."""
    program = """(m, a, b, d, e, f, g) => ({
        roots: a[0][1].map(one => m.roots(...one, 1)),
        rates: a.map(([c, points]) => points.map(one => m.rate(...one, c))),
        converges: a.map(([c, points]) => points.map(one => m.converges(...one, c))),
        best: a.map(([c]) => m.best(c)).map((one, i) => (
            {...one, rate: m.rate(one.eta, one.beta, a[i][0])})),
        levels: a.map(([c]) => b.map(r => m.level(r, c))),
        corners: a.map(([c]) => b.map(r => m.level(r, c).map(one => m.rate(...one, c)))),
        bowls: a.map(([c]) => g.map(degrees => m.bowl(c, degrees))),
        walks: d.map(([c, eta, beta]) => m.walk(m.bowl(c, 35), e, eta, beta, f)),
    })"""
    given = (list(POINTS.items()), RATES, SETTINGS, START, STEPS, ANGLES)
    return run_module(MODULE, program, *given)


def of(answers, name, curvatures):
    return answers[name][CURVATURES.index(curvatures)]


def turned(curvatures, degrees):
    angle = torch.tensor(math.radians(degrees), dtype=torch.float64)
    axes = torch.stack([angle.cos(), -angle.sin(), angle.sin(), angle.cos()]).reshape(2, 2)
    return axes @ torch.diag(torch.tensor(curvatures, dtype=torch.float64)) @ axes.T


def are_apart(eta, beta, curvatures):
    """Tell whether no eigenvalue is nearly double: of such a one half of the digits are right."""
    return all(abs((1 + beta - eta * one) ** 2 - 4 * beta) > 1e-3 for one in curvatures)


def test_roots_are_eigenvalues_of_the_step(answers):
    for (eta, beta), pair in zip(POINTS[1, 1], answers["roots"], strict=True):
        step = torch.tensor([[1 + beta - eta, -beta], [1, 0]], dtype=torch.float64)
        ours = torch.tensor(
            [complex(root["re"], root["im"]) for root in pair], dtype=torch.complex128
        )
        away = (ours[:, None] - torch.linalg.eigvals(step)).abs()
        tolerance = 1e-12 if are_apart(eta, beta, [1]) else 1e-7
        assert max(away.amin(0).max(), away.amin(1).max()) < tolerance


@pytest.mark.parametrize("curvatures", CURVATURES)
def test_the_rate_is_the_largest_eigenvalue_on_the_turned_bowl(answers, curvatures):
    matrix, unit = turned(curvatures, 35), torch.eye(2, dtype=torch.float64)
    for (eta, beta), rate in zip(POINTS[curvatures], of(answers, "rates", curvatures), strict=True):
        above = torch.cat([(1 + beta) * unit - eta * matrix, -beta * unit], 1)
        step = torch.cat([above, torch.cat([unit, 0 * unit], 1)])
        largest = torch.linalg.eigvals(step).abs().max().item()
        if are_apart(eta, beta, curvatures):
            assert rate == pytest.approx(largest, rel=1e-9)


@pytest.mark.parametrize("curvatures", CURVATURES)
def test_a_walk_converges_where_its_rate_is_below_one(answers, curvatures):
    found = of(answers, "converges", curvatures)
    high = max(curvatures)
    assert found == [0 < eta * high < 2 + 2 * beta for eta, beta in POINTS[curvatures]]
    assert found == [rate < 1 for rate in of(answers, "rates", curvatures)]
    assert {True, False} == set(found)


def test_at_the_border_and_beyond_nothing_converges(run_module):
    every = [(0, 0.5), (-0.1, 0.5), (1, 1), (3.8, 0.9), (4, 0.9), (2, 0)]
    program = """(m, every) => every.map(
        one => [m.converges(...one, [0.1, 1]), m.rate(...one, [0.1, 1])])"""
    for converges, rate in run_module(MODULE, program, every):
        assert not converges
        assert rate >= 1 - 1e-15


@pytest.mark.parametrize("curvatures", CURVATURES)
def test_the_best_point_is_best(answers, curvatures):
    best, ratio = of(answers, "best", curvatures), math.sqrt(max(curvatures) / min(curvatures))
    right = (ratio - 1) / (ratio + 1)
    assert best["rate"] == pytest.approx(right, rel=1e-6, abs=1e-6)  # a double root
    assert best["beta"] == pytest.approx(right**2, rel=1e-12)
    assert all(rate > right for rate in of(answers, "rates", curvatures))


@pytest.mark.parametrize("curvatures", CURVATURES)
@pytest.mark.parametrize("r", RATES)
def test_a_level_holds_the_points_with_at_most_its_rate(answers, curvatures, r):
    number = RATES.index(r)
    polygon = torch.tensor(of(answers, "levels", curvatures)[number], dtype=torch.float64)
    ratio = math.sqrt(max(curvatures) / min(curvatures))
    right = [rate <= r for rate in of(answers, "rates", curvatures)]
    assert bool(len(polygon)) == (r >= (ratio - 1) / (ratio + 1))
    if len(polygon):
        corners = of(answers, "corners", curvatures)[number]
        assert corners == pytest.approx([r] * len(polygon), abs=1e-6)
        assert (
            contains(polygon, torch.tensor(POINTS[curvatures], dtype=torch.float64)).tolist()
            == right
        )
    else:
        assert not any(right)


def contains(polygon, every):
    """Tell which points lie in a polygon whose corners go around it."""
    sides = polygon.roll(-1, 0) - polygon
    away = every[:, None] - polygon
    return (sides[:, 0] * away[..., 1] - sides[:, 1] * away[..., 0] >= 0).all(-1)


@pytest.mark.parametrize("curvatures", CURVATURES)
@pytest.mark.parametrize("degrees", ANGLES)
def test_the_bowl_is_stretched_and_turned(answers, curvatures, degrees):
    matrix = of(answers, "bowls", curvatures)[ANGLES.index(degrees)]
    matrix = torch.tensor(matrix, dtype=torch.float64)
    torch.testing.assert_close(matrix, turned(curvatures, degrees), rtol=0, atol=1e-13)
    angle = torch.tensor(math.radians(degrees), dtype=torch.float64)
    flat = torch.stack([angle.cos(), angle.sin()])
    torch.testing.assert_close(matrix @ flat, min(curvatures) * flat, rtol=0, atol=1e-13)


@pytest.mark.parametrize(("curvatures", "eta", "beta"), SETTINGS)
def test_a_walk_is_that_of_torch(answers, curvatures, eta, beta):
    matrix = turned(curvatures, 35)
    point = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([point], lr=eta, momentum=beta)
    path = [point.tolist()]
    for _ in range(STEPS):
        optimizer.zero_grad()
        (point @ matrix @ point / 2).backward()
        optimizer.step()
        path.append(point.tolist())
    walk = answers["walks"][SETTINGS.index((curvatures, eta, beta))]
    walk, path = (torch.tensor(points, dtype=torch.float64) for points in (walk, path))
    torch.testing.assert_close(walk, path, rtol=0, atol=1e-9)
