"""Derivatives by arithmetic: the complex step, dual numbers, the tape, Jacobians."""

import math
from itertools import combinations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp

from gradbook.autograd import (
    Dual,
    Value,
    complex_step,
    dual_gradient,
    forward_jacobian,
    jvp,
    reverse_jacobian,
    tape_gradient,
    vjp,
)
from gradbook.autograd.network import START, TARGET, X, network_error, sigmoid, train_network
from gradbook.autograd.tape import tape
from gradbook.mlp import Layer, loss
from tests.formula.choices import tried

# A program, its derivative by hand, and where both are defined.
PROGRAMS = {
    "sum": (lambda x: 2 + x + x + 3, lambda x: 2.0),
    "difference": (lambda x: 5 - (x - 2) - x * x, lambda x: -1 - 2 * x),
    "product": (lambda x: x * 3 * x, lambda x: 6 * x),
    "scaled": (lambda x: 3 * x, lambda x: 3.0),
    "quotient": (lambda x: (1 + x) / (2 + x * x), lambda x: (2 - 2 * x - x * x) / (2 + x * x) ** 2),
    "reciprocal": (lambda x: 3 / x, lambda x: -3 / x**2),
    "power": (lambda x: x**3 - x**0.5, lambda x: 3 * x**2 - 0.5 * x**-0.5),
    "negative": (lambda x: -x * x, lambda x: -2 * x),
    "exp": (lambda x: x.exp(), math.exp),
    "log": (lambda x: x.log(), lambda x: 1 / x),
    "sin": (lambda x: x.sin(), math.cos),
    "cos": (lambda x: x.cos(), lambda x: -math.sin(x)),
    "tanh": (lambda x: x.tanh(), lambda x: 1 / math.cosh(x) ** 2),
    "shared": (lambda x: (x.sin() * x).exp() * x.sin(), None),
}
NAMES = pytest.mark.parametrize("name", PROGRAMS)
POSITIVE = st.floats(0.1, 3)


def by_torch(program, x):
    leaf = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    return torch.autograd.grad(program(leaf), leaf)[0].item()


@NAMES
@tried(200)
@given(x=POSITIVE)
def test_all_ways_give_the_derivative_by_hand(name, x):
    program, derivative = PROGRAMS[name]
    right = by_torch(program, x) if derivative is None else derivative(x)
    at = torch.tensor(x, dtype=torch.float64)
    near = pytest.approx(right, rel=1e-12, abs=1e-12)
    assert program(Dual(x, 1.0)).slope == near
    assert tape_gradient(lambda z: program(z[0]), [x])[0] == near
    assert program(Dual(x)).value == pytest.approx(program(at).item(), rel=1e-14)
    if name != "sum":
        assert complex_step(program, at).item() == near


@tried(200)
@given(st.lists(POSITIVE, min_size=1, max_size=6))
def test_gradients_are_those_of_torch(x):
    def f(z):
        return sum(z[i - 1] * z[i].sin() for i in range(len(z))) / z[0]

    leaf = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    right = torch.autograd.grad(f(leaf), leaf)[0].tolist()
    assert dual_gradient(f, x) == pytest.approx(right, rel=1e-12, abs=1e-12)
    assert tape_gradient(f, x) == pytest.approx(right, rel=1e-12, abs=1e-12)


def test_the_error_of_the_complex_step_is_a_sixth_of_the_square_times_the_third_derivative():
    x, h = torch.tensor(0.7, dtype=torch.float64), 1e-3
    error = complex_step(torch.exp, x, h).item() - math.exp(0.7)
    assert error == pytest.approx(-(h**2) / 6 * math.exp(0.7), rel=1e-5)


@tried(200)
@given(POSITIVE)
def test_a_tiny_complex_step_is_right_to_the_last_digits(x):
    found = complex_step(lambda z: z.exp() * z.sin(), torch.tensor(x, dtype=torch.float64)).item()
    right = mp.exp(x) * (mp.sin(x) + mp.cos(x))
    assert abs(found - right) < 1e-15 * mp.exp(x)


