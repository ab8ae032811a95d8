import math
from itertools import pairwise

import pytest
import torch
from torch.testing import assert_close

from gradbook.mlp import (
    Layer,
    affine,
    autograd_backward,
    backward,
    deltas,
    forward,
    initialize,
    loss,
)

HEADS = ["sigmoid", "softmax"]
SIZES = (5, 4, 6, 3)  # pairwise different, so that no swapped index goes unseen
BATCH = 7


def seeded():
    return torch.Generator().manual_seed(7)


def normal(*shape, generator):
    return torch.randn(*shape, generator=generator, dtype=torch.float64)


@pytest.fixture
def layers():
    generator = seeded()
    return [
        Layer(normal(m, n, generator=generator), normal(m, generator=generator))
        for n, m in [(5, 4), (4, 6), (6, 3)]
    ]


@pytest.fixture
def x():
    return normal(BATCH, 5, generator=torch.Generator().manual_seed(8))


@pytest.fixture
def target():
    logits = normal(BATCH, 3, generator=torch.Generator().manual_seed(9))
    return logits.softmax(-1)  # probabilities that are not one-hot, for either head


def assert_same_layers(actual, expected, rtol=1e-12):
    """Compare all entries at the scale of the largest one of their tensor."""
    assert len(actual) == len(expected)
    for mine, theirs in zip(actual, expected, strict=True):
        for a, b in zip(mine, theirs, strict=True):
            assert_close(a, b, rtol=0, atol=rtol * b.abs().max().item())


def central_differences(f, p, h=1e-5):
    """The gradient of f() by the entries of p, changed in place one by one."""
    gradient = torch.empty_like(p)
    for index in range(p.numel()):
        entry = p.view(-1)[index : index + 1]
        kept = entry.clone()
        above = f(entry.copy_(kept + h))
        below = f(entry.copy_(kept - h))
        entry.copy_(kept)
        gradient.view(-1)[index] = (above - below) / (2 * h)
    return gradient


# The forward pass


def test_affine_adds_up_weights_times_inputs_by_output_and_input(layers, x):
    z = affine(layers[0], x)
    by_index = [
        [
            sum(layers[0].weight[k, j] * x[i, j] for j in range(5)) + layers[0].bias[k]
            for k in range(4)
        ]
        for i in range(BATCH)
    ]
    assert_close(z, torch.tensor(by_index, dtype=torch.float64), rtol=1e-13, atol=1e-14)


def test_forward_returns_the_input_and_every_output(layers, x):
    outputs = forward(layers, x)
    assert outputs[0] is x
    assert [o.shape for o in outputs] == [(BATCH, n) for n in SIZES]


def test_forward_agrees_with_torch_modules(layers, x):
    expected = x
    for weight, bias in layers:
        expected = torch.sigmoid(torch.nn.functional.linear(expected, weight, bias))
    assert_close(forward(layers, x)[-1], expected, rtol=1e-13, atol=0)


def test_forward_with_softmax_changes_the_last_layer_only(layers, x):
    plain, soft = forward(layers, x, "sigmoid"), forward(layers, x, "softmax")
    assert all(torch.equal(a, b) for a, b in zip(plain[:-1], soft[:-1], strict=True))
    logits = soft[-2] @ layers[-1].weight.T + layers[-1].bias
    assert_close(soft[-1], logits.softmax(-1), rtol=1e-13, atol=0)


def test_forward_takes_one_sample_and_several_batch_axes(layers, x):
    expected = forward(layers, x)[-1]
    assert_close(forward(layers, x[2])[-1], expected[2], rtol=1e-13, atol=0)
    stacked = forward(layers, x[:6].reshape(2, 3, 5))[-1]
    assert_close(stacked, expected[:6].reshape(2, 3, 3), rtol=1e-13, atol=0)


# The loss


def test_loss_with_sigmoid_is_half_the_squared_error_averaged_over_samples(layers, x, target):
    output = forward(layers, x)[-1]
    by_sample = [0.5 * ((output[i] - target[i]) ** 2).sum() for i in range(BATCH)]
    assert_close(loss(layers, x, target), sum(by_sample) / BATCH, rtol=1e-13, atol=0)


def test_loss_with_softmax_is_the_mean_cross_entropy(layers, x, target):
    p = forward(layers, x, "softmax")[-1]
    expected = -(target * p.log()).sum(-1).mean()
    assert_close(loss(layers, x, target, "softmax"), expected, rtol=1e-13, atol=0)


