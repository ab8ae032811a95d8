"""Tests of gradbook/differences; expected values are derivatives by hand unless it is said."""

import pytest
import torch

from gradbook.differences import (
    central_difference,
    default_step,
    directional_derivative,
    forward_difference,
    numerical_gradient,
    numerical_jacobian,
    second_difference,
)

X = torch.tensor([[-2.3, -0.4, 0.7], [1.9, 3.1, 12.5]], dtype=torch.float64)
ELEMENTWISE = [forward_difference, central_difference, second_difference]


def close(actual, expected, rtol):
    torch.testing.assert_close(actual, expected, rtol=rtol, atol=0)


def cubic_form(p):
    """f(x, y, z) = x² y + 3 z on points (..., 3); gradient (2xy, x², 3)."""
    x, y, z = p.unbind(-1)
    return x**2 * y + 3 * z


POINT = torch.tensor([1.5, -0.8, 2.6], dtype=torch.float64)
GRADIENT = torch.tensor([-2.4, 2.25, 3.0], dtype=torch.float64)


def test_default_step_is_the_root_of_eps_for_small_x():
    # float64 has eps = 2^-52, whose square root is 2^-26.
    close(default_step(torch.tensor(0.3, dtype=torch.float64), 2).item(), 2.0**-26, 1e-14)


def test_default_step_grows_with_the_size_of_x():
    x = torch.tensor([-8.0, 8.0], dtype=torch.float64)
    close(default_step(x, 4), torch.full_like(x, 8 * 2.0**-13), 1e-14)


def test_default_step_knows_the_precision_of_float32():
    # float32 has eps = 2^-23.
    close(default_step(torch.tensor(0.3), 3).item(), 2.0 ** (-23 / 3), 1e-6)


def test_forward_difference_is_the_derivative_of_sine():
    close(forward_difference(torch.sin, X), torch.cos(X), 1e-6)


def test_central_difference_is_the_derivative_of_sine():
    close(central_difference(torch.sin, X), torch.cos(X), 1e-9)


def test_second_difference_is_the_second_derivative_of_sine():
    close(second_difference(torch.sin, X), -torch.sin(X), 1e-5)


def test_forward_difference_is_the_secant_to_the_right():
    # x² at 3 with h = 1/2: (12.25 − 9) / 0.5.
    assert forward_difference(torch.square, torch.tensor(3.0), h=0.5).item() == 6.5


def test_central_difference_is_exact_for_a_parabola():
    assert central_difference(torch.square, torch.tensor(3.0), h=0.5).item() == 6.0


def test_central_difference_of_a_cube_is_too_large_by_h_squared():
    # ((x + h)³ − (x − h)³) / 2h = 3x² + h².
    assert central_difference(lambda x: x**3, torch.tensor(2.0), h=0.5).item() == 12.25


def test_a_step_has_all_digits_of_float64():
    # 3x² + h² at x = 3, h = 1/10; rounded to float32, h would give 27.0100000003.
    x = torch.tensor(3.0, dtype=torch.float64)
    close(central_difference(lambda x: x**3, x, h=0.1).item(), 27.01, 1e-13)


def test_a_step_may_be_smaller_than_any_of_float32():
    # float32 ends at 1.4e-45, float64 at 4.9e-324.
    zero = torch.tensor(0.0, dtype=torch.float64)
    assert forward_difference(torch.relu, zero, h=1e-50).item() == 1.0


def test_a_step_takes_the_dtype_of_x():
    h = torch.tensor(0.5, dtype=torch.float64)
    assert forward_difference(torch.square, torch.tensor(3.0), h=h).dtype == torch.float32


def test_second_difference_of_a_fourth_power_is_too_large_by_two_h_squared():
    # ((x + h)⁴ − 2x⁴ + (x − h)⁴) / h² = 12x² + 2h².
    assert second_difference(lambda x: x**4, torch.tensor(2.0), h=0.5).item() == 48.5


@pytest.mark.parametrize(
    ("difference", "at_kink"), [(forward_difference, 1.0), (central_difference, 0.5)]
)
def test_at_the_kink_of_relu(difference, at_kink):
    x = torch.tensor([-0.2, 0.0, 0.2], dtype=torch.float64)
    expected = torch.tensor([0.0, at_kink, 1.0], dtype=torch.float64)
    torch.testing.assert_close(difference(torch.relu, x), expected, rtol=1e-7, atol=1e-12)


