"""The numbers of the explorer *step* are those of torch and of exact arithmetic."""

from itertools import pairwise

import mpmath
import pytest
import torch

from gradbook.differences import central_difference, default_step, forward_difference

MODULE = "step_math"
EPSILON = torch.finfo(torch.float64).eps
DIFFERENCES = {"forward": forward_difference, "central": central_difference}
FUNCTIONS = {
    "sine": torch.sin,
    "cube": lambda x: x**3,
    "reciprocal": torch.reciprocal,
    "root": torch.sqrt,
}
# Torch's sine and root may differ from others in the last bit; products and quotients may not.
ROUNDED_ALIKE = ("cube", "reciprocal")
EXACT = {
    "sine": (mpmath.sin, mpmath.cos),
    "cube": (lambda x: x**3, lambda x: 3 * x**2),
    "reciprocal": (lambda x: 1 / x, lambda x: -1 / x**2),
    "root": (mpmath.sqrt, lambda x: 1 / (2 * mpmath.sqrt(x))),
}
PLACES = {
    "sine": (-1.0, 0.3, 1.0, 2.9, 4.0),
    "cube": (-2.0, -0.7, 0.3, 1.0, 1.9),
    "reciprocal": (1.25, 1.7, 3.0, 4.0),
    "root": (1.25, 1.7, 3.0, 4.0),
}
EVERY = [(name, kind, x) for name, places in PLACES.items() for kind in DIFFERENCES for x in places]


@pytest.fixture(scope="module")
def sweeps(run_module):
    program = """(m, every) => every.map(one => m.sweep(...one, 97).map(row => (
        {...row, bound: m.roundingAtMost(...one, row.step)})))"""
    return dict(zip(EVERY, run_module(MODULE, program, EVERY), strict=True))


def measured(rows, key):
    return torch.tensor([row[key] for row in rows if "quotient" in row], dtype=torch.float64)


def exact(name, kind, x, h):
    """Return the quotient less the derivative, in 60 digits."""
    f, slope = EXACT[name]
    with mpmath.workdps(60):
        x, h = mpmath.mpf(x), mpmath.mpf(h)
        if kind == "central":
            return (f(x + h) - f(x - h)) / (2 * h) - slope(x)
        return (f(x + h) - f(x)) / h - slope(x)


@pytest.mark.parametrize(("name", "kind", "x"), [one for one in EVERY if one[0] in ROUNDED_ALIKE])
def test_quotients_are_those_of_torch_to_the_bit(sweeps, name, kind, x):
    rows = sweeps[name, kind, x]
    place = torch.tensor(x, dtype=torch.float64)
    quotients = DIFFERENCES[kind](FUNCTIONS[name], place, measured(rows, "h"))
    assert len(quotients) > 85
    assert torch.equal(measured(rows, "quotient"), quotients)


@pytest.mark.parametrize(
    ("name", "kind", "x"), [one for one in EVERY if one[0] not in ROUNDED_ALIKE]
)
def test_other_quotients_are_those_of_torch_up_to_the_last_bit_of_f(sweeps, name, kind, x):
    rows = sweeps[name, kind, x]
    place = torch.tensor(x, dtype=torch.float64)
    h = measured(rows, "h")
    away = (measured(rows, "quotient") - DIFFERENCES[kind](FUNCTIONS[name], place, h)).abs()
    assert (away[h >= 1e-6] < 1e-9).all()
    # Each of two values may be off by the last bit, and the quotient divides by the step.
    size = FUNCTIONS[name](place + 1).abs().clamp(min=1)
    assert (away <= 2 * EPSILON * size / measured(rows, "step") + EPSILON).all()


@pytest.mark.parametrize(("name", "kind", "x"), EVERY)
def test_where_gradbook_has_no_step_there_is_no_quotient(sweeps, name, kind, x):
    lost = [row["h"] for row in sweeps[name, kind, x] if "quotient" not in row]
    place = torch.tensor(x, dtype=torch.float64)
    assert bool(lost) == (abs(x) >= 1)
    for h in lost:
        with pytest.raises(ValueError, match="h"):
            DIFFERENCES[kind](FUNCTIONS[name], place, h)


@pytest.mark.parametrize(("name", "kind", "x"), EVERY)
def test_the_truncation_is_what_an_exact_quotient_has_too_much(sweeps, name, kind, x):
    for row in sweeps[name, kind, x][::3]:
        if "quotient" in row:
            right = exact(name, kind, x, row["step"])
            assert row["truncation"] == pytest.approx(float(right), rel=1e-10, abs=0)


@pytest.mark.parametrize(("name", "kind", "x"), EVERY)
def test_the_error_has_two_parts(sweeps, name, kind, x):
    rows = sweeps[name, kind, x]
    place = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    FUNCTIONS[name](place).backward()
    error = measured(rows, "quotient") - place.grad
    torch.testing.assert_close(measured(rows, "error"), error, rtol=0, atol=9 * EPSILON)
    parts = measured(rows, "truncation") + measured(rows, "rounding")
    torch.testing.assert_close(measured(rows, "error"), parts, rtol=0, atol=9 * EPSILON)


@pytest.mark.parametrize(("name", "kind", "x"), EVERY)
def test_rounding_stays_below_its_bound(sweeps, name, kind, x):
    rows = [row for row in sweeps[name, kind, x] if row["h"] <= 1e-3]
    bound, step = measured(rows, "bound"), measured(rows, "step")
    size = FUNCTIONS[name](torch.tensor(x, dtype=torch.float64)).abs()
    expected = EPSILON * size / step * (1 if kind == "central" else 2)
    torch.testing.assert_close(bound, expected, rtol=1e-12, atol=0)
    # The values beside x are a little larger, and the slope itself is rounded.
    limit = 1.02 * bound + 50 * EPSILON
    assert (measured(rows, "rounding").abs() <= limit).all()
    assert len(step) > 60


@pytest.mark.parametrize("x", [-4.0, 0.3, 1.0, 3.0])
@pytest.mark.parametrize(("kind", "root"), [("forward", 2), ("central", 3)])
def test_the_good_step_is_the_default_of_gradbook(run_module, x, kind, root):
    right = default_step(torch.tensor(x, dtype=torch.float64), root).item()
    step = run_module(MODULE, "(m, x, kind) => m.goodStep(x, kind)", x, kind)
    assert step == pytest.approx(right, rel=1e-12)


def test_a_sweep_goes_from_the_smallest_to_the_largest_step(sweeps):
    steps = [row["h"] for row in sweeps["cube", "central", 1.0]]
    assert steps[0] == pytest.approx(1e-16, rel=1e-12) and steps[-1] == 1
    ratios = [after / before for before, after in pairwise(steps)]
    assert ratios == pytest.approx([10 ** (16 / 96)] * 96, rel=1e-9)


def test_every_function_has_a_symbol_and_values_on_its_domain(run_module):
    program = """({ FUNCTIONS }) => Object.entries(FUNCTIONS).map(
        ([name, one]) => [name, one.symbol, one.at, ...one.domain])"""
    found = run_module(MODULE, program)
    assert {name for name, *_ in found} == set(FUNCTIONS)
    for name, symbol, at, low, high in found:
        assert symbol and low < at < high
        ends = torch.tensor([low - 1, high + 1], dtype=torch.float64)
        assert FUNCTIONS[name](ends).isfinite().all()