def test_steps_and_points_are_combined():
    x, h = torch.tensor([1.0, 2.0], dtype=torch.float64), torch.tensor([[1e-9], [1e-1]])
    found = complex_step(lambda z: z**3, x, h)
    torch.testing.assert_close(found, 3 * x**2 - h.double() ** 2)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_the_complex_step_keeps_shape_and_dtype_and_the_caller_s_memory(dtype, shape):
    x = torch.full(shape, 2.0, dtype=dtype)
    found = complex_step(lambda z: z.mul_(z), x)
    assert (found.shape, found.dtype) == (shape, dtype)
    assert torch.equal(found, torch.full(shape, 4.0, dtype=dtype))
    assert torch.equal(x, torch.full(shape, 2.0, dtype=dtype))


@pytest.mark.parametrize(
    ("f", "x", "h", "error", "message"),
    [
        (abs, torch.tensor(2.0), 1e-20, TypeError, r"with complex values, got torch\.float32"),
        (torch.exp, torch.tensor(2), 1e-20, TypeError, "x: expected float32 or float64"),
        (torch.exp, torch.tensor(2j), 1e-20, TypeError, "x: expected float32 or float64"),
        (torch.exp, torch.tensor(2.0), 0.0, ValueError, "h: expected positive numbers"),
        (torch.exp, torch.tensor(2.0), math.nan, ValueError, "h: expected positive numbers"),
        (torch.exp, torch.tensor(2.0), math.inf, ValueError, "h: expected positive numbers"),
        (lambda z: [z], torch.tensor(2.0), 1e-20, TypeError, "complex values, got list"),
        (torch.exp, torch.ones(2), torch.tensor([1e-20, -1]), ValueError, "h: expected positive"),
        (torch.sum, torch.ones(2), 1e-20, ValueError, r"f: expected shape \(2,\)"),
    ],
)
def test_the_complex_step_refuses(f, x, h, error, message):
    with pytest.raises(error, match=message):
        complex_step(f, x, h)


@pytest.mark.parametrize("gradient", [dual_gradient, tape_gradient])
def test_a_function_that_returns_no_number_is_named(gradient):
    with pytest.raises(TypeError, match="f: expected a function that returns a number, got"):
        gradient(lambda x: x, [1.0])


@pytest.mark.parametrize("gradient", [dual_gradient, tape_gradient])
def test_a_constant_has_the_gradient_0_and_no_variables_none(gradient):
    assert gradient(lambda x: 7, [1.0, 2.0]) == [0, 0]
    assert gradient(lambda x: 7.5, []) == []


def several(x):
    """Return a product for each pair, a value that is used twice, and a constant."""
    sine = x[0].sin()
    return [*(a * b for a, b in combinations(x, 2)), sine * x[-1], sine.exp() - x[1], 7.5]


def of_tensors(x):
    return torch.stack([torch.as_tensor(y, dtype=x.dtype) for y in several(list(x))])


