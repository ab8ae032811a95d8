"""The descent: many starts are single runs in every bit, the notes' digits, errors."""

import pytest
import torch
from torch import Tensor, optim

from gradbook.descent import ELEMENTWISE, basins, descend, gradient_descent
from gradbook.surfaces import HIMMELBLAU, himmelblau
from tests.turns import of_today

SETTINGS = {
    "SGD": {"lr": 0.01},
    "momentum": {"lr": 0.003, "momentum": 0.9, "nesterov": True},
    "Adam": {"lr": 0.05},
    "NAdam": {"lr": 0.05},
    "RMSprop": {"lr": 0.02, "momentum": 0.3, "centered": True},
    "Adagrad": {"lr": 0.5},
    "AdamW": {"lr": 0.05, "amsgrad": True},
    "Adamax": {"lr": 0.05},
    "Adadelta": {"lr": 1.0},
    "RAdam": {"lr": 0.05},
    "Rprop": {"lr": 0.01},
    "ASGD": {"lr": 0.01},
}
MIXING = ["LBFGS", "Adafactor", "Muon"]


def factory(name: str):
    kind = getattr(optim, {"momentum": "SGD"}.get(name, name))
    return lambda parameters: kind(parameters, **SETTINGS.get(name, {}))


def adam(parameters: list[Tensor]) -> optim.Optimizer:
    return optim.Adam(parameters, lr=1e-2)


def starts(*shape: int, dtype: torch.dtype = torch.float32) -> Tensor:
    generator = torch.Generator().manual_seed(5)
    return torch.empty(*shape, 2, dtype=dtype).uniform_(-4.5, 4.5, generator=generator)


def plain_loop(start: Tensor, optimizer, steps: int) -> Tensor:
    """The loop as anybody writes it: one start, autograd, backward, step."""
    x = start.clone().requires_grad_()
    stepper = optimizer([x])
    path = [start]
    for _ in range(steps):
        value = (x[0] ** 2 + x[1] - 11) ** 2 + (x[0] + x[1] ** 2 - 7) ** 2
        stepper.zero_grad()
        value.backward()
        stepper.step()
        path.append(x.detach().clone())
    return torch.stack(path)


@pytest.mark.parametrize("name", of_today(SETTINGS, 3))
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_many_starts_are_the_single_runs_in_every_bit(name, dtype):
    start = starts(3, 4, dtype=dtype)
    many = descend(himmelblau, start, factory(name), 30)
    single = [plain_loop(one, factory(name), 30) for one in start.reshape(-1, 2)]
    assert torch.equal(many.reshape(31, 12, 2), torch.stack(single, dim=1))


@pytest.mark.parametrize("name", SETTINGS)
def test_every_tested_optimizer_moves(name):
    start = starts(3)
    assert (descend(himmelblau, start, factory(name), 1)[1] != start).all()


def test_every_elementwise_optimizer_is_tested():
    assert set(ELEMENTWISE) == set(SETTINGS) - {"momentum"}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_surface_goes_the_way_of_its_bare_function(name):
    start = starts(9)
    by_formula = descend(HIMMELBLAU, start, factory(name), 30)
    assert torch.equal(by_formula, descend(himmelblau, start, factory(name), 30))


def test_a_surface_is_not_differentiated_by_autograd():
    calls = []

    class Counted:
        def __call__(self, points):
            return himmelblau(points)

        def gradient(self, points):
            calls.append(points.requires_grad)
            return HIMMELBLAU.gradient(points)

    descend(Counted(), starts(2), adam, 4)
    assert calls == [False] * 4


@pytest.mark.parametrize("name", ["Adam", "LBFGS"])
def test_a_gradient_by_formula_is_asked_for_without_a_graph(name):
    asked = []

    class Watched:
        def __call__(self, points):
            return himmelblau(points)

        def gradient(self, points):
            asked.append(points.requires_grad)
            return HIMMELBLAU.gradient(points)

    descend(Watched(), torch.tensor([1.0, 1.5]), factory(name), 2)
    assert set(asked) == {False}


