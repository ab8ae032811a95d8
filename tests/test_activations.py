"""The activations and their derivatives, against PyTorch, autograd and central differences."""

import inspect
import math

import pytest
import torch

from gradbook import activations
from gradbook.activations import (
    relu,
    relu_grad,
    sigmoid,
    sigmoid_grad,
    step,
    step_grad,
    tanh,
    tanh_grad,
)

ALL = [step, step_grad, sigmoid, sigmoid_grad, tanh, tanh_grad, relu, relu_grad]
PAIRS = [(sigmoid, sigmoid_grad), (tanh, tanh_grad), (relu, relu_grad)]
SMOOTH = PAIRS[:2]

# Lopsided on purpose, with both sides of 0 and no value that a wrong formula maps to itself.
POINTS = torch.tensor([-7.3, -2.1, -0.4, -0.03, 0.02, 0.6, 1.7, 5.9], dtype=torch.float64)


def autograd(function, z):
    z = z.clone().requires_grad_()
    return torch.autograd.grad(function(z).sum(), z)[0]


def assert_relatively_close(actual, expected, rtol):
    torch.testing.assert_close(actual.double(), expected.double(), rtol=rtol, atol=0)


# ---- values ----


@pytest.mark.parametrize(
    ("function", "reference"),
    [(sigmoid, torch.sigmoid), (tanh, torch.tanh), (relu, torch.relu)],
    ids=["sigmoid", "tanh", "relu"],
)
def test_equals_pytorch_in_float64(function, reference):
    z = torch.cat([POINTS, torch.linspace(-700, 690, 4001, dtype=torch.float64)])
    assert_relatively_close(function(z), reference(z), rtol=1e-15)


@pytest.mark.parametrize(("function", "reference"), [(sigmoid, torch.sigmoid), (tanh, torch.tanh)])
def test_float32_is_right_to_its_last_digits_from_end_to_end(function, reference):
    z = torch.linspace(-87, 85, 4001)
    assert_relatively_close(function(z), reference(z.double()), rtol=3e-7)


@pytest.mark.parametrize("count", [1, 40])  # one by one, and by vector instructions
def test_sigmoid_does_not_underflow_early_in_float32(count):
    # exp(−100) = 3.72e-44; the spacing of float32's subnormal numbers is 1.4e-45.
    value = sigmoid(torch.full((count,), -100.0))
    torch.testing.assert_close(value.double().max().item(), 3.72e-44, rtol=0, atol=1.5e-45)
    assert torch.all(value == value[0])


def test_tanh_keeps_the_digits_of_small_numbers():
    z = torch.tensor([-3e-7, 2e-12])  # tanh z = z − z³/3 + …
    assert_relatively_close(tanh(z), z, rtol=2e-7)


def test_step_is_0_below_and_1_above():
    assert step(POINTS).tolist() == [0, 0, 0, 0, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (step, 1.0),
        (step_grad, 0.0),
        (sigmoid, 0.5),
        (sigmoid_grad, 0.25),
        (tanh, 0.0),
        (tanh_grad, 1.0),
        (relu, 0.0),
        (relu_grad, 0.0),
    ],
)
@pytest.mark.parametrize("zero", [0.0, -0.0])
def test_value_at_0_is_the_documented_one(function, expected, zero):
    assert function(torch.tensor([zero, 0.7]))[0] == expected


@pytest.mark.parametrize(
    ("function", "left", "right"),
    [
        (step, 0, 1),
        (step_grad, 0, 0),
        (sigmoid, 0, 1),
        (sigmoid_grad, 0, 0),
        (tanh, -1, 1),
        (tanh_grad, 0, 0),
        (relu, 0, math.inf),
        (relu_grad, 0, 1),
    ],
)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_limits_are_reached_at_infinity(function, left, right, dtype):
    ends = torch.tensor([-math.inf, math.inf], dtype=dtype)
    assert function(ends).tolist() == [left, right]


@pytest.mark.parametrize("function", ALL)
def test_nan_stays_nan(function):
    assert function(torch.tensor([math.nan, 0.3])).isnan().tolist() == [True, False]


# ---- derivatives ----


@pytest.mark.parametrize(("function", "derivative"), PAIRS)
def test_derivative_equals_autograd(function, derivative):
    # Autograd's tanh′ is a difference of numbers near 1, hence the tolerance.
    assert_relatively_close(derivative(POINTS), autograd(function, POINTS), rtol=1e-11)


@pytest.mark.parametrize(
    ("derivative", "reference"),
    [(sigmoid_grad, torch.sigmoid), (tanh_grad, torch.tanh), (relu_grad, torch.relu)],
)
def test_derivative_equals_autograd_through_pytorchs_own_function(derivative, reference):
    # 1 − tanh² loses up to six digits at −7.3, so the tolerance is wider.
    assert_relatively_close(derivative(POINTS), autograd(reference, POINTS), rtol=1e-9)


@pytest.mark.parametrize(("function", "derivative"), [*PAIRS, (step, step_grad)])
def test_derivative_equals_central_difference(function, derivative):
    h = 6e-6  # about eps^(1/3), and less than the distance of every point from 0
    difference = (function(POINTS + h) - function(POINTS - h)) / (2 * h)
    error = (derivative(POINTS) - difference).abs() / derivative(POINTS).abs().clamp(min=1e-3)
    assert error.max() < 1e-7


def test_sigmoid_grad_is_sigma_times_1_minus_sigma():
    # By hand: σ(ln 3) = 3/4, so σ′ = 3/16; σ(−ln 7) = 1/8, so σ′ = 7/64.
    z = torch.tensor([math.log(3), -math.log(7)], dtype=torch.float64)
    expected = torch.tensor([3 / 16, 7 / 64], dtype=torch.float64)
    assert_relatively_close(sigmoid_grad(z), expected, rtol=1e-15)


