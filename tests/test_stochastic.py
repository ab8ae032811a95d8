"""Batches, the step, and training: by hand against autograd and against PyTorch's optimizer."""

import math

import pytest
import torch

from gradbook import digits, mlp
from gradbook.mlp import Layer
from gradbook.stochastic import (
    accumulate,
    accuracy,
    by_autograd,
    by_hand,
    epoch,
    minibatches,
    predict,
    sgd_step,
    steps_to_loss,
    train,
)
from gradbook.stochastic import needed as needed_steps


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.fixture(scope="module")
def data():
    return digits.load()


@pytest.fixture(scope="module")
def layers():
    return mlp.initialize((64, 16, 10), seeded(3))


def small_problem(count=11, dtype=torch.float64):
    """Layers 5 → 4 → 3, samples and labels: sizes pairwise different, none of the data 0 or ±1."""
    generator = seeded(7)
    layers = mlp.initialize((5, 4, 3), generator, dtype)
    images = torch.rand(count, 5, generator=generator, dtype=dtype)
    return layers, images, torch.randint(3, (count,), generator=generator)


def parameters(layers):
    return torch.cat([p.flatten() for layer in layers for p in layer])


# --- batches ---------------------------------------------------------------------------------


@pytest.mark.parametrize("batch_size", [1, 3, 4, 5, 11])
def test_every_index_comes_once_in_an_epoch(batch_size):
    batches = list(minibatches(11, batch_size, seeded()))
    assert torch.cat(batches).sort().values.tolist() == list(range(11))


def test_all_batches_but_the_last_are_full():
    assert [len(batch) for batch in minibatches(11, 4, seeded())] == [4, 4, 3]


def test_the_order_is_shuffled():
    assert torch.cat(list(minibatches(50, 50, seeded()))).tolist() != list(range(50))


def test_equal_seeds_give_equal_batches_and_one_generator_gives_new_ones():
    generator = seeded(5)
    first, second = (next(minibatches(40, 40, generator)) for _ in range(2))
    assert torch.equal(first, next(minibatches(40, 40, seeded(5))))
    assert not torch.equal(first, second)


def test_the_global_generator_is_left_alone():
    before = torch.get_rng_state()
    list(minibatches(9, 2, seeded()))
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize("batch_size", [-2, 0, 12])
def test_a_batch_size_outside_1_to_count_is_refused(batch_size):
    with pytest.raises(ValueError, match=f"batch_size: expected 1 to 11, got {batch_size}"):
        list(minibatches(11, batch_size, seeded()))


# --- the step --------------------------------------------------------------------------------


def test_a_step_goes_against_the_gradient():
    old = [Layer(torch.tensor([[2.0, 3.0]]), torch.tensor([5.0]))]
    slope = [Layer(torch.tensor([[0.5, -4.0]]), torch.tensor([10.0]))]
    (new,) = sgd_step(old, slope, 0.25)
    # By hand: 2 − 0.25 · 0.5, 3 + 0.25 · 4, 5 − 0.25 · 10.
    assert new.weight.tolist() == [[1.875, 4.0]]
    assert new.bias.tolist() == [2.5]
    assert old[0].weight.tolist() == [[2.0, 3.0]]


@pytest.mark.parametrize("rate", [0.0, -0.1, float("nan"), float("inf")])
def test_a_learning_rate_that_is_not_positive_is_refused(rate):
    layers, _, _ = small_problem()
    with pytest.raises(ValueError, match="learning_rate: expected a positive, finite number, got"):
        sgd_step(layers, layers, rate)


def test_gradients_of_fewer_layers_are_refused():
    layers, _, _ = small_problem()
    with pytest.raises(ValueError, match="gradients: expected 2, one for each layer, got 1"):
        sgd_step(layers, layers[:1], 0.5)


# --- by hand, by autograd, by PyTorch's own layers and optimizer -----------------------------


def test_in_float64_the_weights_agree_to_1e_9_after_every_step_of_the_first_epoch(data, layers):
    runs = [
        epoch(layers, data.train_images, data.train_labels, 32, 1.0, seeded(1), gradient)
        for gradient in (by_hand, by_autograd)
    ]
    steps = 0
    for (hand, _), (auto, _) in zip(*runs, strict=True):
        assert (parameters(hand) - parameters(auto)).abs().max() <= 1e-9
        steps += 1
    assert steps == 45  # 1437 = 44 · 32 + 29


