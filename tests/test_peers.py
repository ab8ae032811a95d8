"""Bugs that were reported of other libraries, each tried on ours, with the right value.

What had them stands with each: project and number of the report.
"""

import math
from functools import partial

import pytest
import torch

from gradbook import activations, descent, differences, losses, mlp, noise, stacks, surfaces

INF, NAN = math.inf, math.nan
ELEMENTWISE = [getattr(torch.optim, name) for name in descent.ELEMENTWISE]
LAYERS = mlp.initialize((3, 4, 2), torch.Generator().manual_seed(0))
IMAGES = torch.linspace(-1, 1, 15, dtype=torch.float64).reshape(5, 3)
LABELS = torch.tensor([0, 1, 0, 1, 1])


def slope(function, z):
    leaf = z.clone().requires_grad_()
    return torch.autograd.grad(function(leaf).sum(), leaf)[0]


def walk(function, start, optimizer, **settings):
    return descent.descend(function, start, partial(optimizer, lr=0.05, **settings), 3)[-1]


# Paths of optimizers


@pytest.mark.parametrize("optimizer", ELEMENTWISE)
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_a_zero_gradient_in_half_precision_is_no_step(optimizer, dtype):
    # optax 1754, 1784, 1789, Chainer 3753: ε = 1e-8 is 0 in float16, and 0 / 0 is no number.
    assert walk(surfaces.BOWL, torch.zeros(2, dtype=dtype), optimizer).tolist() == [0, 0]


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
@pytest.mark.parametrize("optimizer", ELEMENTWISE)
def test_a_path_in_half_precision_is_the_rounded_one_in_float32(optimizer, dtype):
    # By a gradient that both dtypes hold: small steps add up, though each is less than a digit.
    line = lambda points: points.sum(-1)  # noqa: E731
    half = walk(line, torch.full((2,), 200.0, dtype=dtype), optimizer)
    assert torch.equal(half, walk(line, torch.full((2,), 200.0), optimizer).to(dtype))


@pytest.mark.parametrize("optimizer", [*ELEMENTWISE, torch.optim.LBFGS])
def test_an_expanded_gradient_is_its_copy(optimizer):
    # PyTorch 83858, taichi 8443: the gradient of a sum is one number in many places.
    expanded = walk(lambda points: points.sum(-1), torch.zeros(2), optimizer)
    assert torch.equal(expanded, walk(lambda p: (1 * p).sum(-1), torch.zeros(2), optimizer))
    assert (expanded < 0).all()


def test_a_function_without_a_graph_is_named():
    # PyTorch says: element 0 of tensors does not require grad and does not have a grad_fn.
    with pytest.raises(ValueError, match="function: expected values that depend on the points"):
        walk(lambda points: points.detach().sum(-1), torch.ones(2), torch.optim.SGD)


def test_an_optimizer_of_other_parameters_is_named():
    # PyTorch trains nothing, silently, where an optimizer was made before the model moved.
    others = [torch.ones(2, requires_grad=True)]
    with pytest.raises(ValueError, match="optimizer: expected one of the parameters that it is"):
        descent.descend(surfaces.BOWL, torch.ones(2), lambda _: torch.optim.SGD(others), 3)


@pytest.mark.parametrize("setting", ["maximize", "foreach", "fused", "differentiable", "amsgrad"])
def test_settings_of_an_optimizer_are_taken(setting):
    # PyTorch 163098 and others: ways through an optimizer that only some settings take.
    start = torch.ones(2, dtype=torch.float64)
    end = walk(surfaces.BOWL, start, torch.optim.Adam, **{setting: True})
    plain = walk(surfaces.BOWL, start, torch.optim.Adam, maximize=setting == "maximize")
    # Where differentiable adds ε is another place; downhill amsgrad divides by an older mean.
    rtol = {"differentiable": 1e-5, "amsgrad": 1e-3}.get(setting, 1e-12)
    torch.testing.assert_close(end, plain, rtol=rtol, atol=0)


def test_a_learning_rate_does_not_widen_the_path():
    # PyTorch's promotion: a tensor of shape (1,) in float64 makes float64 of float32.
    start, rate = torch.ones(2), torch.tensor(0.1, dtype=torch.float64)
    assert descent.gradient_descent(torch.sin, start, rate, 2).dtype == torch.float32
    with pytest.raises(TypeError, match="learning_rate: expected a positive, finite number"):
        descent.gradient_descent(torch.sin, start, rate[None], 2)
    with pytest.raises(TypeError, match=r"learning_rate: expected .*, got a tensor of torch.compl"):
        descent.gradient_descent(torch.sin, start, torch.tensor(1j), 2)


# Softmax and cross-entropy


