"""Deep stacks: their gradients, and that they learn with ReLU where they don't with the sigmoid."""

import math

import pytest
import torch
from torch.testing import assert_close

from gradbook import digits, mlp, stacks
from gradbook.activations import relu, sigmoid, tanh
from gradbook.differences import numerical_gradient
from gradbook.mlp import Layer
from gradbook.stochastic import accuracy
from tests.turns import of_today

DEEP = (64, *8 * (32,), 10)
SMALL = (5, 4, 6, 3)
LEARN = {"steps": 300, "batch_size": 64, "learning_rate": 0.1}


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


def small_problem():
    """Layers, samples and labels; the sizes are pairwise different, no sum is at a kink."""
    layers = [Layer(w, b + 0.1) for w, b in mlp.initialize(SMALL, seeded(3))]
    x = torch.randn(7, 5, generator=seeded(4), dtype=torch.float64)
    return layers, x, torch.tensor([0, 2, 1, 1, 0, 2, 2])


@pytest.fixture(scope="module", autouse=True)
def _one_thread():
    """Let no threads wait for each other: the matrices are small, and other tests run beside."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def data():
    return digits.load()


# Initial weights


def test_he_fills_the_interval_of_he_and_others():
    (layer,) = stacks.initialize_he((300, 200), seeded())
    bound = math.sqrt(6 / 300)
    assert 0.999 * bound < layer.weight.abs().max() <= bound
    assert layer.weight.shape == (200, 300) and not layer.bias.any()


def test_he_depends_on_the_generator_and_takes_a_dtype():
    first, second = (stacks.initialize_he((5, 3), seeded(1), torch.float32) for _ in range(2))
    assert torch.equal(first[0].weight, second[0].weight)
    assert first[0].weight.dtype == torch.float32


def test_he_keeps_the_size_of_what_passes_relu():
    x = torch.randn(200, 400, generator=seeded(), dtype=torch.float64)
    layers = stacks.initialize_he((400,) * 9, seeded(1))
    last, first = stacks.forward(layers, x, relu)[-2], stacks.forward(layers, x, relu)[1]
    assert 0.5 < last.square().mean() / first.square().mean() < 2


def test_he_refuses_sizes_that_make_no_network():
    with pytest.raises(ValueError, match="sizes: expected at least two positive integers"):
        stacks.initialize_he((5,), seeded())


# The way forward, and the gradients


@pytest.mark.parametrize("activation", [sigmoid, tanh, relu])
def test_forward_applies_the_activation_to_all_sums_but_the_last(activation):
    (first, second, last), x, _ = small_problem()
    h = activation(x @ first.weight.T + first.bias)
    k = activation(h @ second.weight.T + second.bias)
    outputs = stacks.forward((first, second, last), x, activation)
    for got, want in zip(outputs, (x, h, k, k @ last.weight.T + last.bias), strict=True):
        assert_close(got, want, rtol=1e-14, atol=0)


@pytest.mark.parametrize("activation", [sigmoid, tanh, relu])
def test_gradients_agree_with_central_differences(activation):
    layers, x, labels = small_problem()
    _, gradients = stacks.loss_and_gradients(layers, x, labels, activation)
    for place, (layer, gradient) in enumerate(zip(layers, gradients, strict=True)):
        for name in ("weight", "bias"):

            def loss(p, place=place, name=name, layer=layer):
                moved = [*layers[:place], layer._replace(**{name: p}), *layers[place + 1 :]]
                return stacks.loss_and_gradients(moved, x, labels, activation)[0]

            by_differences = numerical_gradient(loss, getattr(layer, name))
            assert_close(getattr(gradient, name), by_differences, rtol=1e-6, atol=1e-9)


def test_gradients_with_the_sigmoid_are_those_of_backpropagation():
    layers, x, labels = small_problem()
    loss, gradients = stacks.loss_and_gradients(layers, x, labels, sigmoid)
    by_hand = mlp.backward(layers, mlp.forward(layers, x, "softmax"), labels, "softmax")
    assert_close(loss, mlp.loss(layers, x, labels, "softmax"), rtol=1e-14, atol=0)
    for got, want in zip(gradients, by_hand, strict=True):
        assert_close(got.weight, want.weight, rtol=1e-12, atol=1e-15)
        assert_close(got.bias, want.bias, rtol=1e-12, atol=1e-15)


def test_no_grad_is_touched_and_the_loss_has_no_record():
    layers, x, labels = small_problem()
    loss, gradients = stacks.loss_and_gradients(layers, x, labels, relu)
    made = [loss, *(p for layer in (*layers, *gradients) for p in layer)]
    assert not [t for t in made if t.requires_grad or t.grad is not None]


def test_the_size_of_a_gradient_is_the_root_of_its_mean_square():
    gradient = Layer(torch.tensor([[3.0, -4.0], [0.0, 5.0]]), torch.ones(2))
    assert_close(stacks.gradient_sizes([gradient, gradient]), torch.full((2,), 12.5).sqrt())


# Training


def test_a_step_goes_against_the_gradient_of_its_batch():
    layers, x, labels = small_problem()
    record = stacks.train(
        layers, x, labels, tanh, steps=1, batch_size=7, learning_rate=0.3, generator=seeded()
    )
    loss, gradients = stacks.loss_and_gradients(layers, x, labels, tanh)
    assert_close(record.step_loss, loss[None], rtol=1e-12, atol=0)
    for new, old, slope in zip(record.layers, layers, gradients, strict=True):
        assert_close(new.weight, old.weight - 0.3 * slope.weight, rtol=1e-12, atol=1e-15)
        assert_close(new.bias, old.bias - 0.3 * slope.bias, rtol=1e-12, atol=1e-15)


def test_training_depends_on_the_generator_alone_and_leaves_the_start_alone():
    layers, x, labels = small_problem()
    kept = layers[0].weight.clone()
    settings = {"steps": 5, "batch_size": 3, "learning_rate": 0.1}
    first, again, other = (
        stacks.train(layers, x, labels, relu, **settings, generator=seeded(seed)).step_loss
        for seed in (1, 1, 2)
    )
    assert torch.equal(first, again) and not torch.equal(first, other)
    assert torch.equal(layers[0].weight, kept)


@pytest.mark.parametrize("seed", of_today(range(3), 3))
def test_a_deep_stack_learns_with_relu_and_tanh_and_not_with_the_sigmoid(data, seed):
    images, labels = data.train_images, data.train_labels
    for activation, initialize in (
        (relu, stacks.initialize_he),
        (tanh, mlp.initialize),
        (sigmoid, mlp.initialize),
    ):
        layers = initialize(DEEP, seeded(seed))
        record = stacks.train(
            layers, images, labels, activation, **LEARN, generator=seeded(seed + 100)
        )
        last = record.step_loss[-50:].mean()
        assert last > 2.2 if activation is sigmoid else last < 1


@pytest.mark.parametrize("seed", range(5))
def test_gradients_vanish_on_their_way_down_through_sigmoids_alone(data, seed):
    batch = data.train_images[:200], data.train_labels[:200]
    for activation, initialize in (
        (relu, stacks.initialize_he),
        (tanh, mlp.initialize),
        (sigmoid, mlp.initialize),
    ):
        layers = initialize(DEEP, seeded(seed))
        sizes = stacks.gradient_sizes(stacks.loss_and_gradients(layers, *batch, activation)[1])
        ratio = sizes[0] / sizes[-1]
        assert ratio < 1e-3 if activation is sigmoid else 0.05 < ratio < 20


def test_one_hidden_layer_of_sigmoids_learns(data):
    layers = mlp.initialize((64, 32, 10), seeded())
    settings = LEARN | {"learning_rate": 1.0}
    record = stacks.train(
        layers, data.train_images, data.train_labels, sigmoid, **settings, generator=seeded(1)
    )
    assert accuracy(record.layers, data.test_images, data.test_labels) > 0.8


# What is refused


def test_no_layers_are_refused():
    with pytest.raises(ValueError, match="layers: expected at least one layer, got none"):
        stacks.forward([], torch.ones(3), relu)


@pytest.mark.parametrize("x", [torch.ones(7, 4).double(), torch.tensor(1.0).double()])
def test_inputs_that_do_not_fit_are_refused(x):
    what = r"x: expected the shape \(\.\.\., n\)|layers\[0\]: expected weights \(m, 4\)"
    with pytest.raises(ValueError, match=what):
        stacks.forward(small_problem()[0], x, relu)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"steps": 0}, "steps: expected at least 1"),
        ({"batch_size": 8}, "batch_size: expected 1 to 7"),
        ({"learning_rate": 0.0}, "learning_rate: expected a positive, finite number"),
    ],
)
def test_settings_out_of_their_range_are_refused(wrong, message):
    settings = {"steps": 1, "batch_size": 2, "learning_rate": 0.1} | wrong
    with pytest.raises(ValueError, match=message):
        stacks.train(*small_problem(), relu, **settings, generator=seeded())


def test_the_loss_and_the_gradients_carry_no_record_of_the_layers_or_inputs():
    layers, x, labels = small_problem()
    loss, _ = stacks.loss_and_gradients(layers, x.clone().requires_grad_(), labels, tanh)
    assert not loss.requires_grad
    recorded = [Layer(*(p.clone().requires_grad_() for p in layer)) for layer in layers]
    _, gradients = stacks.loss_and_gradients(recorded, x, labels, tanh)
    assert not any(p.requires_grad for layer in gradients for p in layer)


def test_the_size_of_a_gradient_of_smallest_numbers_is_the_smallest_number():
    least = torch.full((4, 4), 2.0**-24, dtype=torch.float16)
    assert stacks.gradient_sizes([Layer(least, least[0])]).tolist() == [2.0**-24]
