"""The layer of sigmoid units: values, and the gradient by hand against others."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional

from gradbook.differences import numerical_gradient
from gradbook.perceptron import delta, error, error_grad, output

# (k, n): one output as in the notes' first network, three as in their second.
LAYERS = [(1, 10), (3, 10), (4, 2)]


def tensor(*values: float) -> torch.Tensor:
    return torch.tensor(values, dtype=torch.float64)


def layer(k: int, n: int, seed: int = 7) -> tuple[torch.Tensor, ...]:
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(n, generator=generator, dtype=torch.float64)
    weight = torch.randn(k, n, generator=generator, dtype=torch.float64)
    target = torch.rand(k, generator=generator, dtype=torch.float64)
    return x, weight, target


def same(actual: torch.Tensor, expected: torch.Tensor, rtol: float = 1e-13) -> None:
    torch.testing.assert_close(actual, expected, rtol=rtol, atol=0)


def close_to_largest(actual: torch.Tensor, expected: torch.Tensor, share: float) -> None:
    largest = expected.abs().max().item()
    torch.testing.assert_close(actual, expected, rtol=0, atol=share * largest)


def test_the_output_of_known_weighted_sums():
    # z = (2·0.5 − 3·1.5, 2·1 + 3·0) = (−3.5, 2), and σ(z) = 1 / (1 + exp(−z)).
    weight = torch.tensor([[0.5, -1.5], [1.0, 0.0]], dtype=torch.float64)
    expected = 1 / (1 + torch.exp(tensor(3.5, -2.0)))
    same(output(tensor(2.0, 3.0), weight), expected)


@pytest.mark.parametrize(("k", "n"), LAYERS)
def test_the_output_is_that_of_pytorchs_layer(k, n):
    x, weight, _ = layer(k, n)
    same(output(x, weight), torch.sigmoid(functional.linear(x, weight)))


def test_the_output_of_a_batch_is_that_of_its_rows():
    x, weight, _ = layer(3, 5)
    batch = torch.stack([x, -2 * x, x + 1, x / 3]).reshape(2, 2, 5)
    assert output(batch, weight).shape == (2, 2, 3)
    same(output(batch, weight)[1, 0], output(x + 1, weight))


def test_the_error_of_known_outputs():
    # Zero weights give O = ½: E = ½ ((½ − 0.9)² + (½ − 0.2)²) = ½ (0.16 + 0.09).
    weight = torch.zeros(2, 3, dtype=torch.float64)
    same(error(tensor(1.0, 2.0, 3.0), weight, tensor(0.9, 0.2)), tensor(0.125)[0])


@pytest.mark.parametrize(("k", "n"), LAYERS)
def test_mse_loss_is_two_over_k_times_the_error(k, n):
    x, weight, target = layer(k, n)
    mean = functional.mse_loss(output(x, weight), target)
    same(mean, 2 / k * error(x, weight, target))


def test_the_error_of_a_batch_has_one_entry_for_each_row():
    x, weight, target = layer(3, 5)
    batch, targets = torch.stack([x, -2 * x]), torch.stack([target, target / 2])
    expected = torch.stack([error(x, weight, target), error(-2 * x, weight, target / 2)])
    same(error(batch, weight, targets), expected)


def test_delta_at_known_outputs():
    # (0.2 − 1)·0.2·0.8 = −0.128 and (0.75 − 0.5)·0.75·0.25 = 0.046875.
    same(delta(tensor(0.2, 0.75), tensor(1.0, 0.5)), tensor(-0.128, 0.046875))


def test_delta_is_the_derivative_by_the_weighted_sum():
    z, target = tensor(-2.3, 0.4, 1.7).requires_grad_(), tensor(1.0, 0.2, 0.6)
    e = (torch.sigmoid(z) - target).square().sum() / 2
    (expected,) = torch.autograd.grad(e, [z])
    same(delta(torch.sigmoid(z.detach()), target), expected)


def test_delta_of_a_saturated_unit_vanishes_though_it_is_wrong():
    # δ ≈ −exp(−20) at z = −20 and target 1, where the error is almost ½.
    o = output(tensor(1.0), tensor(-20.0)[None])
    same(delta(o, tensor(1.0)), -torch.exp(tensor(-20.0)), rtol=1e-7)


@pytest.mark.parametrize(("k", "n"), LAYERS)
def test_the_gradient_is_autograds(k, n):
    x, weight, target = layer(k, n)
    weight.requires_grad_()
    (expected,) = torch.autograd.grad(error(x, weight, target), [weight])
    same(error_grad(x, weight.detach(), target), expected, rtol=1e-12)


@pytest.mark.parametrize(("k", "n"), LAYERS)
def test_the_gradient_is_that_of_pytorchs_own_functions(k, n):
    x, weight, target = layer(k, n)
    weight.requires_grad_()
    o = torch.sigmoid(functional.linear(x, weight))
    loss = functional.mse_loss(o, target, reduction="sum") / 2
    (expected,) = torch.autograd.grad(loss, [weight])
    same(error_grad(x, weight.detach(), target), expected, rtol=1e-12)


@pytest.mark.parametrize(("k", "n"), LAYERS)
def test_the_gradient_is_that_of_central_differences(k, n):
    x, weight, target = layer(k, n)
    expected = numerical_gradient(lambda w: error(x, w, target), weight)
    close_to_largest(error_grad(x, weight, target), expected, 1e-8)


def test_the_gradient_is_stored_as_the_weights_are():
    x, weight, target = layer(3, 5)
    gradient = error_grad(x, weight, target)
    assert gradient.shape == weight.shape
    expected = delta(output(x, weight), target)[2] * x[4]
    same(gradient[2, 4], expected)


def test_the_gradient_has_rank_one():
    assert torch.linalg.matrix_rank(error_grad(*layer(3, 10))) == 1


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_dtype_is_kept(dtype):
    x, weight, target = (part.to(dtype) for part in layer(3, 5))
    results = output(x, weight), error(x, weight, target), error_grad(x, weight, target)
    assert {result.dtype for result in results} == {dtype}


def test_arguments_are_left_as_they_are():
    given = layer(3, 5)
    before = [part.clone() for part in given]
    error_grad(*given)
    assert all(torch.equal(a, b) for a, b in zip(given, before, strict=True))


@pytest.mark.parametrize("shape", [(3, 4), (5,), (2, 3, 5)])
def test_weights_of_another_shape_are_refused(shape):
    with pytest.raises(ValueError, match=r"weight: expected shape \(k, n\).*got"):
        output(torch.ones(5), torch.ones(shape))


def test_an_input_without_an_axis_is_refused():
    with pytest.raises(ValueError, match=r"weight: .* for x of shape \(\)"):
        output(torch.tensor(1.0), torch.ones(3, 1))


@pytest.mark.parametrize("shape", [(1,), (2,), (), (1, 3)])
def test_targets_of_another_shape_are_refused(shape):
    x, weight, _ = layer(3, 5)
    with pytest.raises(ValueError, match=r"target: expected the shape of output, \(3,\)"):
        error(x, weight, torch.ones(shape, dtype=torch.float64))


def test_a_batch_has_no_gradient_here():
    x, weight, target = layer(3, 5)
    with pytest.raises(ValueError, match=r"x: expected a single input of shape \(n,\)"):
        error_grad(x[None], weight, target[None])


def test_integers_are_refused():
    with pytest.raises(
        TypeError, match=r"weight: expected a floating-point tensor, got torch\.int64"
    ):
        output(torch.ones(2), torch.ones(1, 2, dtype=torch.int64))


def test_what_is_no_tensor_is_refused():
    with pytest.raises(TypeError, match="target: expected a floating-point tensor, got list"):
        delta(torch.ones(2), [1.0, 1.0])


def test_an_input_that_is_no_tensor_is_refused_by_the_gradient():
    with pytest.raises(TypeError, match="x: expected a floating-point tensor, got list"):
        error_grad([1.0, 2.0], torch.ones(1, 2), torch.ones(1))


def test_outputs_that_are_no_floats_are_refused():
    with pytest.raises(
        TypeError, match=r"output: expected a floating-point tensor, got torch\.int64"
    ):
        delta(torch.tensor([1, 0]), torch.ones(2))


def test_mixed_dtypes_are_refused():
    with pytest.raises(TypeError, match=r"weight: expected the dtype of x, torch\.float64"):
        output(torch.ones(2, dtype=torch.float64), torch.ones(1, 2))


def test_a_target_of_another_dtype_is_refused():
    x, weight, target = layer(3, 5)
    with pytest.raises(TypeError, match=r"target: expected the dtype of output, torch\.float64"):
        error(x, weight, target.float())


# Saturated units

SATURATED = torch.tensor([[20.0], [-20.0], [60.0]])


@pytest.mark.parametrize("target", [[1.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 1.0, 0.25]])
def test_a_saturated_unit_has_its_error_and_its_gradient(target):
    # σ(20) rounds to 1 in float32, which has numbers for 1 − σ(20) = 2e-9 and its square.
    x, t = torch.ones(1), torch.tensor(target)
    z, exact = SATURATED.double()[:, 0], t.double()
    o, slope = 1 / (1 + torch.exp(-z)), torch.exp(-z.abs()) / (1 + torch.exp(-z.abs())) ** 2
    missed = torch.where(z > 0, (1 - exact) - torch.exp(-z) / (1 + torch.exp(-z)), o - exact)
    by_hand = error_grad(x, SATURATED, t)[:, 0].double()
    same(by_hand, (missed * slope).float().double(), 2e-6)
    assert (by_hand[:2] != 0).all()
    same(error(x, SATURATED, t).double(), (missed**2).sum() / 2, 2e-6)
    weight = SATURATED.clone().requires_grad_()
    (automatic,) = torch.autograd.grad(error(x, weight, t), weight)
    same(automatic[:, 0].double(), by_hand, 2e-6)


def test_half_a_square_fits_where_the_square_does_not():
    x, weight = torch.zeros(1), torch.zeros(1, 1)
    assert error(x, weight, torch.tensor([2e19])).item() == pytest.approx(2e38, rel=1e-6)
    half = torch.tensor([300.0]).half()  # 300² / 2 = 45,000 is a float16, 300² is none
    assert error(x.half(), weight.half(), half).item() == pytest.approx(44_850, rel=1e-3)


def test_it_runs_under_vmap_and_compiles_without_a_break():
    x, weight, target = layer(3, 4)
    many = torch.stack([x, 2 * x])
    each = torch.func.vmap(error_grad, in_dims=(0, None, None))(many, weight, target)
    same(each[1], error_grad(2 * x, weight, target))
    compiled = torch.compile(error_grad, fullgraph=True, backend="eager")
    same(compiled(x, weight, target), error_grad(x, weight, target))


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision_is_rounded_once_whatever_the_target(dtype):
    # Where σ(z) is 1, the error is ½ (1 − t)²; 1 − t has more digits than half precision.
    target = torch.linspace(0, 1, 501).to(dtype)[:, None]
    found = error(torch.ones_like(target), target.new_full((1, 1), 20.0), target)
    right = ((1 - target.double()) ** 2 / 2).squeeze(-1).to(dtype)
    assert (found != right).double().mean() < 0.01


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_under_autocast_the_output_has_the_dtype_of_pytorch_s_layers(dtype):
    x, weight = torch.ones(3), torch.full((2, 3), 0.25)
    with torch.autocast("cpu", dtype=dtype):
        found, layer = output(x, weight), functional.linear(x, weight)
    assert found.dtype == layer.dtype == dtype
    torch.testing.assert_close(found, layer.sigmoid())