def test_the_notes_lines_to_the_last_digit():
    # notes_printed: Adam, 1e-2, float32; a line shows x after its step and f before it
    path = descend(HIMMELBLAU, torch.tensor([0.0, 0.0]), adam, 6001)
    lines = {s: (path[s + 1].tolist(), himmelblau(path[s]).item()) for s in range(0, 6001, 2000)}
    assert lines == {
        0: ([0.009999999776482582, 0.009999999776482582], 170.0),
        2000: ([2.999997854232788, 2.0000030994415283], 2.0099832909181714e-10),
        4000: ([2.9999992847442627, 2.0000009536743164], 1.6370904631912708e-11),
        6000: ([2.999999761581421, 2.000000238418579], 1.8189894035458565e-12),
    }


def test_path_shape_start_and_dtype():
    start = starts(3, 5, dtype=torch.float64)
    path = descend(HIMMELBLAU, start, adam, 12)
    assert path.shape == (13, 3, 5, 2)
    assert path.dtype == torch.float64
    assert torch.equal(path[0], start)
    assert not path.requires_grad


def test_recording_can_be_thinned():
    start = starts(4)
    path = descend(HIMMELBLAU, start, adam, 12)
    assert torch.equal(descend(HIMMELBLAU, start, adam, 12, every=3), path[::3])
    assert torch.equal(descend(HIMMELBLAU, start, adam, 12, every=12), path[::12])


def test_start_is_not_changed():
    start = starts(4).requires_grad_()
    before = start.detach().clone()
    descend(himmelblau, start, adam, 3)
    assert torch.equal(start, before)
    assert start.grad is None


def test_zero_steps_give_the_start():
    assert torch.equal(descend(HIMMELBLAU, starts(4), adam, 0), starts(4)[None])


def test_it_works_where_gradients_are_switched_off():
    with torch.no_grad():
        path = descend(himmelblau, starts(2), adam, 2)
    assert torch.equal(path, descend(himmelblau, starts(2), adam, 2))


@pytest.mark.parametrize("name", MIXING)
def test_an_optimizer_that_mixes_coordinates_is_refused_for_many_starts(name):
    with pytest.raises(
        ValueError, match=rf"optimizer: expected one start, since {name} .*, got 6; .*SGD"
    ):
        descend(HIMMELBLAU, starts(6), factory(name), 1)


@pytest.mark.parametrize("name", MIXING)
def test_an_optimizer_that_mixes_coordinates_takes_one_start(name):
    start = torch.tensor([[1.0, 1.5]])  # a matrix, as Muon asks for
    path = descend(HIMMELBLAU, start, factory(name), 8)
    assert HIMMELBLAU(path[-1]) < HIMMELBLAU(start)


def test_lbfgs_finds_the_minimum_by_values_and_gradients():
    path = descend(himmelblau, torch.tensor([1.0, 1.5]), factory("LBFGS"), 3)
    torch.testing.assert_close(path[-1], torch.tensor([3.0, 2.0]), rtol=0, atol=1e-4)


def test_an_unknown_optimizer_is_refused_for_many_starts():
    class Own(optim.Optimizer):
        def __init__(self, parameters):
            super().__init__(parameters, {"lr": 0.1})

        def step(self, closure=None):
            return None

    with pytest.raises(ValueError, match="optimizer: expected one start, since Own"):
        descend(HIMMELBLAU, starts(2), Own, 1)


def test_a_kind_of_an_elementwise_optimizer_is_elementwise():
    class Own(optim.SGD):
        pass

    path = descend(HIMMELBLAU, starts(2), lambda p: Own(p, lr=0.01), 5)
    assert torch.equal(path, descend(HIMMELBLAU, starts(2), factory("SGD"), 5))


def test_divergence_names_the_exact_start_and_step():
    start = torch.tensor([[3.0, 2.0], [2.5, 1.5], [9.0, 8.0], [2.9, 2.1]])
    with pytest.raises(FloatingPointError, match=r"start \[9\.0, 8\.0\] .* step 5;"):
        descend(HIMMELBLAU, start, factory("SGD"), 20)
    path = descend(HIMMELBLAU, start, factory("SGD"), 20, allow_divergence=True)
    assert path[:5].isfinite().all()
    assert not path[5, 2].isfinite().all()
    assert path[:, [0, 1, 3]].isfinite().all()