def test_loss_takes_class_indices(layers, x):
    p = forward(layers, x, "softmax")[-1]
    labels = torch.tensor([0, 2, 1, 1, 0, 2, 2])
    expected = -sum(p[i, label].log() for i, label in enumerate(labels)) / BATCH
    assert_close(loss(layers, x, labels, "softmax"), expected, rtol=1e-13, atol=0)


def test_loss_with_softmax_stays_finite_where_a_probability_underflows():
    layer = Layer(torch.tensor([[2000.0], [-2000.0]]), torch.zeros(2))
    assert loss([layer], torch.ones(1), torch.tensor(1), "softmax") == 4000.0  # difference of sums


# δ and the gradients


@pytest.mark.parametrize("head", HEADS)
def test_deltas_are_the_derivatives_by_the_sums(layers, x, target, head):
    # Shifting a bias of one sample shifts its sum z: so δ is the gradient by per-sample biases.
    shifts = [torch.zeros(BATCH, m, dtype=torch.float64, requires_grad=True) for m in SIZES[1:]]
    output = x
    for shift, layer in zip(shifts[:-1], layers, strict=False):
        output = torch.sigmoid(output @ layer.weight.T + layer.bias + shift)
    z = output @ layers[-1].weight.T + layers[-1].bias + shifts[-1]
    if head == "sigmoid":
        error = 0.5 * ((torch.sigmoid(z) - target) ** 2).sum()
    else:
        error = -(target * z.log_softmax(-1)).sum()
    expected = torch.autograd.grad(error, shifts)
    for delta, grad in zip(
        deltas(layers, forward(layers, x, head), target, head), expected, strict=True
    ):
        assert_close(delta, grad, rtol=0, atol=1e-13 * grad.abs().max().item())


def test_output_delta_is_error_times_slope_of_the_sigmoid(layers, x, target):
    outputs = forward(layers, x)
    o, t = outputs[-1][3, 1], target[3, 1]
    assert_close(deltas(layers, outputs, target)[-1][3, 1], (o - t) * o * (1 - o))


def test_hidden_delta_follows_the_index_formula(layers, x, target):
    outputs = forward(layers, x)
    _, hidden, last = deltas(layers, outputs, target)
    o = outputs[2][4, 5]
    carried_back = sum(last[4, k] * layers[2].weight[k, 5] for k in range(3))
    assert_close(hidden[4, 5], o * (1 - o) * carried_back)


@pytest.mark.parametrize("head", HEADS)
def test_backward_agrees_with_autograd(layers, x, target, head):
    by_hand = backward(layers, forward(layers, x, head), target, head)
    assert_same_layers(by_hand, autograd_backward(layers, x, target, head))


@pytest.mark.parametrize("head", HEADS)
def test_backward_agrees_with_central_differences(layers, x, target, head):
    by_hand = backward(layers, forward(layers, x, head), target, head)
    numerical = [
        Layer(*(central_differences(lambda _: loss(layers, x, target, head), p) for p in layer))
        for layer in layers
    ]
    assert_same_layers(by_hand, numerical, rtol=1e-8)


def test_backward_agrees_with_torch_modules_and_their_losses(layers, x):
    # Independent of gradbook's forward pass and loss.
    labels = torch.tensor([0, 2, 1, 1, 0, 2, 2])
    leaves = [Layer(w.clone().requires_grad_(), b.clone().requires_grad_()) for w, b in layers]
    logits = x
    for index, (weight, bias) in enumerate(leaves):
        logits = torch.nn.functional.linear(
            logits if index == 0 else torch.sigmoid(logits), weight, bias
        )
    torch.nn.functional.cross_entropy(logits, labels).backward()
    by_hand = backward(layers, forward(layers, x, "softmax"), labels, "softmax")
    assert_same_layers(by_hand, [Layer(w.grad, b.grad) for w, b in leaves])


@pytest.mark.parametrize("head", HEADS)
def test_backward_averages_over_the_samples(layers, x, target, head):
    whole = backward(layers, forward(layers, x, head), target, head)
    single = [backward(layers, forward(layers, x[i], head), target[i], head) for i in range(BATCH)]
    mean = [
        Layer(*(sum(parts) / BATCH for parts in zip(*same_layer, strict=True)))
        for same_layer in zip(*single, strict=True)
    ]
    assert_same_layers(whole, mean)