def test_second_difference_at_a_kink_grows_like_one_over_h():
    zero = torch.tensor(0.0, dtype=torch.float64)
    assert second_difference(torch.relu, zero, h=0.25).item() == 4.0
    assert second_difference(torch.relu, zero, h=0.125).item() == 8.0


@pytest.mark.parametrize("difference", ELEMENTWISE)
def test_steps_broadcast_with_x(difference):
    steps = torch.tensor([0.5, 0.25, 0.125], dtype=torch.float64)
    at_two = torch.tensor(2.0, dtype=torch.float64)
    one_by_one = [difference(torch.exp, at_two, h=h.item()) for h in steps]
    close(difference(torch.exp, at_two, h=steps), torch.stack(one_by_one), 1e-14)


@pytest.mark.parametrize("difference", ELEMENTWISE)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_differences_keep_shape_and_dtype(difference, dtype):
    result = difference(torch.exp, X.to(dtype))
    assert (result.shape, result.dtype) == (X.shape, dtype)


@pytest.mark.parametrize("difference", [*ELEMENTWISE, numerical_jacobian])
def test_elementwise_results_carry_no_graph(difference):
    assert not difference(torch.exp, POINT.clone().requires_grad_()).requires_grad


def test_results_of_scalar_functions_carry_no_graph():
    x = POINT.clone().requires_grad_()
    assert not numerical_gradient(cubic_form, x).requires_grad
    assert not directional_derivative(cubic_form, x, x).requires_grad


def test_numerical_jacobian_carries_no_graph_of_the_functions_parameters():
    weight = X.clone().requires_grad_()
    assert not numerical_jacobian(lambda x: weight @ x, POINT).requires_grad


def test_the_function_is_given_points_without_a_graph():
    # So it may leave PyTorch: numpy() of a tensor that requires a gradient is an error.
    x = POINT.clone().requires_grad_()
    slope = central_difference(lambda p: torch.from_numpy(p.numpy() ** 2), x)
    close(slope, 2 * POINT, 1e-9)


def test_numerical_gradient_holds_the_partial_derivatives_in_order():
    close(numerical_gradient(cubic_form, POINT), GRADIENT, 1e-9)


def test_numerical_gradient_has_the_shape_of_a_matrix():
    # f = Σ i·w_ij³ has the partial derivatives 3 i w_ij².
    rows = torch.tensor([[2.0], [5.0]], dtype=torch.float64)
    close(numerical_gradient(lambda w: (rows * w**3).sum(), X), 3 * rows * X**2, 1e-6)


def test_numerical_gradient_of_a_transposed_view():
    rows = torch.tensor([[2.0], [5.0], [7.0]], dtype=torch.float64)
    close(numerical_gradient(lambda w: (rows * w**3).sum(), X.T), 3 * rows * X.T**2, 1e-6)


def test_numerical_gradient_of_one_number():
    close(numerical_gradient(torch.exp, POINT[0]), torch.exp(POINT[0]), 1e-9)


def test_numerical_gradient_takes_a_step():
    # x³ at 2 with h = 1/2 gives 3x² + h².
    x = torch.tensor([2.0, 4.0])
    assert numerical_gradient(lambda x: (x**3).sum(), x, h=0.5).tolist() == [12.25, 48.25]


def test_numerical_gradient_agrees_with_autograd():
    x = POINT.clone().requires_grad_()
    f = lambda x: torch.exp(-x[0] * x[1]) / (x[2] + x[1] ** 2)  # noqa: E731
    (expected,) = torch.autograd.grad(f(x), x)
    close(numerical_gradient(f, x), expected, 1e-8)


def test_numerical_gradient_of_a_gradient_is_a_row_of_the_hessian():
    def partial_x(p):
        q = p.detach().requires_grad_()
        return torch.autograd.grad(cubic_form(q), q)[0][0]

    expected = torch.tensor([-1.6, 3.0, 0.0], dtype=torch.float64)  # (2y, 2x, 0)
    torch.testing.assert_close(numerical_gradient(partial_x, POINT), expected, rtol=1e-8, atol=1e-9)