@pytest.mark.parametrize("others", [[], [0.0], [-INF], [INF], [INF, -INF]])
@pytest.mark.parametrize(
    "function",
    [
        losses.softmax,
        losses.softmax_jacobian,
        lambda z: losses.cross_entropy(z, torch.tensor(0)),
        lambda z: losses.cross_entropy_grad(z, torch.tensor(0)),
    ],
    ids=["softmax", "softmax_jacobian", "cross_entropy", "cross_entropy_grad"],
)
def test_a_nan_logit_leaves_no_number_in_its_row(function, others):
    # mindspore 378: −∞ beside NaN stays −∞; ours had softmax(NaN) = 1 for a single class.
    assert function(torch.tensor([NAN, *others])).isnan().all()


@pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")  # PyTorch's own, in jvp
def test_an_excluded_class_has_no_derivative_of_any_order():
    # optax 1762 and 896, tensorflow 11756, allennlp 890: NaN by forward mode, or by masks of −∞.
    logits, target = torch.tensor([-INF, 0.0, 0.0]), torch.tensor([0.0, 1.0, 0.0])
    along = torch.tensor([1.0, 1.0, 0.0]), torch.tensor([0.0, 0.0, 0.0])
    _, tangent = torch.func.jvp(losses.cross_entropy, (logits, target), along)
    assert tangent.item() == -0.5  # p − y along the logits
    second = torch.func.hessian(losses.cross_entropy)(logits, target)
    assert second.tolist() == [[0, 0, 0], [0, 0.25, -0.25], [0, -0.25, 0.25]]
    assert slope(lambda z: losses.softmax(z)[1], logits).tolist() == [0, 0.25, -0.25]


@pytest.mark.parametrize("dtype", ["uint8", "int8", "int16", "uint16", "uint32", "uint64"])
def test_class_indices_of_any_integer_dtype_are_the_same(dtype):
    # −x wraps around in unsigned dtypes, and int8 ends at 127.
    logits = torch.arange(255.0)
    target = torch.tensor([127]).to(getattr(torch, dtype))
    right = -logits.log_softmax(-1)[127].item()
    assert losses.cross_entropy(logits[None], target).item() == pytest.approx(right)


@pytest.mark.parametrize("index", [-100, -1, 3])
def test_no_class_index_is_ignored(index):
    # Chainer 5127, PyTorch 17801: −1 or −100 was a class, the last one, or no sample.
    with pytest.raises(ValueError, match="target: expected class indices 0 … 2"):
        losses.cross_entropy(torch.zeros(1, 3), torch.tensor([index]))


def test_a_mean_over_millions_keeps_its_digits():
    # PyTorch 8710 and 55657: accumulated one after the other in float32.
    many = torch.full((2_000_000, 1), 0.1)
    assert losses.mse_loss(many, torch.zeros_like(many)).item() == pytest.approx(0.01, rel=1e-6)
    rows = torch.zeros(len(many), dtype=torch.int64)
    found = losses.cross_entropy(torch.cat([many, many], 1), rows).item()
    assert found == pytest.approx(math.log(2), rel=1e-6)


def test_a_share_of_many_does_not_vanish_in_float16():
    # tinygrad 12296 and 15363, executorch 20089: a count of 70,000 is no number of float16.
    many = torch.zeros(70_000, dtype=torch.float16)
    assert losses.softmax(many)[0].item() == pytest.approx(1 / 70_000, rel=2e-3)
    assert losses.mse_loss_grad(many + 1, many)[0].item() == pytest.approx(2 / 70_000, rel=2e-3)


# Activations


@pytest.mark.parametrize("function", [activations.sigmoid, activations.tanh])
def test_no_derivative_far_out_is_nan(function):
    # tinygrad 1113, snntorch 433, dynet 1525, NNlib 68, jax 1538: ∞ · 0 beyond the last exponent.
    far = torch.tensor([-INF, -3e38, -1e3, 1e3, 3e38, INF])
    for order in (slope, lambda f, z: slope(lambda y: torch.func.vmap(torch.func.grad(f))(y), z)):
        assert order(function, far).tolist() == [0] * 6


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_subnormal_number_is_on_its_side_of_the_kink(dtype):
    # jax 37821: 1e-45 counted as 0 has the derivative of the kink.
    info = torch.finfo(dtype)
    z = torch.tensor([info.tiny * info.eps, -info.tiny * info.eps], dtype=dtype)
    assert activations.relu_grad(z).tolist() == slope(activations.relu, z).tolist() == [1, 0]
    assert activations.step(z).tolist() == [1, 0] and activations.relu(z)[0] == z[0]


@pytest.mark.parametrize("value", [0.0, -0.0])
def test_the_slopes_at_0_do_not_depend_on_its_sign(value):
    # jax 2107: logaddexp's was 0 at 0; HIPS autograd 141: a tie of maximum has ½.
    zero = torch.tensor([value])
    assert slope(activations.sigmoid, zero) == 0.25 and slope(activations.tanh, zero) == 1
    assert slope(activations.relu, zero) == 0


def test_sigmoid_in_bfloat16_never_falls():
    # tensorflow 123104: σ(5.75) > σ(6.0) by its vector instructions.
    z = torch.linspace(-20, 20, 3001).bfloat16()
    assert (activations.sigmoid(z).diff() >= 0).all() and (activations.tanh(z).diff() >= 0).all()


