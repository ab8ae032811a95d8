"""Losses against their formulas, PyTorch's own losses, autograd and central differences."""

import math

import pytest
import torch

from gradbook import losses

REDUCTIONS = ("mean", "sum", "half_sum")


def normal(*shape, seed=0, scale=1.0, dtype=torch.float64):
    generator = torch.Generator().manual_seed(seed)
    return scale * torch.randn(shape, generator=generator, dtype=dtype)


def close(actual, expected, rtol=1e-12):
    """Equal up to rounding, measured against the largest entry."""
    scale = expected.abs().max().item()
    torch.testing.assert_close(actual, expected, rtol=0, atol=rtol * scale)


def by_autograd(function, x):
    x = x.clone().requires_grad_()
    return torch.autograd.grad(function(x), x)[0]


def by_central_differences(function, x, h=6e-6):
    gradient = torch.empty_like(x)
    for index in range(x.numel()):
        step = torch.zeros_like(x).view(-1)
        step[index] = h
        step = step.view_as(x)
        gradient.view(-1)[index] = (function(x + step) - function(x - step)) / (2 * h)
    return gradient


# Squared error: errors 1, −2, 3 have the squares 1, 4, 9 and the sum 14.
PREDICTION = torch.tensor([3.0, 0.5, 7.0], dtype=torch.float64)
TARGET = torch.tensor([2.0, 2.5, 4.0], dtype=torch.float64)


@pytest.mark.parametrize(
    ("reduction", "expected"), [("mean", 14 / 3), ("sum", 14.0), ("half_sum", 7.0)]
)
def test_mse_loss_reduces_squares_1_4_9(reduction, expected):
    assert losses.mse_loss(PREDICTION, TARGET, reduction).item() == pytest.approx(expected, 1e-15)


@pytest.mark.parametrize(
    ("reduction", "factor"), [("mean", 2 / 3), ("sum", 2.0), ("half_sum", 1.0)]
)
def test_mse_loss_grad_is_the_error_times_a_factor(reduction, factor):
    errors = torch.tensor([1.0, -2.0, 3.0], dtype=torch.float64)
    close(losses.mse_loss_grad(PREDICTION, TARGET, reduction), factor * errors)


def test_mse_loss_takes_the_mean_unless_told():
    assert losses.mse_loss(PREDICTION, TARGET) == losses.mse_loss(PREDICTION, TARGET, "mean")


def test_mse_loss_grad_takes_the_mean_unless_told():
    default = losses.mse_loss_grad(PREDICTION, TARGET)
    assert torch.equal(default, losses.mse_loss_grad(PREDICTION, TARGET, "mean"))


def test_the_notes_mse_snippet_has_loss_1_and_gradient_2():
    # The notes: x = 1, w = 2, label 1; there the gradient is with respect to w, and x is 1.
    prediction, label = torch.tensor([2.0]), torch.tensor([1.0])
    assert losses.mse_loss(prediction, label).item() == 1
    assert losses.mse_loss_grad(prediction, label).item() == 2


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_mse_loss_equals_pytorchs(reduction):
    prediction, target = normal(4, 3), normal(4, 3, seed=1)
    expected = torch.nn.functional.mse_loss(prediction, target, reduction=reduction)
    close(losses.mse_loss(prediction, target, reduction), expected)


@pytest.mark.parametrize("shape", [(), (1,), (5,), (4, 3), (2, 3, 4)])
@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_mse_loss_grad_equals_autograds(reduction, shape):
    prediction, target = normal(*shape), normal(*shape, seed=1)
    automatic = by_autograd(lambda x: losses.mse_loss(x, target, reduction), prediction)
    close(losses.mse_loss_grad(prediction, target, reduction), automatic)


@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_mse_loss_grad_equals_central_differences(reduction):
    prediction, target = normal(4, 3), normal(4, 3, seed=1)
    numerical = by_central_differences(lambda x: losses.mse_loss(x, target, reduction), prediction)
    close(losses.mse_loss_grad(prediction, target, reduction), numerical, rtol=1e-8)