def test_numerical_jacobian_has_a_row_for_each_output():
    # g(x, y, z) = (x y, z²) has the rows (y, x, 0) and (0, 0, 2z).
    jacobian = numerical_jacobian(lambda p: torch.stack([p[0] * p[1], p[2] ** 2]), POINT)
    expected = torch.tensor([[-0.8, 1.5, 0.0], [0.0, 0.0, 5.2]], dtype=torch.float64)
    torch.testing.assert_close(jacobian, expected, rtol=1e-9, atol=1e-12)


def test_numerical_jacobian_of_a_linear_map_is_its_matrix():
    close(numerical_jacobian(lambda x: X @ x, POINT), X, 1e-9)


def test_numerical_jacobian_of_an_elementwise_function_holds_the_central_differences():
    # In every bit, hence with the same default step.
    diagonal = numerical_jacobian(torch.exp, POINT).diagonal()
    assert torch.equal(diagonal, central_difference(torch.exp, POINT))


def test_directional_derivative_is_the_gradient_times_the_unit_vector():
    direction = torch.tensor([2.0, -1.0, 2.0], dtype=torch.float64)  # of length 3
    slope = directional_derivative(cubic_form, POINT, direction)
    close(slope.item(), (2 * -2.4 - 2.25 + 2 * 3.0) / 3, 1e-9)


def test_directional_derivative_does_not_depend_on_the_length():
    direction = torch.tensor([2.0, -1.0, 2.0], dtype=torch.float64)
    long, short = (directional_derivative(cubic_form, POINT, k * direction) for k in (40, 0.01))
    close(long, short, 1e-12)


def test_directional_derivative_changes_sign_with_the_direction():
    there, back = (directional_derivative(cubic_form, POINT, s * GRADIENT) for s in (1, -1))
    close(there, -back, 1e-12)


def test_directional_derivative_along_the_gradient_is_its_length():
    close(directional_derivative(cubic_form, POINT, GRADIENT), GRADIENT.norm(), 1e-9)


def test_directional_derivative_takes_whole_numbers_as_a_direction():
    close(directional_derivative(cubic_form, POINT, torch.tensor([0, 3, 0])), POINT[0] ** 2, 1e-9)


def test_directional_derivative_of_many_directions_at_many_points():
    points = torch.stack([POINT, 2 * POINT])
    directions = X[:, None].expand(2, 2, 3)
    slopes = directional_derivative(cubic_form, points, directions)
    for i, j in [(0, 0), (0, 1), (1, 0), (1, 1)]:
        close(slopes[i, j], directional_derivative(cubic_form, points[j], X[i]), 1e-9)


def test_directional_derivative_at_a_point_does_not_depend_on_the_other_points():
    alone = directional_derivative(cubic_form, POINT, GRADIENT)
    among = directional_derivative(cubic_form, torch.stack([POINT, 1e6 * POINT]), GRADIENT)
    assert torch.equal(among[0], alone)


def test_directional_derivative_steps_as_far_as_the_largest_coordinate_asks():
    # d(x²)/dx = 2x; with the step for y = 1, rounding x² = 1e12 would cost 6 of its digits.
    point, along_x = torch.tensor([[1e6, 1.0], [1.0, 0.0]], dtype=torch.float64)
    close(directional_derivative(lambda p: p[..., 0] ** 2, point, along_x).item(), 2e6, 1e-9)


@pytest.mark.parametrize("bad", [torch.tensor([1, 2]), [1.0, 2.0], torch.tensor([True])])
@pytest.mark.parametrize("difference", [*ELEMENTWISE, numerical_gradient, numerical_jacobian])
def test_x_that_is_no_floating_point_tensor_is_refused(difference, bad):
    with pytest.raises(TypeError, match="x: expected a floating-point tensor, got"):
        difference(torch.exp, bad)


def test_directional_derivative_refuses_integer_points():
    with pytest.raises(TypeError, match=r"x: .* got torch.int64"):
        directional_derivative(cubic_form, torch.tensor([1, 2, 3]), POINT)