@pytest.mark.parametrize("head", HEADS)
def test_backward_takes_several_batch_axes(layers, x, target, head):
    flat = backward(layers, forward(layers, x[:6], head), target[:6], head)
    folded_x, folded_target = x[:6].reshape(2, 3, 5), target[:6].reshape(2, 3, 3)
    folded = backward(layers, forward(layers, folded_x, head), folded_target, head)
    assert_same_layers(folded, flat)
    losses = [
        loss(layers, *given, head) for given in ((x[:6], target[:6]), (folded_x, folded_target))
    ]
    assert_close(*losses, rtol=1e-14, atol=0)


def test_class_indices_and_one_hot_rows_give_the_same_gradients(layers, x):
    labels = torch.tensor([0, 2, 1, 1, 0, 2, 2])
    outputs = forward(layers, x, "softmax")
    one_hot = torch.eye(3, dtype=torch.float64)[labels]
    assert_same_layers(
        backward(layers, outputs, labels, "softmax"),
        backward(layers, outputs, one_hot, "softmax"),
        rtol=0,
    )


@pytest.mark.parametrize("head", HEADS)
def test_a_single_layer_is_enough(layers, x, target, head):
    layer = [Layer(layers[0].weight[:3], layers[0].bias[:3])]
    by_hand = backward(layer, forward(layer, x, head), target, head)
    assert_same_layers(by_hand, autograd_backward(layer, x, target, head))


@pytest.mark.parametrize("head", HEADS)
def test_a_single_input_is_enough(layers, x, target, head):
    layer, inputs = [Layer(layers[2].weight[:, :1], layers[2].bias)], x[:, :1]
    by_hand = backward(layer, forward(layer, inputs, head), target, head)
    assert_same_layers(by_hand, autograd_backward(layer, inputs, target, head))


@pytest.mark.parametrize("shape", [(), (6,), (2, 3)])
def test_class_indices_have_the_batch_axes_of_the_input(layers, x, shape):
    count = math.prod(shape)
    labels, inputs = torch.tensor([2, 0, 1, 1, 0, 2])[:count].reshape(shape), x[:count]
    inputs = inputs.reshape(*shape, 5)
    by_hand = backward(layers, forward(layers, inputs, "softmax"), labels, "softmax")
    assert_same_layers(by_hand, autograd_backward(layers, inputs, labels, "softmax"))


def test_the_head_of_autograds_gradients_is_the_sigmoid_unless_told(layers, x, target):
    told = autograd_backward(layers, x, target, "sigmoid")
    assert_same_layers(autograd_backward(layers, x, target), told, rtol=0)


def test_gradients_have_the_shapes_of_the_layers(layers, x, target):
    gradients = backward(layers, forward(layers, x), target)
    assert [(g.weight.shape, g.bias.shape) for g in gradients] == [
        ((m, n), (m,)) for n, m in pairwise(SIZES)
    ]


def test_a_short_step_against_the_gradient_lowers_the_loss(layers, x, target):
    gradients = backward(layers, forward(layers, x), target)
    moved = [
        Layer(w - 0.1 * gw, b - 0.1 * gb)
        for (w, b), (gw, gb) in zip(layers, gradients, strict=True)
    ]
    assert loss(moved, x, target) < loss(layers, x, target)


def test_autograd_backward_touches_no_grad_and_no_flag(layers, x, target):
    layers[0].weight.requires_grad_()
    autograd_backward(layers, x, target)
    assert [p.grad for layer in layers for p in layer] == [None] * 6
    assert [p.requires_grad for layer in layers for p in layer] == [True] + [False] * 5


@pytest.mark.parametrize("head", HEADS)
def test_float32_stays_float32(layers, x, target, head):
    single = [Layer(w.float(), b.float()) for w, b in layers]
    outputs = forward(single, x.float(), head)
    gradients = backward(single, outputs, target.float(), head)
    made = [*outputs, *(p for g in gradients for p in g), loss(single, x.float(), target.float())]
    assert {t.dtype for t in made} == {torch.float32}


# Initial weights


def test_initialize_makes_weights_by_output_and_input_and_zero_biases():
    layers = initialize(SIZES, seeded())
    assert [layer.weight.shape for layer in layers] == [(4, 5), (6, 4), (3, 6)]
    assert all(torch.equal(b, torch.zeros(len(b), dtype=torch.float64)) for _, b in layers)


def test_initialize_fills_the_interval_of_glorot_and_bengio():
    (layer,) = initialize((300, 200), seeded())
    bound = math.sqrt(6 / 500)
    largest = layer.weight.abs().max().item()
    assert 0.999 * bound < largest <= bound
    assert abs(layer.weight.mean().item()) < 0.01 * bound  # 4 standard deviations of the mean