def test_mse_loss_grad_of_the_target_is_the_negative():
    automatic = by_autograd(lambda t: losses.mse_loss(PREDICTION, t), TARGET)
    close(-losses.mse_loss_grad(PREDICTION, TARGET), automatic)


@pytest.mark.parametrize("function", [losses.mse_loss, losses.mse_loss_grad])
def test_squared_error_broadcasts_nothing(function):
    # PyTorch would make 3 × 3 errors out of these 3 and 3, with a warning.
    with pytest.raises(ValueError, match=r"target: expected .*\(3,\), got \(3, 1\)"):
        function(PREDICTION, TARGET.unsqueeze(-1))


@pytest.mark.parametrize("function", [losses.mse_loss, losses.mse_loss_grad])
def test_squared_error_refuses_integers(function):
    with pytest.raises(
        TypeError, match=r"prediction: expected a floating-point tensor, got torch\.int64"
    ):
        function(torch.tensor([1, 2]), torch.tensor([3, 4]))


@pytest.mark.parametrize("function", [losses.mse_loss, losses.mse_loss_grad])
def test_squared_error_refuses_two_dtypes(function):
    with pytest.raises(TypeError, match=r"target: expected .*torch\.float64, got torch\.float32"):
        function(PREDICTION, TARGET.float())


@pytest.mark.parametrize("function", [losses.mse_loss, losses.mse_loss_grad])
def test_squared_error_refuses_an_unknown_reduction(function):
    with pytest.raises(
        ValueError, match=r"reduction: expected one of mean, sum, half_sum, got 'max'"
    ):
        function(PREDICTION, TARGET, "max")


@pytest.mark.parametrize("function", [losses.mse_loss, losses.mse_loss_grad])
def test_squared_error_refuses_nothing_at_all(function):
    with pytest.raises(ValueError, match=r"prediction: expected one entry or more, .*\(0,\)"):
        function(torch.zeros(0), torch.zeros(0))


# Softmax
LOGITS = torch.tensor([[0.3, -1.7, 2.2, 0.9], [5.0, 4.5, -3.0, 0.1]], dtype=torch.float64)


def test_softmax_of_logarithms_gives_the_numbers_shares():
    # exp(log 1) : exp(log 2) : exp(log 5) = 1 : 2 : 5
    logits = torch.tensor([1.0, 2.0, 5.0], dtype=torch.float64).log()
    expected = torch.tensor([0.125, 0.25, 0.625], dtype=torch.float64)
    close(losses.softmax(logits), expected)


def test_softmax_of_the_notes_logits():
    # Printed by the notes to four decimals.
    p = losses.softmax(torch.tensor([0.8659, 0.0540, 0.4153]))
    assert [f"{value:.4f}" for value in p.tolist()] == ["0.4805", "0.2133", "0.3062"]


def test_softmax_equals_pytorchs():
    close(losses.softmax(LOGITS), LOGITS.softmax(-1))


def test_softmax_sums_to_1_over_the_last_axis():
    close(losses.softmax(normal(2, 3, 5)).sum(-1), torch.ones(2, 3, dtype=torch.float64))


def test_softmax_ratio_is_the_exponential_of_the_difference():
    p = losses.softmax(LOGITS[0])
    assert (p[2] / p[1]).item() == pytest.approx(math.exp(2.2 + 1.7), rel=1e-14)


def test_softmax_does_not_overflow():
    p = losses.softmax(torch.tensor([1000.0, 1000.0, -1000.0]))
    assert p.tolist() == [0.5, 0.5, 0.0]


def test_softmax_of_minus_infinity_is_0():
    p = losses.softmax(torch.tensor([1.0, -math.inf, 1.0]))
    assert p.tolist() == [0.5, 0.0, 0.5]