@pytest.mark.parametrize(
    "h", [0.0, -1e-3, torch.inf, torch.nan, 1e-400, torch.tensor([0.1, 0.0, 0.1])]
)
@pytest.mark.parametrize("difference", [*ELEMENTWISE, numerical_gradient])
def test_steps_that_are_not_positive_are_refused(difference, h):
    with pytest.raises(
        ValueError, match=r"h: expected positive, finite steps in torch\.float64, got"
    ):
        difference(torch.exp, POINT, h=h)


@pytest.mark.parametrize("difference", ELEMENTWISE)
def test_a_function_that_changes_the_shape_is_refused(difference):
    with pytest.raises(ValueError, match=r"f: expected shape \(3,\), got \(\)"):
        difference(torch.sum, POINT)


def test_numerical_gradient_refuses_a_function_with_several_values():
    with pytest.raises(ValueError, match=r"f: expected shape \(\), got \(3,\)"):
        numerical_gradient(torch.exp, POINT)


@pytest.mark.parametrize(("f", "x"), [(torch.exp, X), (torch.flatten, X), (torch.sum, POINT)])
def test_numerical_jacobian_refuses_what_is_no_vector(f, x):
    with pytest.raises(ValueError, match=r"f: expected \(n,\) → \(m,\), got"):
        numerical_jacobian(f, x)


@pytest.mark.parametrize("direction", [[0.0, 0.0, 0.0], [float("nan"), 1.0, 1.0]])
def test_directional_derivative_refuses_a_direction(direction):
    with pytest.raises(
        ValueError, match="direction: expected a length that is finite and not 0, got"
    ):
        directional_derivative(cubic_form, POINT, torch.tensor(direction, dtype=torch.float64))


def test_directional_derivative_refuses_a_direction_with_fewer_coordinates():
    with pytest.raises(ValueError, match=r"direction: expected shape \(\.\.\., 3\), got \(2,\)"):
        directional_derivative(cubic_form, POINT, torch.tensor([1.0, 2.0]))


def test_directional_derivative_refuses_one_direction_of_length_0_among_others():
    directions = torch.stack([GRADIENT, 0 * GRADIENT])
    with pytest.raises(
        ValueError, match="direction: expected a length that is finite and not 0, got"
    ):
        directional_derivative(cubic_form, POINT, directions)


@pytest.mark.parametrize(
    ("difference", "root"),
    [(forward_difference, 2), (central_difference, 3), (second_difference, 4)],
)
def test_default_steps_of_the_differences(difference, root):
    assert torch.equal(difference(torch.exp, X), difference(torch.exp, X, h=default_step(X, root)))


# The step that is made


@pytest.mark.parametrize("difference", [forward_difference, central_difference])
@pytest.mark.parametrize("x", [1000.0, -1000.0, 0.3, 0.0, 1e-30])
@pytest.mark.parametrize("h", [1e-3, 0.1, 7.0])
def test_the_slope_of_the_identity_is_1_whatever_the_step(difference, x, h):
    # In float32, 1000 + 0.001 is 1000.00097656.
    close(difference(lambda q: q, torch.tensor(x), h), torch.tensor(1.0), 1e-6)


@pytest.mark.parametrize("x", [1000.0, -1000.0, 1.0, 1024.0, -1024.0])
def test_the_slope_of_the_identity_is_1_in_every_bit_where_x_is_larger_than_the_step(x):
    x = torch.tensor(x)
    assert central_difference(lambda q: q, x, 1e-3) == 1
    assert forward_difference(lambda q: q, x, 1e-3) == 1
    assert numerical_gradient(lambda q: q, x, 1e-3) == 1
    assert second_difference(lambda q: q, x, 1e-3) == 0


def test_the_slope_along_a_direction_is_divided_by_the_step_that_was_made():
    # float32 has steps of 2 at 2e7, and the step asked for is none of them.
    x, along = torch.tensor([2e7, 3e7]), torch.tensor([1.0, 0.0])
    assert directional_derivative(lambda p: p[..., 0], x, along) == 1


@pytest.mark.parametrize("difference", [*ELEMENTWISE, numerical_gradient])
def test_a_step_that_vanishes_is_refused(difference):
    with pytest.raises(ValueError, match=r"h: expected steps .* torch\.float32, got 1e-06 at 1000"):
        difference(lambda q: q, torch.tensor(1000.0), 1e-6)