# Differences


def test_a_function_may_give_back_what_it_was_given_or_gave_before():
    # Chainer 488, SciPy 11493 and 19463: a view of x, or one buffer for all results.
    x, buffer = torch.tensor([1.0, 2.0], dtype=torch.float64), torch.empty(2, dtype=torch.float64)
    for function in (lambda q: q.view(-1), lambda q: buffer.copy_(q), lambda q: q.flip(0).flip(0)):
        found = differences.numerical_jacobian(function, x)
        torch.testing.assert_close(found, torch.eye(2, dtype=torch.float64))


def test_x_is_as_it_was_when_a_function_fails():
    # FiniteDiff 111, Calculus.jl 81, FiniteDifferences 221: moved for the time of a call.
    x = torch.tensor([1.0, 2.0])

    def fails(q):
        if not torch.equal(q, torch.tensor([1.0, 2.0])):
            raise ArithmeticError
        return q.sum()

    with pytest.raises(ArithmeticError):
        differences.numerical_gradient(fails, x)
    assert x.tolist() == [1, 2]


def test_a_positive_step_goes_to_the_right():
    # SciPy 12487: backward differences where forward ones were asked for, at a jump.
    x = torch.tensor([0.0, -1e-3], dtype=torch.float64)
    found = differences.forward_difference(activations.step, x, 2e-3)
    torch.testing.assert_close(found, torch.tensor([0.0, 500.0], dtype=torch.float64))


@pytest.mark.parametrize(
    ("dtype", "rtol"), [(torch.float16, 0.02), (torch.bfloat16, 0.1), (torch.float32, 1e-4)]
)
def test_the_step_is_that_of_the_dtype(dtype, rtol):
    # SciPy 12991, 24210 and 427: steps of float64 for float32, which move nothing.
    x = torch.tensor([3.0, 100.0], dtype=dtype)
    found = differences.central_difference(torch.square, x)
    torch.testing.assert_close(found.double(), 2 * x.double(), rtol=rtol, atol=0)


def test_the_way_that_memory_lies_does_not_matter_for_a_gradient():
    # mxnet 3663, torch-totem 26, PyTorch 7710 and 30303: written through a contiguous copy.
    x = torch.arange(6, dtype=torch.float64).reshape(2, 3).T
    found = differences.numerical_gradient(lambda q: (q * q.sin()).sum(), x)
    torch.testing.assert_close(found, x.sin() + x * x.cos())
    assert differences.numerical_gradient(torch.sum, x[:1].expand(2, 2)).shape == (2, 2)


# Norms, batches and modes


def test_a_norm_has_the_subgradient_0_at_0():
    # PyTorch 2721, taichi 4332, mlx 3668: 0 / 0 by the derivative of the root.
    rows = torch.ones(4, 3)
    assert slope(lambda r: noise.spread(r, rows[0]), rows).tolist() == torch.zeros(4, 3).tolist()
    weight = torch.zeros(2, 3)
    sizes = lambda w: stacks.gradient_sizes([mlp.Layer(w, w[:, 0])])  # noqa: E731
    assert slope(sizes, weight).tolist() == weight.tolist()


@pytest.mark.parametrize(
    ("size", "dtype"),
    [
        (300.0, "float16"),
        (1e-4, "float16"),
        (1e30, "float32"),
        (1e-30, "float32"),
        (1e200, "float64"),
    ],
)
def test_the_size_of_a_gradient_is_in_range_where_its_entries_are(size, dtype):
    # Chainer 6702, burn 4769, migraphx 850: the sum leaves the range of the mean.
    weight = torch.full((20, 30), size, dtype=getattr(torch, dtype))
    found = stacks.gradient_sizes([mlp.Layer(weight, weight[:, 0])])
    torch.testing.assert_close(found, weight[0, :1])


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_a_batch_of_all_has_the_mean_in_half_precision(dtype):
    # 1/3 rounded to bfloat16 is wrong by 0.2%, which rounds one mean in ten the wrong way.
    gradients = torch.linspace(1, 2, 3 * 500).reshape(3, 500).to(dtype)
    found = noise.batch_means(gradients, 3, 1, torch.Generator())[0]
    right = gradients.double().mean(0).to(dtype)
    assert found.dtype == dtype and (found != right).double().mean() < 0.01


@pytest.mark.parametrize("mode", [torch.no_grad, torch.inference_mode])
def test_gradients_come_in_every_mode_and_of_tensors_of_every_mode(mode):
    # PyTorch: element 0 of tensors does not require grad; inference tensors refuse to.
    right = stacks.loss_and_gradients(LAYERS, IMAGES, LABELS, torch.relu)
    with mode():
        layers = [mlp.Layer(1 * weight, 1 * bias) for weight, bias in LAYERS]
        inside = stacks.loss_and_gradients(layers, IMAGES, LABELS, torch.relu)
    outside = stacks.loss_and_gradients(layers, IMAGES, LABELS, torch.relu)
    for found in (inside, outside):
        torch.testing.assert_close(found, right)