def test_the_gradient_by_hand_is_central_differences_of_the_mean_loss():
    layers, images, labels = small_problem()
    gradient = parameters(by_hand(layers, images, labels))
    flat, h = parameters(layers), 1e-5
    differences = torch.empty_like(flat)
    for index in range(len(flat)):
        plus, minus = flat.clone(), flat.clone()
        plus[index] += h
        minus[index] -= h
        up, down = (mlp.loss(unflatten(w), images, labels, "softmax") for w in (plus, minus))
        differences[index] = (up - down) / (2 * h)
    assert (gradient - differences).abs().max() < 1e-9 * gradient.abs().max() + 1e-10


def unflatten(flat):
    w1, b1, w2, b2 = flat.split([20, 4, 12, 3])
    return [Layer(w1.view(4, 5), b1), Layer(w2.view(3, 4), b2)]


def test_an_epoch_of_full_batches_is_what_torch_optim_sgd_does(data, layers):
    model = torch.nn.Sequential(
        torch.nn.Linear(64, 16), torch.nn.Sigmoid(), torch.nn.Linear(16, 10)
    ).double()
    with torch.no_grad():
        for module, layer in zip((model[0], model[2]), layers, strict=True):
            module.weight.copy_(layer.weight)
            module.bias.copy_(layer.bias)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.7)
    images, labels = data.train_images[:100], data.train_labels[:100]
    for after, batch in epoch(layers, images, labels, 20, 0.7, seeded(2)):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(images[batch]), labels[batch]).backward()
        optimizer.step()
        theirs = torch.cat([p.detach().flatten() for p in model.parameters()])
        torch.testing.assert_close(parameters(after), theirs, rtol=0, atol=1e-12)


def test_a_step_s_gradient_is_taken_where_the_step_before_it_ended():
    layers, images, labels = small_problem(count=8)
    (first, _), (second, batch) = epoch(layers, images, labels, 4, 0.5, seeded())
    expected = sgd_step(first, by_autograd(first, images[batch], labels[batch]), 0.5)
    torch.testing.assert_close(parameters(second), parameters(expected), rtol=0, atol=1e-13)


# --- the short last batch --------------------------------------------------------------------


def test_a_short_last_batch_steps_with_its_share_of_the_learning_rate():
    layers, images, labels = small_problem(count=11)
    *_, (before, _), (after, batch) = epoch(layers, images, labels, 4, 0.5, seeded())
    gradient = parameters(by_autograd(before, images[batch], labels[batch]))
    step = parameters(before) - parameters(after)
    # 11 = 4 + 4 + 3: the last batch has 3 of 4 samples.
    torch.testing.assert_close(step, 0.5 * 3 / 4 * gradient, rtol=0, atol=1e-13)


def test_the_batches_gradients_weighted_by_size_average_to_the_whole_gradient():
    layers, images, labels = small_problem(count=11)
    whole = parameters(by_hand(layers, images, labels))
    batches = list(minibatches(11, 4, seeded()))
    each = torch.stack([parameters(by_hand(layers, images[b], labels[b])) for b in batches])
    sizes = torch.tensor([len(b) for b in batches], dtype=torch.float64)
    torch.testing.assert_close(sizes @ each / 11, whole, rtol=0, atol=1e-14)
    assert (each.mean(0) - whole).abs().max() > 1e-4  # without the weights it is another vector


# --- prediction, accuracy --------------------------------------------------------------------


def test_the_prediction_is_the_class_with_the_largest_sum():
    layers = [Layer(torch.tensor([[0.3, 0.0], [0.0, 0.7], [0.2, 0.2]]), torch.zeros(3))]
    # Sums by hand: (0.6, 0.7, 0.6), (1.2, 0.7, 1.0), and with a negative pixel (−0.6, 0, −0.4).
    images = torch.tensor([[2.0, 1.0], [4.0, 1.0], [-2.0, 0.0]])
    assert predict(layers, images).tolist() == [1, 0, 1]


def test_large_sums_are_told_apart():
    # σ(40) and σ(50) both round to 1 in float64; softmax's shares differ by the factor e¹⁰.
    layers = [Layer(torch.tensor([[40.0], [50.0]], dtype=torch.float64), torch.zeros(2).double())]
    assert predict(layers, torch.ones(1, 1, dtype=torch.float64)).tolist() == [1]


@pytest.mark.parametrize("shape", [(), (6,), (2, 3)])
def test_predictions_have_the_batch_axes_of_the_images(shape):
    layers, images, _ = small_problem(count=6)
    count = math.prod(shape)
    one_by_one = [predict(layers, images[i : i + 1]).item() for i in range(count)]
    predicted = predict(layers, images[:count].reshape(*shape, 5))
    assert predicted.shape == shape
    assert predicted.flatten().tolist() == one_by_one