def test_divergence_of_one_start_is_named_as_well():
    with pytest.raises(FloatingPointError, match=r"start \[9\.0, 8\.0\] .* step 5;"):
        descend(himmelblau, torch.tensor([9.0, 8.0]), factory("SGD"), 20, every=20)


def test_a_sum_that_overflows_is_no_divergence():
    start = torch.full((3, 2), 3e38)
    path = descend(lambda points: points.sum(-1), start, factory("SGD"), 1)
    assert torch.equal(path[1], start)


@pytest.mark.parametrize("rate", [0, -0.1, float("nan"), float("inf")])
def test_a_learning_rate_that_is_not_positive_is_refused(rate):
    with pytest.raises(ValueError, match=r"optimizer: .*"):
        descend(HIMMELBLAU, starts(2), lambda p: optim.SGD(p, lr=rate), 1)
    with pytest.raises(ValueError, match="learning_rate: expected a positive"):
        gradient_descent(torch.cos, torch.tensor(0.3), rate, 1)


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ({"start": [1.0, 2.0]}, TypeError, "start: .*tensor, got list"),
        ({"start": torch.tensor([1, 2])}, TypeError, r"start: .*got torch\.int64"),
        ({"start": torch.ones(4, 3)}, ValueError, r"start: .*\(\.\.\., 2\), got \(4, 3\)"),
        ({"start": torch.tensor(1.0)}, ValueError, r"start: .*\(\.\.\., 2\), got \(\)"),
        ({"start": torch.ones(0, 2)}, ValueError, "start: .*one or more"),
        ({"start": torch.tensor([1.0, torch.nan])}, ValueError, "start: .*finite"),
        ({"steps": -1}, ValueError, "steps: .*at least 0, got -1"),
        ({"steps": 2.0}, TypeError, "steps: .*int, got float"),
        ({"every": 0}, ValueError, "every: .*at least 1, got 0"),
        ({"every": 5}, ValueError, "every: .*divisor of steps = 12, got 5"),
        ({"function": "himmelblau"}, TypeError, "function: .*callable.*'himmelblau'"),
        ({"function": torch.sum}, ValueError, r"function: .*\(3,\), got \(\)"),
        ({"function": lambda points: 1.0}, ValueError, r"function: .*\(3,\), got float"),
        ({"optimizer": optim.SGD([torch.ones(1)], lr=1)}, TypeError, "optimizer: .*factory"),
        ({"optimizer": lambda p: p}, TypeError, "optimizer: .*Optimizer.*list"),
    ],
)
def test_a_wrong_argument_is_named(wrong, error, message):
    right = {"function": HIMMELBLAU, "start": starts(3), "optimizer": adam, "steps": 12}
    with pytest.raises(error, match=message):
        descend(**right | wrong)


def test_gradient_descent_by_hand():
    # f = 3x², f′ = 6x, η = 0.25: x → x − 1.5x = −x / 2, exact in binary
    path = gradient_descent(lambda x: 6 * x, torch.tensor(8.0), 0.25, 3)
    assert path.tolist() == [8, -4, 2, -1]


def test_gradient_descent_is_sgd():
    start = torch.tensor([1.5, -0.5], dtype=torch.float64)
    path = gradient_descent(HIMMELBLAU.gradient, start, 0.01, 25)
    assert torch.equal(path, descend(HIMMELBLAU, start, factory("SGD"), 25))


def test_gradient_descent_that_diverges_names_start_and_step():
    # x → −9x: |x| passes float32's largest number, 3.4e38 ≈ 9^40.35, at step 41
    with pytest.raises(FloatingPointError, match=r"start 1\.0 .* step 41;"):
        gradient_descent(lambda x: 10 * x, torch.tensor(1.0), 1.0, 60)
    path = gradient_descent(lambda x: 10 * x, torch.tensor(1.0), 1.0, 60, allow_divergence=True)
    assert path.shape == (61,)


def test_gradient_descent_names_the_step_at_which_one_of_two_numbers_diverges():
    # x → −9x as above, beside a 0 that stays where it is.
    with pytest.raises(FloatingPointError, match=r"start \[1\.0, 0\.0\] .* step 41;"):
        gradient_descent(lambda x: 10 * x, torch.tensor([1.0, 0.0]), 1.0, 60)