@pytest.mark.parametrize("h", [1e38, 3e38])
def test_a_step_out_of_the_range_is_refused(h):
    with pytest.raises(ValueError, match=r"h: expected steps from x to other finite numbers"):
        central_difference(torch.sin, torch.tensor(3.4e38), h)


def test_a_very_small_step_at_a_kink_has_the_second_difference_of_float64():
    # 1e-200 / 1e-200², whose square float64 has not.
    zero = torch.tensor(0.0, dtype=torch.float64)
    close(
        second_difference(torch.relu, zero, 1e-200), torch.tensor(1e200, dtype=torch.float64), 1e-12
    )


def test_a_second_difference_of_large_values_does_not_overflow():
    x = torch.tensor(200.0, dtype=torch.float16)  # 200² = 40,000, twice that is no float16
    assert second_difference(lambda q: q * q, x, 8.0) == 2


@pytest.mark.parametrize("difference", ELEMENTWISE)
def test_where_x_is_not_finite_neither_is_the_result_and_the_others_are_right(difference):
    x = torch.tensor([torch.nan, 0.3, torch.inf, -torch.inf], dtype=torch.float64)
    slopes = difference(torch.exp, x)
    assert slopes.isfinite().tolist() == [False, True, False, False]
    assert torch.equal(slopes[1], difference(torch.exp, x[1]))


# What f may do, and what it may not

OF_ONE = [lambda f, x, d=d: d(f, x) for d in ELEMENTWISE]
OF_ONE += [lambda f, x: numerical_gradient(lambda q: f(q).sum(), x), numerical_jacobian]
OF_ONE += [lambda f, x: directional_derivative(lambda q: f(q).sum(-1), x, torch.ones(3))]


@pytest.mark.parametrize("difference", OF_ONE)
def test_f_may_change_what_it_gets(difference):
    x = POINT.clone()
    changed = difference(lambda q: q.exp_().mul_(2), x)
    assert torch.equal(x, POINT)
    assert torch.equal(changed, difference(lambda q: 2 * q.exp(), POINT))


@pytest.mark.parametrize("difference", OF_ONE)
def test_f_may_return_the_same_memory_each_time(difference):
    memory = torch.empty_like(POINT)
    kept = difference(lambda q: torch.exp(q, out=memory), POINT)
    assert torch.equal(kept, difference(torch.exp, POINT))


@pytest.mark.parametrize("difference", OF_ONE)
@pytest.mark.parametrize(
    ("f", "got"),
    [(lambda q: q.float(), "torch.float32"), (lambda q: (q > 0).long(), "torch.int64")],
)
def test_values_of_another_dtype_are_refused(difference, f, got):
    with pytest.raises(TypeError, match=rf"f\(x\): expected the dtype of x, .*float64, got {got}"):
        difference(f, POINT)


@pytest.mark.parametrize("difference", [*ELEMENTWISE, numerical_gradient, numerical_jacobian])
def test_values_that_are_no_tensor_are_refused(difference):
    with pytest.raises(TypeError, match=r"f\(x\): expected a tensor, got float"):
        difference(lambda q: q.sum().item(), POINT)


@pytest.mark.parametrize("h", [1j, "small", [0.1], torch.tensor(1j)])
def test_steps_that_are_no_numbers_are_refused(h):
    with pytest.raises(TypeError, match="h: expected a number or a tensor of them, got"):
        central_difference(torch.exp, POINT, h)


def test_numerical_gradient_refuses_steps_that_do_not_fit():
    with pytest.raises(ValueError, match=r"h: expected a shape .* \(3,\), got \(2, 3\)"):
        numerical_gradient(cubic_form, POINT, torch.ones(2, 3))


# Nothing, and directions of any length


@pytest.mark.parametrize("shape", [(0,), (0, 4)])
def test_nothing_has_derivatives_without_entries(shape):
    nothing = torch.empty(shape, dtype=torch.float64)
    assert numerical_gradient(lambda q: q.sum(), nothing).shape == shape
    for difference in ELEMENTWISE:
        assert difference(torch.exp, nothing).shape == shape