def test_softmax_jacobian_of_the_notes_logits():
    # Printed by the notes to four decimals.
    rows = losses.softmax_jacobian(torch.tensor([0.8659, 0.0540, 0.4153]))
    expected = [
        [0.2496, -0.1025, -0.1471],
        [-0.1025, 0.1678, -0.0653],
        [-0.1471, -0.0653, 0.2124],
    ]
    # The notes' logits are themselves rounded to four decimals.
    torch.testing.assert_close(rows, torch.tensor(expected), rtol=0, atol=6e-5)


def test_softmax_jacobian_on_the_diagonal_is_p_times_1_minus_p():
    # Probabilities 1/8, 2/8, 5/8, by hand: 7/64, 12/64, 15/64.
    logits = torch.tensor([1.0, 2.0, 5.0], dtype=torch.float64).log()
    expected = torch.tensor([7.0, 12.0, 15.0], dtype=torch.float64) / 64
    close(losses.softmax_jacobian(logits).diagonal(), expected)


def test_softmax_jacobian_off_the_diagonal_is_minus_the_product():
    # Probabilities 1/8, 2/8, 5/8, by hand: −1·2/64, −1·5/64, −2·5/64.
    logits = torch.tensor([1.0, 2.0, 5.0], dtype=torch.float64).log()
    expected = torch.tensor([-2.0, -5.0, -10.0], dtype=torch.float64) / 64
    jacobian = losses.softmax_jacobian(logits)
    close(torch.stack([jacobian[0, 1], jacobian[0, 2], jacobian[1, 2]]), expected)


@pytest.mark.parametrize("logits", [LOGITS[0], LOGITS[1], normal(6, scale=3.0)])
def test_softmax_jacobian_equals_autograds(logits):
    automatic = torch.autograd.functional.jacobian(losses.softmax, logits)
    close(losses.softmax_jacobian(logits), automatic)


def test_softmax_jacobian_equals_central_differences():
    rows = [
        by_central_differences(lambda z, i=i: losses.softmax(z)[i], LOGITS[0]) for i in range(4)
    ]
    close(losses.softmax_jacobian(LOGITS[0]), torch.stack(rows), rtol=1e-8)


def test_softmax_jacobian_takes_every_row_by_itself():
    batch = normal(2, 3, 5)
    jacobians = losses.softmax_jacobian(batch)
    assert jacobians.shape == (2, 3, 5, 5)
    assert torch.equal(jacobians[1, 2], losses.softmax_jacobian(batch[1, 2]))


def test_softmax_jacobian_is_symmetric():
    jacobian = losses.softmax_jacobian(LOGITS[0])
    close(jacobian, jacobian.mT)


def test_softmax_jacobian_is_singular():
    # A shift of all logits changes nothing: J 1 = 0.
    rows = losses.softmax_jacobian(LOGITS[1]).sum(-1)
    torch.testing.assert_close(rows, torch.zeros_like(rows), rtol=0, atol=1e-15)


@pytest.mark.parametrize("function", [losses.softmax, losses.softmax_jacobian])
@pytest.mark.parametrize("logits", [torch.tensor(1.0), torch.zeros(3, 0)])
def test_softmax_needs_a_last_axis(function, logits):
    with pytest.raises(ValueError, match=r"logits: expected the shape \(\.\.\., n\)"):
        function(logits)


@pytest.mark.parametrize("function", [losses.softmax, losses.softmax_jacobian])
def test_softmax_refuses_integers(function):
    with pytest.raises(
        TypeError, match=r"logits: expected a floating-point tensor, got torch\.int64"
    ):
        function(torch.tensor([1, 2]))


# Cross-entropy
CLASSES = torch.tensor([2, 0])
SHARES = torch.tensor([[0.1, 0.2, 0.3, 0.4], [0.7, 0.0, 0.05, 0.25]], dtype=torch.float64)
CASES = [
    pytest.param(LOGITS, CLASSES, id="indices"),
    pytest.param(LOGITS, SHARES, id="probabilities"),
    pytest.param(LOGITS[0], torch.tensor(1), id="one row"),
    pytest.param(normal(2, 3, 5), torch.tensor([[4, 0, 2], [1, 1, 3]]), id="two leading axes"),
]