def test_gradient_descent_returns_a_path_without_a_graph():
    start = torch.tensor(8.0, requires_grad=True)
    assert not gradient_descent(lambda x: 6 * x, start, 0.25, 3).requires_grad


@pytest.mark.parametrize(("steps", "error"), [(-1, ValueError), (2.0, TypeError)])
def test_gradient_descent_refuses_what_is_no_number_of_steps(steps, error):
    with pytest.raises(error, match="steps: expected"):
        gradient_descent(lambda x: 2 * x, torch.tensor(3.0), 0.1, steps)


def test_gradient_descent_refuses_integers():
    with pytest.raises(TypeError, match=r"start: .*got torch\.int64"):
        gradient_descent(lambda x: 2 * x, torch.tensor(3), 0.1, 1)


MINIMA = ((3.0, 2.0), (-2.0, 1.0), (0.0, -4.0))


def test_basins_are_the_nearest_minimum_within_the_tolerance():
    ends = torch.tensor([[[3.05, 2.0], [-2.0, 0.92]], [[0.06, -4.06], [2.0, 2.0]]])
    assert basins(ends, MINIMA, tolerance=0.1).tolist() == [[0, 1], [2, -1]]


def test_a_point_outside_the_tolerance_is_unsettled():
    ends = torch.tensor([[3.0, 2.0625], [3.0, 2.07]])
    assert basins(ends, MINIMA, tolerance=0.0625).tolist() == [0, -1]


def test_the_tolerance_is_a_hundredth_unless_told():
    ends = torch.tensor([[3.0, 2.009], [3.0, 2.011]])
    assert basins(ends, MINIMA).tolist() == [0, -1]


def test_one_end_has_one_basin():
    basin = basins(torch.tensor([-2.0, 1.0]), MINIMA)
    assert (basin.shape, basin.item()) == ((), 1)


def test_minima_keep_the_digits_of_the_ends():
    # A minimum lies within 1e-12 of itself; rounded to float32 it would be 1e-7 off.
    ends = torch.tensor(HIMMELBLAU.minima, dtype=torch.float64)
    assert basins(ends, HIMMELBLAU.minima, tolerance=1e-12).tolist() == [0, 1, 2, 3]


def test_basins_keep_the_device():
    assert basins(torch.ones(4, 2, device="meta"), MINIMA).device.type == "meta"


def test_an_end_that_is_not_finite_is_unsettled():
    ends = torch.tensor([[torch.nan, 2.0], [torch.inf, -torch.inf], [0.0, -4.0]])
    assert basins(ends, MINIMA).tolist() == [-1, -1, 2]


def test_basins_refuse_other_points():
    with pytest.raises(ValueError, match=r"ends: .*got \(4, 3\)"):
        basins(torch.ones(4, 3), MINIMA)
    with pytest.raises(ValueError, match=r"minima: .*got \(4, 3\)"):
        basins(torch.ones(4, 2), torch.ones(4, 3))


def test_basins_refuse_a_number():
    with pytest.raises(ValueError, match=r"ends: .*got \(\)"):
        basins(torch.tensor(1.0), MINIMA)


# What a callback does to what it is given


class Owned:
    """A function with a gradient of its own, which does what it likes with the points."""

    def __init__(self, gradient):
        self.gradient = gradient

    def __call__(self, points):
        return points.mul_(2).sum(-1)


@pytest.mark.parametrize("gradient", [lambda p: p.mul_(2), lambda p: p.zero_() + 2])
def test_a_gradient_may_change_what_it_gets(gradient):
    start = torch.tensor([3.0, -5.0])
    path = gradient_descent(gradient, start, 0.125, 2)
    assert start.tolist() == [3, -5]
    assert path[0].tolist() == [3, -5]
    assert torch.equal(path, gradient_descent(lambda p: gradient(p.clone()), start, 0.125, 2))
    function = Owned(gradient)
    for name in ("SGD", "momentum", "LBFGS"):
        found = descend(function, start, factory(name), 2)
        assert start.tolist() == found[0].tolist() == [3, -5]