def test_initialize_depends_on_the_generator_alone():
    torch.manual_seed(1)
    first = initialize(SIZES, seeded())
    torch.manual_seed(2)
    assert_same_layers(initialize(SIZES, seeded()), first, rtol=0)


def test_initialize_takes_a_dtype():
    assert initialize((3, 2), seeded(), torch.float32)[0].weight.dtype == torch.float32


def test_initialize_makes_layers_of_one_unit():
    assert [layer.weight.shape for layer in initialize((1, 1, 2), seeded())] == [(1, 1), (2, 1)]


# What is refused


@pytest.mark.parametrize("sizes", [(5,), (5, 0, 3), ()])
def test_initialize_refuses_sizes_that_make_no_network(sizes):
    with pytest.raises(ValueError, match="sizes: expected at least two positive integers"):
        initialize(sizes, seeded())


def test_an_unknown_head_is_named_with_those_there_are(layers, x):
    with pytest.raises(ValueError, match=r"head: expected one of sigmoid, softmax, got 'linear'"):
        forward(layers, x, "linear")


def test_backward_refuses_an_unknown_head(layers, x, target):
    with pytest.raises(ValueError, match=r"head: expected one of sigmoid, softmax, got 'linear'"):
        backward(layers, forward(layers, x), target, "linear")


def test_no_layers_are_refused(x):
    with pytest.raises(ValueError, match="layers: expected at least one"):
        forward([], x)


def test_an_input_that_does_not_fit_is_refused(layers):
    with pytest.raises(ValueError, match=r"layers\[0\]: expected weights \(m, 4\)"):
        forward(layers, torch.ones(BATCH, 4, dtype=torch.float64))


def test_an_empty_batch_is_refused(layers):
    with pytest.raises(ValueError, match=r"x: expected the shape \(\.\.\., n\), not empty"):
        forward(layers, torch.ones(0, 5, dtype=torch.float64))


def test_an_input_without_an_axis_is_refused(layers):
    with pytest.raises(ValueError, match=r"x: expected the shape \(\.\.\., n\), .* got \(\)"):
        forward(layers, torch.tensor(1.0, dtype=torch.float64))


@pytest.mark.parametrize(
    ("weight", "bias"), [((4, 5, 5), (4,)), ((5,), (5,)), ((4, 5), (1,)), ((4, 5), ())]
)
def test_weights_and_biases_of_other_shapes_are_refused(x, weight, bias):
    layer = Layer(torch.ones(weight, dtype=torch.float64), torch.ones(bias, dtype=torch.float64))
    with pytest.raises(ValueError, match=r"layers\[0\]: expected weights \(m, 5\) and biases"):
        forward([layer], x)


def test_layers_of_integers_are_refused():
    layer = Layer(torch.tensor([[1, 2]]), torch.tensor([3]))
    with pytest.raises(TypeError, match=r"x: expected the floating dtype .* got torch\.int64"):
        forward([layer], torch.tensor([1, 2]))


def test_layers_that_do_not_follow_each_other_are_refused(layers, x):
    with pytest.raises(ValueError, match=r"layers\[1\]: expected weights \(m, 4\)"):
        forward([layers[0], layers[2]], x)


@pytest.mark.parametrize("dtype", [torch.float32, torch.int64])
def test_an_input_of_another_dtype_is_refused(layers, x, dtype):
    with pytest.raises(TypeError, match=r"x: expected the floating dtype of layers\[0\]"):
        forward(layers, x.to(dtype))


@pytest.mark.parametrize("head", HEADS)
def test_a_target_of_another_shape_is_refused(layers, x, target, head):
    outputs = forward(layers, x, head)
    with pytest.raises(ValueError, match=r"target: expected the shape of .*\(7, 3\), got \(7, 2\)"):
        backward(layers, outputs, target[:, :2], head)


@pytest.mark.parametrize("head", HEADS)
def test_the_loss_names_the_shape_of_a_target_that_does_not_fit(layers, x, target, head):
    with pytest.raises(ValueError, match=r"target: expected .* \(7, 3\), got \(7, 2\)"):
        loss(layers, x, target[:, :2], head)


def test_class_indices_need_the_softmax_head(layers, x):
    with pytest.raises(ValueError, match=r"target: expected the shape of .*\(7, 3\), got \(7,\)"):
        backward(layers, forward(layers, x), torch.zeros(BATCH, dtype=torch.int64))