def test_accuracy_is_the_share_of_right_predictions():
    layers = [Layer(torch.eye(3), torch.zeros(3))]
    images = torch.eye(3)[[0, 1, 2, 2, 1]]
    assert accuracy(layers, images, torch.tensor([0, 1, 2, 0, 2])) == 3 / 5


def test_accuracy_takes_several_batch_axes():
    layers = [Layer(torch.eye(3), torch.zeros(3))]
    images = torch.eye(3)[[0, 1, 2, 2, 1, 0]].reshape(2, 3, 3)
    assert accuracy(layers, images, torch.tensor([[0, 1, 2], [0, 2, 1]])) == 3 / 6


def test_accuracy_is_a_number_of_python():
    layers, images, labels = small_problem()
    assert type(accuracy(layers, images, labels)) is float


def test_labels_that_do_not_fit_the_images_are_refused():
    layers, images, labels = small_problem()
    with pytest.raises(ValueError, match=r"labels: expected the shape \(11,\), got \(1,\)"):
        accuracy(layers, images, labels[:1])


# --- training --------------------------------------------------------------------------------


def run(data, layers, **settings):
    chosen = {"batch_size": 32, "learning_rate": 1.0, "epochs": 3, "generator": seeded(1)}
    test = (data.test_images, data.test_labels)
    return train(layers, data.train_images, data.train_labels, test=test, **(chosen | settings))


@pytest.fixture(scope="module")
def record(data, layers):
    return run(data, layers)


def test_the_record_has_a_loss_a_step_and_two_figures_an_epoch_and_the_start(record):
    assert record.step_loss.shape == (3 * 45,)
    assert record.train_loss.shape == (4,)
    assert record.test_accuracy.shape == (4,)


def test_the_record_starts_at_the_start(data, layers, record):
    loss = mlp.loss(layers, data.train_images, data.train_labels, "softmax")
    assert record.train_loss[0] == loss
    assert record.test_accuracy[0] == accuracy(layers, data.test_images, data.test_labels)


def test_the_record_s_last_figures_belong_to_its_layers(data, record):
    loss = mlp.loss(record.layers, data.train_images, data.train_labels, "softmax")
    assert record.train_loss[-1] == loss
    assert record.test_accuracy[-1] == accuracy(record.layers, data.test_images, data.test_labels)


def test_the_record_has_all_digits_of_the_accuracy(data, record):
    accuracies = record.test_accuracy.tolist()
    assert accuracies[-1] == accuracy(record.layers, data.test_images, data.test_labels)


def test_a_step_s_loss_is_its_batch_s_before_the_step(data, layers, record):
    batch = next(minibatches(1437, 32, seeded(1)))
    loss = mlp.loss(layers, data.train_images[batch], data.train_labels[batch], "softmax")
    assert record.step_loss[0] == loss


def test_the_epochs_shuffle_anew(data, layers):
    twice = run(data, layers, epochs=2).layers
    images, labels, generator = data.train_images, data.train_labels, seeded(1)
    expected = layers
    for _ in range(2):
        *_, (expected, _) = epoch(expected, images, labels, 32, 1.0, generator)
    assert torch.equal(parameters(twice), parameters(expected))


def test_equal_seeds_train_to_equal_bits(data, layers, record):
    assert torch.equal(parameters(run(data, layers).layers), parameters(record.layers))


def test_training_leaves_the_start_as_it_was(data):
    start = mlp.initialize((64, 6, 10), seeded(3))
    kept = parameters(start).clone()
    run(data, start, epochs=1)
    assert torch.equal(parameters(start), kept)


def test_three_epochs_get_more_than_four_of_five_test_digits_right(record):
    # Guessing gets one in ten; the figure is this run's 86 %, with room for other processors.
    assert record.test_accuracy[-1] > 0.8
    assert record.train_loss[-1] < 0.6


def test_autograd_trains_to_the_same_weights(data, layers, record):
    other = run(data, layers, gradient=by_autograd)
    torch.testing.assert_close(
        parameters(other.layers), parameters(record.layers), rtol=0, atol=1e-9
    )


def test_the_dtype_of_the_weights_is_kept():
    layers, images, labels = small_problem(dtype=torch.float32)
    record = train(
        layers,
        images,
        labels,
        test=(images, labels),
        epochs=1,
        batch_size=4,
        learning_rate=0.1,
        generator=seeded(),
    )
    assert {p.dtype for layer in record.layers for p in layer} == {torch.float32}
    assert record.train_loss.dtype == torch.float32