def test_cross_entropy_is_the_negative_logarithm_of_the_targets_probability():
    # Probabilities 1/8, 2/8, 5/8
    logits = torch.tensor([1.0, 2.0, 5.0], dtype=torch.float64).log()
    loss = losses.cross_entropy(logits, torch.tensor(1))
    assert loss.item() == pytest.approx(math.log(4), rel=1e-15)


def test_cross_entropy_is_the_mean_over_the_rows():
    rows = [losses.cross_entropy(LOGITS[i], CLASSES[i]) for i in range(2)]
    close(losses.cross_entropy(LOGITS, CLASSES), torch.stack(rows).mean())


@pytest.mark.parametrize(("logits", "target"), CASES[:3])
def test_cross_entropy_equals_pytorchs(logits, target):
    expected = torch.nn.functional.cross_entropy(logits, target)
    close(losses.cross_entropy(logits, target), expected)


def test_cross_entropy_of_indices_is_that_of_their_one_hot_rows():
    one_hot = torch.tensor([[0, 0, 1, 0], [1, 0, 0, 0]], dtype=torch.float64)
    close(losses.cross_entropy(LOGITS, CLASSES), losses.cross_entropy(LOGITS, one_hot))


@pytest.mark.parametrize("dtype", [torch.uint8, torch.int32])
def test_class_indices_may_have_any_integer_dtype(dtype):
    expected = losses.cross_entropy(LOGITS, CLASSES)
    assert torch.equal(losses.cross_entropy(LOGITS, CLASSES.to(dtype)), expected)


@pytest.mark.parametrize("function", [losses.cross_entropy, losses.cross_entropy_grad])
def test_probabilities_may_miss_the_sum_1_by_rounding(function):
    # ε is 2⁻⁵²: this row misses 1 by 16 ε, as a row of many classes may.
    row = torch.tensor([0.25 + 2.0**-48, 0.25, 0.25, 0.25], dtype=torch.float64)
    torch.testing.assert_close(
        function(LOGITS[0], row), function(LOGITS[0], row.round(decimals=2)), rtol=1e-12, atol=0
    )


def test_cross_entropy_grad_of_a_single_class_is_0():
    # Its probability is 1, as its target's.
    assert losses.cross_entropy_grad(LOGITS[:, :1], 0 * CLASSES).tolist() == [[0.0], [0.0]]


@pytest.mark.parametrize(("logits", "target"), CASES)
def test_cross_entropy_grad_equals_autograds(logits, target):
    automatic = by_autograd(lambda z: losses.cross_entropy(z, target), logits)
    close(losses.cross_entropy_grad(logits, target), automatic)


@pytest.mark.parametrize(("logits", "target"), CASES)
def test_cross_entropy_grad_equals_central_differences(logits, target):
    numerical = by_central_differences(lambda z: losses.cross_entropy(z, target), logits)
    close(losses.cross_entropy_grad(logits, target), numerical, rtol=1e-8)


def test_cross_entropy_grad_is_p_minus_y():
    # Probabilities 1/8, 2/8, 5/8 and target 1: (1, 2 − 8, 5) / 8
    logits = torch.tensor([1.0, 2.0, 5.0], dtype=torch.float64).log()
    expected = torch.tensor([1.0, -6.0, 5.0], dtype=torch.float64) / 8
    close(losses.cross_entropy_grad(logits, torch.tensor(1)), expected)


def test_cross_entropy_of_a_hopeless_class_is_finite():
    # p of the target rounds to 0 in float32; its logarithm is −1000.
    logits = torch.tensor([1000.0, 0.0])
    assert losses.cross_entropy(logits, torch.tensor(1)).item() == 1000
    assert losses.cross_entropy_grad(logits, torch.tensor(1)).tolist() == [1.0, -1.0]


