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


# Sums that fit where their parts don't


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_the_mean_of_squares_fits_where_their_sum_does_not(dtype):
    # 400 · 30² = 360,000 is no float16, whose largest number is 65,504; PyTorch has 900, too.
    errors = torch.full((400,), 30.0, dtype=dtype)
    assert losses.mse_loss(errors, 0 * errors) == 900


def test_the_mean_of_squares_fits_where_one_square_does_not():
    error = torch.zeros(400, dtype=torch.float16)
    error[7] = 300
    assert losses.mse_loss(error, 0 * error) == 225
    # 1e20² = 1e40 is no float32, 1e40 / 1000 = 1e37 is.
    assert losses.mse_loss(1e20 * torch.eye(1000)[3], torch.zeros(1000)) == pytest.approx(1e37)


def test_half_the_square_fits_where_the_square_does_not():
    error = torch.tensor([2e19, 0.0])  # squared 4e38, and float32 ends at 3.4e38
    half = losses.mse_loss(error, 0 * error, "half_sum")
    assert half.item() == pytest.approx(2e38, rel=1e-6)


def test_cross_entropy_of_rows_whose_sum_overflows_is_their_mean():
    logits = torch.tensor([[3e38, 0.0], [3e38, 0.0]])
    assert losses.cross_entropy(logits, torch.tensor([1, 1])).item() == pytest.approx(3e38)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_cross_entropy_of_half_precision_is_rounded_once(dtype):
    for seed in range(20):
        generator = torch.Generator().manual_seed(seed)
        logits = (4 * torch.randn(9, 5, generator=generator)).to(dtype)
        target = torch.randint(5, (9,), generator=generator)
        exact = losses.cross_entropy(logits.double(), target)
        assert losses.cross_entropy(logits, target) == exact.to(dtype)


def test_softmax_of_more_classes_than_float16_can_count():
    p = losses.softmax(torch.zeros(70_000, dtype=torch.float16))
    assert (p > 0).all() and p[0].item() == pytest.approx(1 / 70_000, rel=1e-2)


# Digits that cancellation would lose

FAR = torch.tensor([0.0, 20.0, -30.0, 1.0])


def test_rows_of_softmax_jacobian_of_far_logits_add_up_to_0():
    jacobian = losses.softmax_jacobian(FAR).double()
    assert (jacobian.sum(-1).abs() <= 1e-6 * jacobian.abs().amax(-1)).all()
    torch.testing.assert_close(jacobian, losses.softmax_jacobian(FAR.double()), rtol=1e-5, atol=0)


def test_softmax_jacobian_on_the_diagonal_keeps_the_digits_of_1_minus_p():
    # p = 1 / (1 + e⁻⁴⁰) is 1 in both dtypes; p (1 − p) is e⁻⁴⁰.
    jacobian = losses.softmax_jacobian(torch.tensor([40.0, 0.0], dtype=torch.float64))
    close(jacobian, math.exp(-40) * torch.tensor([[1.0, -1], [-1, 1]]).double(), rtol=1e-13)


@pytest.mark.parametrize("target", [torch.tensor(1), torch.tensor([0.0, 1, 0, 0])])
def test_cross_entropy_of_a_sure_class_and_its_gradients_keep_their_digits(target):
    others = torch.tensor([-20.0, -50, -19]).double().exp()
    expected = torch.tensor([others[0], -others.sum(), others[1], others[2]]) / (1 + others.sum())
    loss = losses.cross_entropy(FAR, target)
    assert loss.item() == pytest.approx(others.sum().log1p().item(), rel=1e-6)
    for gradient in (
        losses.cross_entropy_grad(FAR, target),
        by_autograd(lambda z: losses.cross_entropy(z, target), FAR),
    ):
        torch.testing.assert_close(gradient.double(), expected, rtol=1e-5, atol=0)