def test_no_epoch_is_refused(data, layers):
    with pytest.raises(ValueError, match="epochs: expected at least 1, got 0"):
        run(data, layers, epochs=0)


def test_a_loss_that_is_not_finite_is_an_error_that_names_the_epoch():
    layers, images, labels = small_problem()
    images = 100 * images  # so that the sums of the next epoch are no numbers of float64
    with pytest.raises(FloatingPointError, match="after epoch 1"):
        train(
            layers,
            images,
            labels,
            test=(images, labels),
            epochs=2,
            batch_size=4,
            learning_rate=1e308,
            generator=seeded(),
        )


def test_a_loss_that_is_not_finite_is_found_after_a_later_epoch_as_well():
    layers, images, labels = small_problem()
    # One batch an epoch: the first step is by_hand's, the second goes out of the finite numbers.
    factors = iter([1.0, float("inf")])

    def gradient(*batch):
        factor = next(factors)
        return [Layer(factor * w, factor * b) for w, b in by_hand(*batch)]

    with pytest.raises(FloatingPointError, match="after epoch 2"):
        train(
            layers,
            images,
            labels,
            test=(images, labels),
            epochs=2,
            batch_size=11,
            learning_rate=0.1,
            generator=seeded(),
            gradient=gradient,
        )


# --- what a callback does, and what does not fit ---------------------------------------------


def test_a_gradient_may_change_the_layers_that_it_gets():
    layers, images, labels = small_problem()
    kept = [(layer.weight.clone(), layer.bias.clone()) for layer in layers]

    def gradient(layers, images, labels):
        found = by_hand(layers, images, labels)
        for layer in layers:
            layer.weight.zero_(), layer.bias.zero_()
        images.zero_(), labels.zero_()
        return found

    pictures, numbers = images.clone(), labels.clone()
    steps = list(epoch(layers, images, labels, 4, 0.5, seeded(), gradient))
    expected = list(epoch(layers, images, labels, 4, 0.5, seeded()))
    for (found, _), (right, _) in zip(steps, expected, strict=True):
        assert all(torch.equal(a.weight, b.weight) for a, b in zip(found, right, strict=True))
    assert all(
        torch.equal(a, b)
        for pair, layer in zip(kept, layers, strict=True)
        for a, b in zip(pair, layer, strict=True)
    )
    assert torch.equal(images, pictures) and torch.equal(labels, numbers)


def test_gradients_that_would_broadcast_or_promote_are_named():
    layers, _, _ = small_problem()
    narrow = [Layer(layer.weight[:, :1], layer.bias) for layer in layers]
    with pytest.raises(ValueError, match=r"gradients\[0\]\.weight: expected the shape of layers"):
        sgd_step(layers, narrow, 0.5)
    single = [Layer(layer.weight.float(), layer.bias.float()) for layer in layers]
    with pytest.raises(TypeError, match=r"gradients\[0\]\.weight: expected the dtype of layers"):
        sgd_step(layers, single, 0.5)


@pytest.mark.parametrize("call", ["epoch", "accuracy"])
def test_labels_that_do_not_fit_the_images_are_named(call):
    layers, images, labels = small_problem()
    calls = {
        "epoch": lambda labels: next(epoch(layers, images, labels, 4, 0.5, seeded())),
        "accuracy": lambda labels: accuracy(layers, images, labels),
    }
    for wrong in (labels[:-1], torch.cat([labels, labels])):
        with pytest.raises(ValueError, match="labels: expected the shape"):
            calls[call](wrong)
    with pytest.raises(TypeError, match="labels: expected a tensor, got list"):
        calls[call](labels.tolist())


def test_no_samples_have_no_batches():
    with pytest.raises(ValueError, match="count: expected at least 1, got 0"):
        next(minibatches(0, 1, seeded()))


def test_a_test_set_without_labels_is_named():
    layers, images, labels = small_problem()
    settings = {"epochs": 1, "batch_size": 4, "learning_rate": 0.1, "generator": seeded()}
    with pytest.raises(ValueError, match="test: expected 2, one for each images and for labels"):
        train(layers, images, labels, test=(images,), **settings)


def test_a_gradient_of_integers_is_named_as_the_gradient():
    layers, _, _ = small_problem()
    whole = [Layer(layer.weight.long(), layer.bias.long()) for layer in layers]
    with pytest.raises(TypeError, match=r"gradients\[0\]\.weight: expected the dtype of layers"):
        sgd_step(layers, whole, 0.5)