def test_cross_entropy_of_a_hopeless_class_has_autograds_gradient():
    logits = torch.tensor([1000.0, 0.0])
    automatic = by_autograd(lambda z: losses.cross_entropy(z, torch.tensor(1)), logits)
    assert automatic.tolist() == [1.0, -1.0]


def test_cross_entropy_leaves_out_classes_that_the_target_excludes():
    logits = torch.tensor([0.0, -math.inf, 0.0])
    loss = losses.cross_entropy(logits, torch.tensor([0.5, 0.0, 0.5]))
    assert loss.item() == pytest.approx(math.log(2), rel=1e-6)


@pytest.mark.parametrize("function", [losses.cross_entropy, losses.cross_entropy_grad])
@pytest.mark.parametrize(
    ("target", "message"),
    [
        (torch.tensor([0, 1, 2]), r"target: expected .*\(2,\) \(class indices\) .* got \(3,\)"),
        (torch.tensor([0, 4]), r"target: expected class indices 0 … 3, got \[0, 4\]"),
        (torch.tensor([-1, 1]), r"target: expected class indices 0 … 3, got \[-1, 1\]"),
        (SHARES[0], r"target: expected the shape of logits, \(2, 4\), got \(4,\)"),
        (2 * SHARES, r"target: expected probabilities"),
        (0.5 * SHARES, r"target: expected probabilities"),
        (SHARES * (1 + 2.0**-20), r"target: expected probabilities"),
        (torch.stack([SHARES[0], 2 * SHARES[1]]), r"target: expected probabilities"),
        (SHARES + torch.tensor([-0.5, 0.5, 0, 0]).double(), r"target: expected probabilities"),
    ],
)
def test_cross_entropy_names_what_is_wrong_with_the_target(function, target, message):
    with pytest.raises(ValueError, match=message):
        function(LOGITS, target)


@pytest.mark.parametrize("function", [losses.cross_entropy, losses.cross_entropy_grad])
@pytest.mark.parametrize(
    ("target", "message"),
    [
        (SHARES.float(), r"target: expected .*torch\.float64, got torch\.float32"),
        (torch.tensor([True, False]), r"target: expected an integer .* got torch\.bool"),
        (torch.tensor([1j, 0]), r"target: expected an integer .* got torch\.complex64"),
    ],
)
def test_cross_entropy_names_a_wrong_dtype_of_the_target(function, target, message):
    with pytest.raises(TypeError, match=message):
        function(LOGITS, target)


@pytest.mark.parametrize("function", [losses.cross_entropy, losses.cross_entropy_grad])
def test_cross_entropy_refuses_no_rows(function):
    with pytest.raises(ValueError, match=r"logits: expected one entry or more, .*\(0, 4\)"):
        function(torch.zeros(0, 4), torch.zeros(0, dtype=torch.int64))


@pytest.mark.parametrize("function", [losses.cross_entropy, losses.cross_entropy_grad])
@pytest.mark.parametrize("logits", [torch.tensor(1.0), torch.zeros(3, 0)])
def test_cross_entropy_needs_a_last_axis(function, logits):
    with pytest.raises(ValueError, match=r"logits: expected the shape \(\.\.\., n\)"):
        function(logits, torch.tensor(0))


@pytest.mark.parametrize("dtype", [torch.float16, torch.float32, torch.float64])
@pytest.mark.parametrize(
    "function",
    [losses.softmax, losses.softmax_jacobian]
    + [
        lambda z, f=f: f(z, torch.tensor(2))
        for f in (losses.cross_entropy, losses.cross_entropy_grad)
    ]
    + [lambda z, f=f: f(z, z.flip(0)) for f in (losses.mse_loss, losses.mse_loss_grad)],
)
def test_every_function_keeps_the_dtype(function, dtype):
    assert function(LOGITS[0].to(dtype)).dtype == dtype


def test_softmax_keeps_the_device():
    assert losses.softmax_jacobian(LOGITS.to("meta")).device.type == "meta"