def test_cross_entropy_grad_of_soft_labels_keeps_the_digits_of_small_ones():
    y = torch.tensor([1e-12, 1.0 - 1e-12, 0.0, 0.0], dtype=torch.float64)
    p = losses.softmax(FAR.double())
    gradient = losses.cross_entropy_grad(FAR.double(), y)
    close(gradient[[0, 2, 3]], (p - y)[[0, 2, 3]], rtol=1e-12)
    close(gradient[1], -gradient[[0, 2, 3]].sum(), rtol=1e-12)


# Derivatives by the target


def test_the_derivative_by_the_target_is_minus_log_p_also_where_it_is_0():
    y = torch.tensor([0.0, 0.3, 0.7, 0.0], dtype=torch.float64)
    by_target = by_autograd(lambda y: losses.cross_entropy(LOGITS[0], y), y)
    close(by_target, -LOGITS[0].log_softmax(-1))
    pytorchs = by_autograd(lambda y: torch.nn.functional.cross_entropy(LOGITS[0], y), y)
    close(by_target, pytorchs)


def test_the_derivatives_at_an_excluded_class_are_0():
    logits = torch.tensor([0.0, -math.inf, 0.0])
    y = torch.tensor([0.5, 0.0, 0.5])
    by_target = by_autograd(lambda y: losses.cross_entropy(logits, y), y)
    assert by_target[1] == 0 and by_target[0].item() == pytest.approx(math.log(2))
    assert by_autograd(lambda z: losses.cross_entropy(z, y), logits).tolist() == [0, 0, 0]


@pytest.mark.parametrize("derivative", ["logits", "target"])
def test_cross_entropy_can_be_differentiated_twice(derivative):
    target = SHARES.clone().requires_grad_(derivative == "target")
    logits = LOGITS.clone().requires_grad_(derivative == "logits")
    checked = (logits,) if derivative == "logits" else (target,)

    def function(values):
        y = values.softmax(-1) if derivative == "target" else target
        return losses.cross_entropy(values if derivative == "logits" else logits, y)

    assert torch.autograd.gradcheck(function, checked)
    assert torch.autograd.gradgradcheck(function, checked)


# What is no probability, and what is no tensor

TAKES_LOGITS = [losses.cross_entropy, losses.cross_entropy_grad]
TAKES_PAIRS = [*TAKES_LOGITS, losses.mse_loss, losses.mse_loss_grad]


@pytest.mark.parametrize("function", TAKES_LOGITS)
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_target_that_is_not_finite_is_refused(function, value):
    target = SHARES.clone()
    target[1, 2] = value
    with pytest.raises(ValueError, match="target: expected probabilities"):
        function(LOGITS, target)


@pytest.mark.parametrize("function", TAKES_PAIRS)
def test_a_list_for_a_target_is_named(function):
    with pytest.raises(TypeError, match="target: expected a tensor, got list"):
        function(LOGITS, [1, 0])


@pytest.mark.parametrize("function", TAKES_PAIRS)
def test_complex_numbers_are_no_floats(function):
    with pytest.raises(TypeError, match=r"expected a floating-point tensor, got torch\.complex128"):
        function(LOGITS * 1j, LOGITS)


# Transforms


@pytest.mark.parametrize("target", [CLASSES, SHARES], ids=["indices", "probabilities"])
@pytest.mark.parametrize("function", TAKES_LOGITS)
def test_cross_entropy_runs_under_vmap_and_compiles_without_a_break(function, target):
    rows = torch.stack([function(LOGITS[i], target[i]) for i in range(2)])
    close(torch.func.vmap(function)(LOGITS, target), rows)
    compiled = torch.compile(function, fullgraph=True, backend="eager")
    close(compiled(LOGITS, target), function(LOGITS, target))


@pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")  # PyTorch's own, in jvp
@pytest.mark.parametrize("target", [CLASSES, SHARES], ids=["indices", "probabilities"])
def test_cross_entropy_of_each_row_has_its_own_gradient(target):
    each = torch.func.vmap(torch.func.grad(losses.cross_entropy))(LOGITS, target)
    close(each, torch.func.vmap(losses.cross_entropy_grad)(LOGITS, target))
    _, tangent = torch.func.jvp(lambda z: losses.cross_entropy(z, target), (LOGITS,), (LOGITS,))
    close(tangent, (losses.cross_entropy_grad(LOGITS, target) * LOGITS).sum())