def test_a_function_that_autograd_differentiates_may_change_what_it_gets():
    start = starts(3)
    kept = start.clone()
    path = descend(lambda p: p.mul_(2).cos_().sum(-1), start, factory("SGD"), 5)
    assert torch.equal(start, kept)
    assert torch.equal(path, descend(lambda p: (2 * p).cos().sum(-1), start, factory("SGD"), 5))


def test_the_memory_of_a_gradient_is_not_changed_by_an_optimizer():
    # The foreach form of Rprop writes zeros into gradients whose signs have changed.
    slope = torch.ones(2)

    def gradient(points):
        return slope.copy_(points.sign())

    function = Owned(gradient)
    descend(function, torch.tensor([0.01, 0.7]), lambda p: optim.Rprop(p, 0.1, foreach=True), 3)
    assert (slope != 0).all()


# Another shape, another dtype


@pytest.mark.parametrize(
    ("gradient", "error", "message"),
    [
        (lambda p: p[:, :1], ValueError, r"the shape of the points, \(3, 2\), got \(3, 1\)"),
        (lambda p: p[0], ValueError, r"the shape of the points, \(3, 2\), got \(2,\)"),
        (lambda p: p.double(), TypeError, r"the dtype of the points, .*float32, got .*float64"),
        (lambda p: p.long(), TypeError, r"the dtype of the points, .*float32, got .*int64"),
        (lambda p: p.tolist(), TypeError, "a tensor, got list"),
    ],
)
def test_a_gradient_of_another_shape_or_dtype_is_named(gradient, error, message):
    for call in (
        lambda: gradient_descent(gradient, starts(3), 0.1, 1),
        lambda: descend(Owned(gradient), starts(3), factory("SGD"), 1),
    ):
        with pytest.raises(error, match=f"gradient: expected {message}"):
            call()


# Minima


def test_without_minima_no_end_has_reached_one():
    ends = starts(3, 4)
    for none in ((), [], torch.empty(0, 2)):
        reached = basins(ends, none)
        assert reached.shape == (3, 4) and (reached == -1).all()
        assert reached.dtype == basins(ends, MINIMA).dtype
    assert basins(torch.empty(0, 2), MINIMA).shape == (0,)


@pytest.mark.parametrize("size", [1e30, 1e-30])
def test_a_distance_whose_square_has_no_place_in_the_dtype(size):
    ends = size * torch.tensor([[3.0, 4.0], [3.0, 9.0]])  # 0 and 5 away from the minimum
    assert basins(ends, size * torch.tensor([[3.0, 4.0]]), tolerance=2 * size).tolist() == [0, -1]


@pytest.mark.parametrize("tolerance", [-0.1, float("nan")])
def test_a_tolerance_that_is_no_distance_is_refused(tolerance):
    with pytest.raises(ValueError, match="tolerance: expected a number from 0 on, got"):
        basins(starts(2), MINIMA, tolerance)


def test_basins_name_what_is_no_point():
    with pytest.raises(TypeError, match="ends: expected a floating-point tensor, got list"):
        basins([[1.0, 2.0]], MINIMA)
    with pytest.raises(TypeError, match=r"ends: .* got torch\.int64"):
        basins(torch.ones(4, 2).long(), MINIMA)
    with pytest.raises(ValueError, match="minima: expected finite numbers"):
        basins(starts(2), [(0.0, float("nan"))])
    with pytest.raises(ValueError, match=r"minima: expected shape \(k, 2\), got \(2,\)"):
        basins(starts(2), (0.0, 1.0))


# Modes and transforms


@pytest.mark.parametrize("function", [himmelblau, HIMMELBLAU])
@pytest.mark.parametrize("name", ["SGD", "Adam"])
def test_a_descent_works_in_inference_mode(function, name):
    expected = descend(function, starts(2), factory(name), 3)
    with torch.inference_mode():
        assert torch.equal(descend(function, starts(2), factory(name), 3), expected)


def test_paths_and_basins_run_under_vmap():
    start = starts(4)
    path = gradient_descent(HIMMELBLAU.gradient, start, 0.01, 3)
    each = torch.func.vmap(lambda p: gradient_descent(HIMMELBLAU.gradient, p, 0.01, 3))(start)
    assert torch.equal(each.movedim(0, 1), path)
    reached = torch.func.vmap(lambda p: basins(p, MINIMA, 2.0))(start)
    assert torch.equal(reached, basins(start, MINIMA, 2.0))