def test_class_indices_are_no_floats(layers, x):
    outputs = forward(layers, x, "softmax")
    with pytest.raises(ValueError, match=r"target: expected the shape of .*\(7, 3\), got \(7,\)"):
        backward(layers, outputs, torch.ones(BATCH, dtype=torch.float64), "softmax")


def test_one_hot_rows_are_no_integers(layers, x):
    outputs = forward(layers, x, "softmax")
    with pytest.raises(TypeError, match=r"target: expected the dtype .* got torch\.int64"):
        backward(layers, outputs, torch.ones(BATCH, 3, dtype=torch.int64), "softmax")


@pytest.mark.parametrize("index", [-1, 3])
def test_a_class_that_does_not_exist_is_refused(layers, x, index):
    with pytest.raises(ValueError, match="target: expected class indices 0 … 2"):
        deltas(layers, forward(layers, x, "softmax"), torch.full((BATCH,), index), "softmax")


@pytest.mark.parametrize("index", [-1, 3])
def test_one_class_that_does_not_exist_is_refused_among_others(layers, x, index):
    labels = torch.tensor([0, 2, index, 1, 0, 2, 2])
    with pytest.raises(ValueError, match="target: expected class indices 0 … 2"):
        deltas(layers, forward(layers, x, "softmax"), labels, "softmax")


def test_a_target_of_another_dtype_is_refused(layers, x, target):
    with pytest.raises(TypeError, match=r"target: expected the dtype of outputs, torch\.float64"):
        backward(layers, forward(layers, x), target.float())


def test_outputs_of_another_network_are_refused(layers, x, target):
    with pytest.raises(ValueError, match=r"outputs: expected 4, .* got 3"):
        deltas(layers, forward(layers, x)[:-1], target)


@pytest.mark.parametrize("gradients", [deltas, backward])
def test_labels_that_are_true_or_false_are_refused_as_by_the_loss(layers, x, gradients):
    with pytest.raises(TypeError, match="target: expected an integer"):
        gradients(layers, forward(layers, x, "softmax"), torch.ones(BATCH, dtype=bool), "softmax")


# Saturated units, sums that overflow, targets that are no probabilities


@pytest.mark.parametrize("head", HEADS)
def test_a_saturated_unit_learns_as_autograd_says(head):
    # In float32 σ(±20) and the softmax of (20, −20) round to 0 and 1.
    layers = [
        Layer(torch.tensor([[20.0], [-25.0]]), torch.zeros(2)),
        Layer(torch.tensor([[15.0, 5.0], [-16.0, 4.0]]), torch.tensor([5.0, -3.0])),
    ]
    x, target = torch.ones(3, 1), torch.tensor([[1.0, 0.0]]).expand(3, 2)
    exact = [Layer(w.double(), b.double()) for w, b in layers]
    expected = autograd_backward(exact, x.double(), target.double(), head)
    by_hand = backward(layers, forward(layers, x, head), target, head)
    for found in (by_hand, autograd_backward(layers, x, target, head)):
        for mine, right in zip(found, expected, strict=True):
            for a, b in zip(mine, right, strict=True):
                assert (a != 0).all()
                assert_close(a.double(), b, rtol=1e-5, atol=0)


def test_the_gradient_of_a_batch_fits_where_the_sum_over_it_does_not():
    # 300 samples whose gradients are about 300: float16 has no 90,000.
    layer = Layer(torch.zeros(1, 1).half(), torch.zeros(1).half())
    x, target = torch.full((300, 1), 300.0).half(), torch.full((300, 1), 4.5).half()
    (gradient,) = backward([layer], forward([layer], x), target)
    assert gradient.weight.item() == -300 and gradient.bias.item() == -1
    assert loss([layer], x, target).item() == 8


@pytest.mark.parametrize("call", ["deltas", "backward", "loss", "autograd_backward"])
@pytest.mark.parametrize("value", [math.nan, 2.0, -0.5])
def test_a_target_that_is_no_probability_is_refused_by_all(layers, x, target, call, value):
    wrong = target.clone()
    wrong[3, 1] = value
    calls = {
        "deltas": lambda: deltas(layers, forward(layers, x, "softmax"), wrong, "softmax"),
        "backward": lambda: backward(layers, forward(layers, x, "softmax"), wrong, "softmax"),
        "loss": lambda: loss(layers, x, wrong, "softmax"),
        "autograd_backward": lambda: autograd_backward(layers, x, wrong, "softmax"),
    }
    with pytest.raises(ValueError, match="target: expected probabilities, none negative"):
        calls[call]()