@pytest.mark.parametrize("target", [CLASSES, SHARES], ids=["indices", "probabilities"])
@pytest.mark.parametrize("function", TAKES_LOGITS)
def test_cross_entropy_runs_where_there_are_no_values(function, target):
    assert function(LOGITS.to("meta"), target.to("meta")).device.type == "meta"

    class Module(torch.nn.Module):
        def forward(self, logits, target):
            return function(logits, target)

    exported = torch.export.export(Module(), (LOGITS, target))
    close(exported.module()(LOGITS, target), function(LOGITS, target))


# --- sums in half precision ----------------------------------------------------------------------


@pytest.mark.parametrize("function", [losses.cross_entropy, losses.cross_entropy_grad])
@pytest.mark.parametrize("dtype", [torch.float16, torch.float32, torch.float64])
def test_the_sum_of_probabilities_misses_1_by_less_than_the_root_of_eps(function, dtype):
    root = torch.finfo(dtype).eps ** 0.5
    logits, halves = torch.zeros(2, dtype=dtype), torch.full((2,), 0.5, dtype=dtype)
    function(logits, halves + torch.tensor([0, root / 4], dtype=dtype))
    with pytest.raises(ValueError, match="target: expected probabilities"):
        function(logits, halves + torch.tensor([0, 2 * root], dtype=dtype))


def test_a_sum_that_misses_1_by_the_very_root_of_eps_is_refused():
    target = torch.tensor([0.5, 0.5 + 2.0**-26], dtype=torch.float64)  # ε is 2⁻⁵²
    with pytest.raises(ValueError, match="target: expected probabilities"):
        losses.cross_entropy(torch.zeros(2, dtype=torch.float64), target)


@pytest.mark.parametrize("shape", [(4,), (2, 2)])
def test_the_row_that_misses_1_most_is_named_by_its_sum(shape):
    sums = torch.tensor([1.0, 1.25, 0.5, 1.0], dtype=torch.float64).reshape(shape)
    target = torch.stack([sums / 2, sums / 2], -1)
    with pytest.raises(ValueError, match=r"got entries from 0\.25 on, with sum 0\.5$"):
        losses.cross_entropy(torch.zeros_like(target), target)


def test_the_shape_of_the_class_indices_is_named():
    with pytest.raises(ValueError, match=r"the shape \(2, 3\) \(class indices\) or \(2, 3, 4\)"):
        losses.cross_entropy(torch.zeros(2, 3, 4), torch.zeros(4, dtype=torch.int64))


def test_the_mean_of_many_small_squares_does_not_vanish_in_float16():
    errors = torch.full((10_000,), 2.0**-7, dtype=torch.float16)
    # Each square is 2⁻¹⁴, and a ten thousandth of it no number of float16.
    loss = losses.mse_loss(errors, torch.zeros_like(errors))
    assert loss.item() == pytest.approx(2.0**-14, rel=1e-3)


def test_the_slope_of_a_mean_square_fits_where_the_error_does_not():
    far = torch.full((8,), 60_000.0, dtype=torch.float16)
    slope = losses.mse_loss_grad(far, -far)  # an error of 120,000
    torch.testing.assert_close(slope, torch.full((8,), 2 * 120_000 / 8, dtype=torch.float16))


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_the_gradient_at_soft_labels_near_the_probabilities_keeps_its_digits(dtype):
    logits = normal(50).to(dtype)
    target = logits.double().softmax(-1).to(dtype)
    y = target.double()
    right = logits.double().softmax(-1) * y.sum() - y  # so that the row has the sum 0
    found = losses.cross_entropy_grad(logits, target).double()
    # What is left is as small as the rounding of the labels.
    torch.testing.assert_close(found, right, rtol=0.01, atol=2e-7)