@pytest.mark.parametrize("rate", ["fast", None, 1j, torch.ones(2)])
def test_a_learning_rate_that_is_no_number_is_named(rate):
    with pytest.raises(TypeError, match="learning_rate: expected a positive, finite number, got"):
        gradient_descent(torch.cos, torch.tensor(0.3), rate, 1)


# What half precision, a callback or an optimizer could spoil


def test_the_range_of_half_precision_ends_where_a_path_is_recorded():
    start = torch.tensor([1000.0, 0.0], dtype=torch.float16)

    def uphill(points):
        return -(points**2).sum(-1) / 1000

    settings = {"optimizer": lambda p: optim.SGD(p, lr=1e4), "steps": 2}
    with pytest.raises(FloatingPointError, match="is not finite at step 2"):
        descend(uphill, start, **settings)
    assert descend(uphill, start, **settings, allow_divergence=True)[-1, 0].isinf()


@pytest.mark.parametrize("name", ["SGD", "LBFGS"])
def test_the_function_is_always_given_points_of_the_start_s_dtype(name):
    seen = set()

    def bowl_seen(points):
        seen.add(points.dtype)
        return (points.float() ** 2).sum(-1)

    descend(bowl_seen, torch.ones(2, dtype=torch.float16), factory(name), 2)
    assert seen == {torch.float16}


@pytest.mark.parametrize("name", ["SGD", "LBFGS"])
def test_the_gradient_is_asked_at_points_of_the_start_s_dtype(name):
    seen = set()

    class Bowl:
        def __call__(self, points):
            return (points**2).sum(-1)

        def gradient(self, points):
            seen.add(points.dtype)
            return 2 * points

    descend(Bowl(), torch.ones(2, dtype=torch.float16), factory(name), 2)
    assert seen == {torch.float16}


def test_a_function_that_changes_its_points_moves_no_path_of_a_mixing_optimizer():
    def bowl(points):
        return (points**2).sum(-1)

    def changing(points):
        value = bowl(points.clone())
        points.detach().fill_(7.0)
        return value

    start = torch.tensor([1.0, -2.0])
    paths = [descend(f, start, factory("LBFGS"), 3) for f in (bowl, changing)]
    assert torch.equal(*paths)


def test_an_optimizer_that_changes_its_gradient_changes_no_tensor_of_the_function():
    class Sloping:
        kept = torch.tensor([1.0, 2.0])

        def __call__(self, points):
            return (points * self.kept).sum(-1)

        def gradient(self, points):
            return self.kept

    class Halving(optim.SGD):
        def step(self, closure=None):
            for group in self.param_groups:
                for p in group["params"]:
                    p.grad.mul_(0.5)
            return super().step(closure)

    path = descend(Sloping(), torch.zeros(2), lambda p: Halving(p, lr=1.0), 2)
    assert path.tolist() == [[0, 0], [-0.5, -1], [-1, -2]]
    assert Sloping.kept.tolist() == [1, 2]


@pytest.mark.filterwarnings("error")
def test_a_function_with_parameters_of_its_own_is_followed_without_a_warning():
    weight = torch.tensor([1.0, 2.0], requires_grad=True)
    path = descend(lambda p: (weight * p**2).sum(-1), torch.ones(2), factory("LBFGS"), 3)
    assert path.isfinite().all() and weight.grad is None


def test_an_end_at_the_minimum_is_settled_at_the_tolerance_0():
    ends = torch.tensor([[1.0, 2.0], [1.0, 2.5]])
    assert basins(ends, [(1.0, 2.0)], 0).tolist() == [0, -1]
    assert basins(torch.zeros(2, 2), [], 0.5).tolist() == [-1, -1]


def test_distances_of_half_precision_are_not_rounded_to_it():
    end = torch.tensor([2048.0, 0.0], dtype=torch.float16)  # 2049 is no number of float16
    assert basins(end, [(-1.0, 0.0)], 2048.5) == -1