# --- a batch in pieces -----------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 11, 20])
@pytest.mark.parametrize("gradient", [by_hand, by_autograd])
def test_pieces_of_any_size_have_the_gradient_of_the_whole(size, gradient):
    problem = small_problem()
    found = parameters(accumulate(*problem, size, gradient))
    torch.testing.assert_close(found, parameters(by_autograd(*problem)), rtol=0, atol=1e-15)


def test_pieces_take_the_gradient_that_is_given_and_weigh_it_by_their_samples():
    layers, images, labels = small_problem()

    def sizes(layers, images, labels):
        return [Layer(0 * weight + len(labels), 0 * bias - 1) for weight, bias in layers]

    found = accumulate(layers, images, labels, 4, sizes)
    torch.testing.assert_close(found[0].weight[0, 0].item(), (16 + 16 + 9) / 11)
    torch.testing.assert_close(found[1].bias, -torch.ones_like(found[1].bias))


@pytest.mark.parametrize("size", [0, 2.0, True])
def test_a_piece_has_one_sample_or_more(size):
    with pytest.raises((TypeError, ValueError), match="micro_batch_size: expected"):
        accumulate(*small_problem(), size)


def test_pieces_need_a_label_for_each_image_and_an_image():
    layers, images, labels = small_problem()
    with pytest.raises(ValueError, match="labels: expected 11, one for each image, got 10"):
        accumulate(layers, images, labels[:-1], 3)
    with pytest.raises(ValueError, match="images: expected one entry or more"):
        accumulate(layers, images[:0], labels[:0], 3)


# --- how many steps a batch size needs -------------------------------------------------------


def easy(count=12):
    """Samples whose two classes a line parts, all different."""
    images = torch.rand(count, 2, generator=seeded(5), dtype=torch.float64)
    labels = torch.arange(count) % 2
    return images + labels[:, None], labels


def plain(images, labels, rate, target):
    """Return the steps that PyTorch's own layer and optimizer need with all samples."""
    model = torch.nn.Linear(2, 2, dtype=torch.float64)
    for parameter in model.parameters():
        torch.nn.init.zeros_(parameter)
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    for step in range(1, 50):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(images), labels).backward()
        optimizer.step()
        if torch.nn.functional.cross_entropy(model(images), labels) <= target:
            return step
    return math.inf


def test_all_samples_need_as_many_steps_as_with_torch():
    images, labels = easy()
    rates = [0.7, 0.9]
    found = steps_to_loss(images, labels, 12, rates, target=0.4, generator=seeded(), runs=2)
    assert found.tolist() == [plain(images, labels, rate, 0.4) for rate in rates]
    assert found[0] > found[1] > 3


def test_small_batches_need_more_steps_and_another_seed_gives_other_ones():
    images, labels = easy()

    def needed(size, seed):
        return steps_to_loss(
            images, labels, size, [0.3, 0.6, 1.2], target=0.4, generator=seeded(seed), runs=30
        ).min()

    assert needed(1, 0) > 1.1 * needed(12, 0)
    assert needed(1, 0) != needed(1, 1) and needed(1, 0) == needed(1, 0)


def test_a_loss_that_no_rate_reaches_is_looked_for_in_vain_for_ten_thousand_steps(monkeypatch):
    count = 0

    def gradients(weights, x, y):
        nonlocal count
        count += 1
        return 0 * weights

    monkeypatch.setattr(needed_steps, "_gradients", gradients)
    images, labels = easy()
    found = steps_to_loss(images, labels, 12, [0.1], target=0.1, generator=seeded(), runs=1)
    assert found.tolist() == [math.inf] and count == 10_000


def test_a_rate_that_takes_half_as_long_again_has_not_arrived():
    images, labels = easy()
    given = {"target": 0.5, "generator": seeded(), "runs": 1}
    slow, fast = steps_to_loss(images, labels, 12, [0.1, 1.0], **given)
    assert slow == math.inf and fast < 30


def test_no_batch_is_drawn_after_all_have_arrived():
    images, labels = easy()
    generator, counted = seeded(), seeded()
    given = {"target": 0.5, "generator": generator, "runs": 1}
    (found,) = steps_to_loss(images, labels, 2, [1.0], **given).tolist()
    for _ in range(int(found)):
        torch.randint(len(images), (1, 2), generator=counted)
    assert torch.equal(generator.get_state(), counted.get_state())


def test_long_walks_are_looked_at_every_few_percent_alone():
    images, labels = easy()
    given = {"target": 0.45, "generator": seeded(), "runs": 1}
    (found,) = steps_to_loss(images, labels, 12, [0.02], **given).tolist()
    assert found > 100 and found % (found // 25) == 0