def test_tanh_grad_is_1_minus_tanh_squared():
    # By hand: tanh(ln 2) = 3/5 and tanh(−½ ln 7) = −3/4, so tanh′ = 16/25 and 7/16.
    z = torch.tensor([math.log(2), -math.log(7) / 2], dtype=torch.float64)
    assert_relatively_close(tanh(z), torch.tensor([3 / 5, -3 / 4]).double(), rtol=1e-7)
    expected = torch.tensor([16 / 25, 7 / 16], dtype=torch.float64)
    assert_relatively_close(tanh_grad(z), expected, rtol=1e-15)


def test_relu_grad_is_0_below_and_1_above():
    assert relu_grad(POINTS).tolist() == [0, 0, 0, 0, 1, 1, 1, 1]


def test_step_grad_is_0_on_both_sides():
    assert step_grad(POINTS).tolist() == [0] * 8


@pytest.mark.parametrize(("function", "derivative"), SMOOTH)
def test_derivative_is_even_to_the_bit(function, derivative):
    assert torch.equal(derivative(POINTS), derivative(-POINTS))


@pytest.mark.parametrize(("derivative", "scale"), [(sigmoid_grad, 1), (tanh_grad, 2)])
def test_derivative_does_not_vanish_early_on_the_right(derivative, scale):
    # Far out σ′(z) = exp(−|z|) and tanh′(z) = 4 exp(−2|z|); σ(1 − σ) is 0 from 16.64 on.
    z = torch.tensor([17.0, 40, 87]) / scale
    expected = scale**2 * torch.exp(-scale * z.double())
    assert_relatively_close(derivative(z), expected, rtol=1e-6)


@pytest.mark.parametrize(("function", "derivative"), SMOOTH)
@pytest.mark.parametrize("z", [-90.0, -30.0, 0.0, 30.0, 90.0])
def test_autograd_through_it_is_right_at_0_and_far_out(function, derivative, z):
    z = torch.tensor([z], dtype=torch.float64)
    # Far left tanh is the difference of numbers near 1, hence an absolute error of one eps.
    torch.testing.assert_close(autograd(function, z), derivative(z), rtol=1e-14, atol=3e-16)


def test_autograd_twice_through_sigmoid_gives_the_second_derivative():
    z = torch.tensor([-1.3, 0.0, 0.4], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradgradcheck(sigmoid, (z,))
    assert_relatively_close(
        autograd(sigmoid_grad, z.detach()), sigmoid_grad(z) * (1 - 2 * sigmoid(z)), rtol=1e-13
    )


def test_autograd_through_relu_at_0_is_0_as_in_pytorch():
    z = torch.tensor([0.0, -0.0, 0.4])
    assert autograd(relu, z).tolist() == autograd(torch.relu, z).tolist() == [0, 0, 1]


@pytest.mark.parametrize("function", [step, step_grad, relu_grad])
def test_autograd_does_not_go_through_what_is_constant_in_pieces(function):
    assert not function(torch.tensor([0.3], requires_grad=True)).requires_grad


# ---- what all of them keep and refuse ----


@pytest.mark.parametrize("function", ALL)
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
def test_shape_and_dtype_are_kept(function, dtype):
    value = function(torch.full((2, 5, 3), 0.3, dtype=dtype))
    assert (value.shape, value.dtype) == ((2, 5, 3), dtype)


@pytest.mark.parametrize("function", ALL)
def test_device_is_kept(function):
    assert function(torch.empty(3, device="meta")).device.type == "meta"


@pytest.mark.parametrize("function", ALL)
def test_scalars_and_empty_tensors_pass(function):
    assert function(torch.tensor(0.3)).shape == ()
    assert function(torch.empty(0, 4)).shape == (0, 4)


@pytest.mark.parametrize("function", ALL)
def test_argument_is_left_alone(function):
    z = POINTS.clone()
    function(z)
    assert torch.equal(z, POINTS)


@pytest.mark.parametrize("function", ALL)
@pytest.mark.parametrize(
    ("z", "came"),
    [
        (torch.tensor([1, 2]), "torch.int64"),
        (torch.tensor([True]), "torch.bool"),
        (torch.tensor([1j]), "torch.complex64"),
        (0.5, "float"),
    ],
)
def test_anything_but_floats_is_refused(function, z, came):
    with pytest.raises(TypeError, match=rf"^z: expected a floating-point tensor, got {came}"):
        function(z)


def test_every_function_is_tried_here_and_has_its_derivative():
    own = [f for f in vars(activations).values() if inspect.isfunction(f)]
    names = {f.__name__ for f in own if f.__module__ == activations.__name__}
    functions = {name for name in names if not name.startswith("_")}
    assert functions == {function.__name__ for function in ALL}, "ALL lacks or has a function"
    assert functions == {n.removesuffix("_grad") + e for n in functions for e in ("", "_grad")}


# ---- far out ----


@pytest.mark.parametrize(("function", "derivative"), SMOOTH)
def test_autograd_of_a_saturated_unit_has_the_digits_of_the_dtype(function, derivative):
    z = torch.tensor([-40.0, -20, -9, -0.6, 0.3, 9, 20, 40])
    assert_relatively_close(autograd(function, z), derivative(z.double()), rtol=1e-6)


@pytest.mark.parametrize("function", [relu, torch.relu])
def test_autograd_through_relu_of_nan_is_1_as_in_pytorch(function):
    z = torch.tensor([math.nan, -1.0, 1.0], requires_grad=True)
    assert torch.autograd.grad(function(z).sum(), z)[0].tolist() == [1, 0, 1]
    assert relu_grad(z)[0].isnan()