@pytest.mark.parametrize("head", HEADS)
def test_lists_and_outputs_of_other_shapes_are_named(layers, x, target, head):
    outputs = forward(layers, x, head)
    with pytest.raises(TypeError, match="target: expected a tensor, got list"):
        backward(layers, outputs, target.tolist(), head)
    with pytest.raises(TypeError, match="x: expected a tensor, got list"):
        forward(layers, x.tolist(), head)
    with pytest.raises(TypeError, match=r"layers\[0\].weight: expected a tensor, got list"):
        forward([Layer(layers[0].weight.tolist(), layers[0].bias), *layers[1:]], x, head)
    wrong = [*outputs[:1], outputs[1][:1], *outputs[2:]]
    with pytest.raises(ValueError, match=r"outputs\[1\]: expected .* \(7, 4\), got \(1, 4\)"):
        backward(layers, wrong, target, head)


@pytest.mark.parametrize("mode", [torch.no_grad, torch.inference_mode])
@pytest.mark.parametrize("head", HEADS)
def test_autograd_backward_works_where_gradients_are_switched_off(layers, x, target, head, mode):
    expected = autograd_backward(layers, x, target, head)
    with mode():
        copies = [Layer(w.clone(), b.clone()) for w, b in layers]
        for leaves in (layers, copies):
            found = autograd_backward(leaves, x.clone(), target.clone(), head)
            assert_same_layers(found, expected, rtol=0)


@pytest.mark.parametrize("gradients", [backward, autograd_backward])
@pytest.mark.parametrize("head", HEADS)
def test_each_sample_has_its_own_gradient_under_vmap(layers, x, target, head, gradients):
    def of_one(x, target):
        given = forward(layers, x, head) if gradients is backward else x
        return gradients(layers, given, target, head)

    each = torch.func.vmap(of_one)(x, target)
    assert_same_layers([Layer(w[2], b[2]) for w, b in each], of_one(x[2], target[2]))


def test_initialize_refuses_a_dtype_of_integers_and_sizes_that_are_no_integers():
    with pytest.raises(
        TypeError, match=r"dtype: expected a floating-point dtype, got torch\.int64"
    ):
        initialize((3, 2), seeded(), torch.int64)
    with pytest.raises(ValueError, match="sizes: expected at least two positive integers"):
        initialize((3, 2.5), seeded())


@pytest.mark.parametrize("share", [0.5 - odd / 4096 for odd in (3, 21, 101)])
def test_half_precision_keeps_the_digits_of_a_small_miss(share):
    # 1 − t has more digits than float16, and near σ(z) nearly all of them are lost.
    layers = [Layer(torch.tensor([[0.01]]).half(), torch.zeros(1).half())]
    x, target = torch.ones(1, 1).half(), torch.tensor([[share]]).half()
    wide = [Layer(*(p.double() for p in layer)) for layer in layers]
    delta = deltas(layers, forward(layers, x), target)[-1].double()
    right = deltas(wide, forward(wide, x.double()), target.double())[-1]
    assert_close(delta, right, rtol=2e-3, atol=0)
    found = loss(layers, x, target).double()
    assert_close(found, loss(wide, x.double(), target.double()), rtol=1e-2, atol=0)


@pytest.mark.parametrize("head", HEADS)
def test_autograd_s_gradients_carry_no_record(layers, x, target, head):
    recorded = [Layer(*(p.clone().requires_grad_() for p in layer)) for layer in layers]
    gradients = autograd_backward(recorded, x, target / target.sum(-1, keepdim=True), head)
    assert not any(p.requires_grad for layer in gradients for p in layer)


@pytest.mark.parametrize("columns", [0, 1])
def test_a_number_is_no_row_of_inputs(columns):
    layer = Layer(torch.ones(2, columns), torch.ones(2))
    with pytest.raises(ValueError, match=r"x: expected shape \(\.\.\., n\), got \(\)"):
        affine(layer, torch.tensor(1.0))


def test_a_layer_without_units_hands_nothing_on():
    x = torch.ones(3, 2)
    layers = [Layer(torch.ones(0, 2), torch.ones(0)), Layer(torch.ones(1, 0), torch.ones(1))]
    assert torch.equal(forward(layers, x)[-1], torch.ones(3, 1).sigmoid())