def test_no_points_have_no_slopes_and_no_coordinates_are_refused():
    assert directional_derivative(cubic_form, torch.empty(0, 3).double(), POINT).shape == (0,)
    with pytest.raises(ValueError, match=r"x: expected shape \(\.\.\., n\) with n > 0, got \(\)"):
        directional_derivative(torch.exp, torch.tensor(1.0), torch.tensor(1.0))
    with pytest.raises(ValueError, match=r"x: expected shape .* got \(0,\)"):
        directional_derivative(torch.sum, torch.empty(0), torch.empty(0))


def test_the_jacobian_of_no_inputs_has_a_row_for_each_output_and_no_column():
    jacobian = numerical_jacobian(lambda q: torch.ones(2), torch.empty(0))
    assert jacobian.shape == (2, 0)


@pytest.mark.parametrize(
    ("dtype", "length"),
    [
        (torch.float16, 6e4),
        (torch.float32, 1e30),
        (torch.float32, 1e-30),
        (torch.float32, 1e-45),
        (torch.float64, 1e200),
        (torch.float64, 1e-200),
    ],
)
def test_a_direction_of_any_length_has_the_slope_of_its_unit_vector(dtype, length):
    # f = x + y rises by √2 along (1, 1); the square of the length has no place in the dtype.
    direction = torch.tensor([length, length], dtype=dtype)
    slope = directional_derivative(lambda p: p.sum(-1), torch.zeros(2), direction)
    close(slope, torch.tensor(2.0).sqrt(), 1e-5)


@pytest.mark.parametrize(
    "direction", [[torch.inf, 1.0, 1.0], [1.0, torch.nan, 1.0], [1.0, -torch.inf, 0.0]]
)
def test_a_direction_that_is_not_finite_is_refused(direction):
    with pytest.raises(
        ValueError, match="direction: expected a length that is finite and not 0, got"
    ):
        directional_derivative(cubic_form, POINT, torch.tensor(direction))


@pytest.mark.parametrize(
    ("direction", "error"), [([1.0, 2.0, 3.0], "list"), (torch.tensor([1j, 0, 0]), "complex64")]
)
def test_a_direction_that_is_no_tensor_of_real_numbers_is_refused(direction, error):
    with pytest.raises(TypeError, match=rf"direction: expected .* got .*{error}"):
        directional_derivative(cubic_form, POINT, direction)


# Transforms


def test_differences_run_under_vmap_one_by_one():
    for difference in ELEMENTWISE:
        many = torch.func.vmap(lambda x, d=difference: d(torch.exp, x))(X)
        assert torch.equal(many, difference(torch.exp, X))
    gradients = torch.func.vmap(lambda x: numerical_gradient(cubic_form, x))(X)
    assert torch.equal(gradients, torch.stack([numerical_gradient(cubic_form, x) for x in X]))


def test_differences_compile_without_a_break():
    compiled = torch.compile(central_difference, fullgraph=True, backend="eager")
    assert torch.equal(compiled(torch.exp, POINT), central_difference(torch.exp, POINT))


def test_steps_run_under_vmap_beside_their_points():
    steps = torch.tensor([0.1, 0.2, 0.4], dtype=X.dtype)
    for difference in ELEMENTWISE:
        call = lambda h, d=difference: d(torch.exp, X, h)  # noqa: E731
        assert torch.equal(torch.func.vmap(call)(steps), torch.stack([call(h) for h in steps]))


@pytest.mark.parametrize("difference", ELEMENTWISE)
def test_a_step_with_a_graph_hands_none_on(difference):
    step = torch.tensor(0.1, dtype=X.dtype, requires_grad=True)
    assert not difference(torch.exp, X, step).requires_grad


@pytest.mark.parametrize(("h", "made"), [(1.6e38, True), (2e38, False)])
def test_both_steps_together_stay_in_the_range_of_the_dtype(h, made):
    x = torch.tensor(0.0)  # float32 ends at 3.4e38
    if made:
        assert central_difference(lambda q: q, x, h) == 1
    else:
        with pytest.raises(ValueError, match=r"h: expected steps .* got 2e\+38 at 0$"):
            central_difference(lambda q: q, x, h)


def test_the_first_step_that_is_lost_is_named_with_its_place():
    x, h = torch.tensor([1.0, 1e9, 1e10]), torch.tensor([[1.0], [0.5]])
    with pytest.raises(ValueError, match=r"h: expected steps .* got 1 at 1e\+09$"):
        central_difference(lambda q: q, x, h)