@st.composite
def points(draw):
    """Draw x and a direction v of the same length, and a weight for each of its values."""
    n = draw(st.integers(2, 5))
    sizes = (n, n, n * (n - 1) // 2 + 3)
    return [draw(st.lists(st.floats(-3, 3), min_size=size, max_size=size)) for size in sizes]


def assert_near(found, right):
    found = torch.tensor(found, dtype=torch.float64)
    torch.testing.assert_close(found, right, rtol=1e-12, atol=1e-12)


@pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")  # PyTorch's own, in jvp
@tried(200)  # the first call imports half of PyTorch
@given(points())
def test_products_are_those_of_torch(drawn):
    x, v, u = (torch.tensor(numbers, dtype=torch.float64) for numbers in drawn)
    value, forward = torch.func.jvp(of_tensors, (x,), (v,))
    _, pull = torch.func.vjp(of_tensors, x)
    y, slopes = jvp(several, *drawn[:2])
    again, back = vjp(several, drawn[0])
    assert_near(y, value)
    assert_near(again, value)
    assert_near(slopes, forward)
    assert_near(back(drawn[2]), pull(u)[0])


@tried(200)
@given(points())
def test_jacobians_are_that_of_torch_column_by_column_and_row_by_row(drawn):
    right = torch.func.jacrev(of_tensors)(torch.tensor(drawn[0], dtype=torch.float64))
    assert_near(forward_jacobian(several, drawn[0]), right)
    assert_near(reverse_jacobian(several, drawn[0]), right)


def test_a_way_back_leaves_the_next_one_alone():
    _, back = vjp(lambda x: [x[0] * x[1], x[0] + x[1]], [2.0, 3.0])
    assert [back(u) for u in ([1, 0], [0, 1], [1, 0])] == [[3, 2], [1, 1], [3, 2]]


def test_the_function_runs_once_a_column_and_once_for_all_rows():
    calls = []

    def counted(x):
        calls.append(x)
        return [x[0] * x[1], x[1] * x[2]]

    forward_jacobian(counted, [1.0, 2.0, 3.0])
    assert len(calls) == 3
    reverse_jacobian(counted, [1.0, 2.0, 3.0])
    assert len(calls) == 4


def test_a_constant_has_zeros_and_no_values_have_no_rows():
    assert forward_jacobian(lambda x: [7, x[1]], [1.0, 2.0]) == [[0, 0], [0, 1]]
    assert reverse_jacobian(lambda x: [7, x[1]], [1.0, 2.0]) == [[0, 0], [0, 1]]
    assert reverse_jacobian(lambda x: [7], []) == [[]]
    assert forward_jacobian(lambda x: [], [1.0]) == reverse_jacobian(lambda x: [], [1.0]) == []
    assert vjp(lambda x: [], [1.0])[1]([]) == [0]


def test_the_entries_of_a_jacobian_are_numbers_where_a_function_returns_what_it_got():
    for jacobian in (forward_jacobian, reverse_jacobian):
        rows = jacobian(list, [2.0, 3.0])
        assert rows == [[1, 0], [0, 1]] and {type(one) for row in rows for one in row} == {float}


@pytest.mark.parametrize("jacobian", [forward_jacobian, reverse_jacobian])
@pytest.mark.parametrize("wrong", [lambda x: x[0], lambda x: ["one"], lambda x: [x, x]])
def test_a_function_that_returns_no_numbers_is_named(jacobian, wrong):
    with pytest.raises(TypeError, match="f: expected a function that returns a sequence of numb"):
        jacobian(wrong, [1.0])


def test_wrong_lengths_are_named():
    with pytest.raises(ValueError, match="v: expected 2, one for each entry of x, got 1"):
        jvp(several, [1.0, 2.0], [1.0])
    with pytest.raises(ValueError, match=r"u: expected 2, one for each entry of f\(x\), got 3"):
        vjp(lambda x: [x[0], x[0]], [1.0])[1]([1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="x: expected one number or more, got none"):
        forward_jacobian(lambda x: [1.0], [])


def test_a_dual_number_shows_value_and_slope():
    assert repr(Dual(3.0, 2.0) ** 2) == "9 + 12ε"
    assert repr(Dual(3.0, -2.0)) == "3 - 2ε"


def test_backward_adds_to_what_is_there():
    x = Value(3.0)
    for _ in range(2):
        (x * x).backward()
    assert x.grad == 12


def test_a_shared_value_hands_its_whole_slope_back_once():
    """Without a topological order the slope of `y` would be handed on before it is whole."""
    x = Value(2.0)
    y = x * x
    z = y * y
    (z + y).backward()
    assert x.grad == 4 * 2**3 + 2 * 2


def test_a_long_record_is_no_recursion():
    x = Value(1.0)
    y = x
    for _ in range(20_000):
        y = y + x
    y.backward()
    assert x.grad == 20_001


def test_a_number_of_its_own_record_is_a_leaf_with_slope_1():
    x = Value(5.0)
    x.backward()
    assert x.grad == 1


# At its start the hidden sum is 0, where much is the same.
@pytest.mark.parametrize("w", [START, [0.3, -0.7, 0.2, 1.1, -0.4, 0.6, -0.9]])
def test_the_smallest_network_is_that_of_the_module_mlp(w):
    w = torch.tensor(w, dtype=torch.float64)
    layers = [Layer(w[None, :2], w[2:3]), Layer(w[3:5, None], w[5:])]
    x, target = (torch.tensor(each, dtype=torch.float64) for each in (X, TARGET))
    torch.testing.assert_close(network_error(w), loss(layers, x, target), rtol=1e-15, atol=0)


def test_the_smallest_network_learns_as_it_does_with_torch():
    w = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.7)
    expected = []
    for _ in range(5):
        optimizer.zero_grad()
        error = network_error(w)
        error.backward()
        optimizer.step()
        expected.append(error.item())
    errors, trained = train_network(START, 0.7, 5)
    assert errors == pytest.approx(expected, rel=1e-12)
    assert trained == pytest.approx(w.tolist(), rel=1e-12)


def test_the_smallest_network_begins_with_errors_of_a_half_and_a_quarter():
    assert network_error(torch.tensor(START).double()) == (0.5**2 + 0.25**2) / 2


@tried(200)
@given(st.floats(-30, 30))
def test_the_sigmoid_is_the_same_for_all_kinds_of_numbers(z):
    right = torch.sigmoid(torch.tensor(z, dtype=torch.float64)).item()
    assert sigmoid(torch.tensor(z, dtype=torch.float64)).item() == pytest.approx(right, rel=1e-12)
    assert sigmoid(Value(z)).value == sigmoid(Dual(z)).value == pytest.approx(right, rel=1e-12)


@tried(200)
@given(st.integers(1, 60), st.randoms(use_true_random=False))
def test_a_tape_has_each_number_once_and_after_its_parents(count, random):
    made = [Value(1.0)]
    for _ in range(count):
        made.append(random.choice(made) + random.choice(made))
    order = tape(made[-1])
    assert len(set(order)) == len(order) and order[-1] is made[-1]
    for place, node in enumerate(order):
        assert all(parent in order[:place] for parent, _ in node.parents)


@pytest.mark.parametrize("number", [3, True, torch.tensor(2.0), 1.5])
def test_a_number_has_floats_whatever_it_is_given(number):
    dual, value = Dual(number, number), Value(number)
    assert {type(part) for part in (dual.value, dual.slope, value.value)} == {float}
    assert dual.value == dual.slope == value.value == float(number)


def test_a_record_may_come_from_an_iterator_and_lists_parents_first():
    x = Value(3.0)
    y = Value(6.0, iter([(x, 2.0)]))
    assert tape(y) == [x, y]
    y.backward()
    assert x.grad == 2


def test_the_complex_step_hands_no_graph_on_and_gives_the_function_none():
    x, h, weight = (torch.tensor(v, requires_grad=True) for v in (2.0, 1e-20, 3.0))
    graphs = []
    complex_step(lambda z: graphs.append(z.requires_grad) or z * z, x, h)
    assert graphs == [False]
    assert not complex_step(lambda z: weight * z, x, h).requires_grad


def test_the_complex_step_runs_under_vmap_with_steps_beside_points():
    x, h = torch.tensor([1.0, 2.0]), torch.tensor([1e-10, 1e-20])
    found = torch.func.vmap(lambda x, h: complex_step(torch.exp, x, h))(x, h)
    torch.testing.assert_close(found, x.exp())
