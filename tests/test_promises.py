"""What docs/reference/promises.json says of each function is true, in every dtype and mode."""

import inspect
import math
import re
from importlib import import_module

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mpf
from torch import Tensor
from torch.utils._pytree import tree_flatten

from gradbook import optimizers, perceptron
from tests.formula.choices import tried
from tests.promised import BESIDE, CASES, DTYPES, EXACT, PROMISES, error_in_ulp
from tests.turns import of_today

FLOAT = torch.float64  # of Python's numbers
GRAMMAR = re.compile(r".+: expected .+, got .+", re.DOTALL)
# Rows without a case make one test red, and not all of them.
ROWS = [
    (family, name, row)
    for family, rows in PROMISES.items()
    for name, row in rows.items()
    if name in CASES.get(family, ())
]
EVERY = pytest.mark.parametrize(
    ("family", "name", "row"), ROWS, ids=[f"{family}-{name}" for family, name, _ in ROWS]
)


def rows_with(transform, days=1):
    """Try a function of all rows with a transform; what takes long, each row in so many days."""
    rows = [one for one in ROWS if transform in one[2]["transforms"]]
    rows = of_today(rows, days)
    ids = [f"{family}-{name}" for family, name, _ in rows]
    return pytest.mark.parametrize(("family", "name", "row"), rows, ids=ids)


def leaves(result):
    """Return the tensors of a result, and its numbers as such."""
    found = tree_flatten(result)[0]
    found = [torch.tensor(x, dtype=FLOAT, device="cpu") if type(x) is float else x for x in found]
    return [leaf for leaf in found if isinstance(leaf, Tensor)]


def assert_same(found, right, rtol=0.0, atol=0.0):
    found, right = leaves(found), leaves(right)
    assert len(found) == len(right)
    for a, b in zip(found, right, strict=True):
        torch.testing.assert_close(a, b, rtol=rtol, atol=atol, equal_nan=True)


def differentiable(case, arguments):
    return arguments if case.by is None else arguments[: case.by]


def floats(result):
    return tuple(leaf for leaf in leaves(result) if leaf.is_floating_point())


def test_every_promise_has_a_case_and_every_case_a_promise():
    promised = {f: set(rows) for f, rows in PROMISES.items()}
    assert promised == {f: set(r) for f, r in CASES.items()}, "CASES of tests/promised/"
    measured = {name for rows in PROMISES.values() for name, row in rows.items() if "ulp" in row}
    assert measured == set(EXACT), "EXACT of tests/promised/"


# What makes layers, batches or records, or answers with a word or a share.
OTHERS = {"initialize", "surface", "batch_means", "sampling_factor"}
OTHERS |= {"minibatches", "epoch", "train", "steps_to_loss", "accuracy", "initialize_he"}
# What takes numbers.
OTHERS |= {"step_decay", "cosine", "inverse_time", "warm_up", "best_settings", "steps_needed"}
OTHERS |= {"noise_floor", "squared_distances", "noisy_descent", "dual_gradient", "tape_gradient"}
OTHERS |= {"jvp", "vjp", "forward_jacobian", "reverse_jacobian"}


@pytest.mark.parametrize("family", PROMISES)
def test_every_function_of_a_family_has_a_promise(family):
    module = import_module(f"gradbook.{family}")
    public = getattr(module, "__all__", vars(module))
    names = {
        name
        for name, value in vars(module).items()
        if name in public
        and inspect.isfunction(value)
        and not name.startswith(("_", "check_"))
        and value.__module__.startswith(module.__name__)
    }
    assert names - OTHERS == set(PROMISES[family]), "docs/reference/promises.json, or OTHERS"


# Dtypes, shapes and memory


@EVERY
@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_the_dtype_is_kept_and_the_value_is_that_of_float64(family, name, row, dtype):
    case = CASES[family][name]
    arguments = case.arguments(dtype)
    if str(dtype).removeprefix("torch.") not in row.get("dtypes", str(dtype)):
        with pytest.raises(TypeError, match=GRAMMAR):
            case.call(*arguments)
        return
    result = case.call(*arguments)
    allowed = {dtype, torch.int64, case.dtypes(dtype) if case.dtypes else dtype}
    assert {x.dtype for x in tree_flatten(result)[0] if isinstance(x, Tensor)} <= allowed
    found = leaves(result)
    right = leaves(case.call(*[p.double() for p in arguments]))
    # A difference has the root of the digits, a third difference fewer.
    share = torch.finfo(dtype).eps ** (0.25 if family == "differences" else 1)
    for a, b in zip(found, right, strict=True):
        bound = (4 if family == "differences" else 30) * share * b.abs().amax().clamp(min=1)
        if family == "differences" and name == "default_step":
            continue  # it depends on the dtype by what it is for
        assert (a.double() - b).abs().amax() <= bound


@EVERY
def test_the_memory_of_an_argument_does_not_matter(family, name, row):
    case = CASES[family][name]
    for leading in case.axes:
        arguments = case.arguments(leading=leading)
        right = case.call(*arguments)
        wide = [torch.stack([p, p + 1], -1)[..., 0] for p in arguments]
        assert all(not p.is_contiguous() for p in wide if p.numel() > 1)
        assert_same(case.call(*wide), right, rtol=1e-12, atol=1e-12)


@EVERY
def test_an_expanded_argument_is_its_copy(family, name, row):
    case = CASES[family][name]
    arguments = case.arguments()
    expanded = [p[:1].expand_as(p) if p.ndim else p for p in arguments]
    copies = [p.clone() for p in expanded]
    assert_same(case.call(*expanded), case.call(*copies), rtol=1e-12, atol=1e-12)


@EVERY
def test_no_entries_are_taken_or_refused_by_name(family, name, row):
    case = CASES[family][name]
    if not case.usual:
        return  # it has no leading axis
    if row["empty"]:
        found = [one for one in leaves(case.call(*case.arguments(leading=(0,)))) if one.ndim]
        assert found and all(0 in leaf.shape for leaf in found)
        return
    with pytest.raises(ValueError, match="expected") as caught:
        case.call(*case.arguments(leading=(0,)))
    assert GRAMMAR.fullmatch(str(caught.value))


@EVERY
@pytest.mark.parametrize("wrong", [[1.0], torch.tensor([1, 2]), torch.tensor([1j]), None])
def test_what_is_no_tensor_of_floats_is_named(family, name, row, wrong):
    case = CASES[family][name]
    for place, argument in enumerate(case.arguments()):
        kind = wrong if not isinstance(wrong, Tensor) else argument.to(wrong.dtype)
        changed = [kind if i == place else p for i, p in enumerate(case.arguments())]
        if wrong is None and place == case.optional:
            case.call(*changed)
            continue
        may = name == "directional_derivative" and place == 1 and not kind_is_complex(kind)
        if may and isinstance(kind, Tensor):
            case.call(*changed)  # a direction may have whole numbers
            continue
        with pytest.raises((TypeError, ValueError), match="expected") as caught:
            case.call(*changed)
        assert GRAMMAR.fullmatch(str(caught.value)), place


def kind_is_complex(kind):
    return isinstance(kind, Tensor) and kind.is_complex()


# Special values


@pytest.mark.parametrize(("family", "name"), [(f, n) for f in ("activations",) for n in CASES[f]])
@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_special_values_stay_in_their_places(family, name, dtype):
    call, info = CASES[family][name].call, torch.finfo(dtype)
    special = [math.nan, math.inf, -math.inf, -0.0, info.max, info.min, info.tiny, 0.3]
    z = torch.tensor(special, dtype=dtype)
    together = call(z)
    assert together.isnan().tolist() == [True] + [False] * 7
    assert_same(together, torch.stack([call(one) for one in z]), rtol=4 * info.eps, atol=info.tiny)


@EVERY
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_refused_or_seen_in_the_result(family, name, row, value):
    case = CASES[family][name]
    if name in {"step", "step_grad", "relu", "relu_grad", "sigmoid", "tanh", "basins", "predict"}:
        return  # these have limits, or answer with a class
    for place in range(len(case.arguments())):
        arguments = case.arguments()
        arguments[place].view(-1)[0] = value
        try:
            found = floats(case.call(*arguments))
        except ValueError as error:
            assert GRAMMAR.fullmatch(str(error))
            continue
        if math.isnan(value):
            assert not all(leaf.isfinite().all() for leaf in found), place


# Modes and defaults


@EVERY
def test_the_mode_and_the_defaults_do_not_matter(family, name, row):
    case = CASES[family][name]
    right = case.call(*case.arguments())

    def same(leaf_flag=False):
        arguments = case.arguments()
        for p in differentiable(case, arguments) if leaf_flag else ():
            p.requires_grad_()
        kept = [p.detach().clone() for p in arguments]
        assert_same([leaf.detach() for leaf in leaves(case.call(*arguments))], right)
        assert all(torch.equal(p, k) for p, k in zip(arguments, kept, strict=True))
        assert all(p.grad is None for p in arguments)

    same(leaf_flag=True)
    for mode in (torch.no_grad(), torch.inference_mode(), torch.enable_grad()):
        with mode:
            same()
    for dtype in DTYPES:
        kept = torch.get_default_dtype()
        torch.set_default_dtype(dtype)
        try:
            same()
        finally:
            torch.set_default_dtype(kept)


@EVERY
def test_the_default_device_does_not_matter(family, name, row):
    case = CASES[family][name]
    arguments = case.arguments()
    right = case.call(*arguments)
    with torch.device("meta"):
        found = case.call(*arguments)
    assert_same(found, right)


# Transforms


@rows_with("vmap")
def test_vmap_takes_one_after_the_other(family, name, row):
    case = CASES[family][name]
    if () in case.axes and case.usual:
        many, single = case.arguments(), case.arguments(leading=())
        places = [None if a.ndim == b.ndim else 0 for a, b in zip(many, single, strict=True)]
    else:
        many = [torch.stack([p, p.flip(0), p]) for p in case.arguments()]
        places = [0] * len(many)
    found = leaves(torch.func.vmap(case.call, in_dims=tuple(places))(*many))
    for index in range(3):
        one = [p if at is None else p[index] for p, at in zip(many, places, strict=True)]
        assert_same([leaf[index] for leaf in found], case.call(*one), rtol=1e-12, atol=1e-12)


@rows_with("jvp")
@pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")  # PyTorch's own
def test_jvp_is_the_transpose_of_backward(family, name, row):
    case = CASES[family][name]
    arguments = case.arguments()
    inputs = tuple(differentiable(case, arguments))
    rest = arguments[len(inputs) :]
    function = lambda *inputs: floats(case.call(*inputs, *rest))  # noqa: E731
    along = tuple(torch.cos(p) for p in inputs)
    values, tangents = torch.func.jvp(function, inputs, along)
    weights = [torch.sin(v + 1) for v in values]
    forward = sum((w * t).sum() for w, t in zip(weights, tangents, strict=True))
    leaf = [p.clone().requires_grad_() for p in inputs]
    total = sum((w * v).sum() for w, v in zip(weights, function(*leaf), strict=True))
    slopes = torch.autograd.grad(total, leaf, allow_unused=True, materialize_grads=True)
    back = sum((s * a).sum() for s, a in zip(slopes, along, strict=True))
    torch.testing.assert_close(forward, back, rtol=1e-9, atol=1e-12)
    assert forward != 0


@rows_with("double backward")
def test_it_can_be_differentiated_twice(family, name, row):
    case = CASES[family][name]
    arguments = case.arguments(leading=case.usual and (2,))
    inputs = tuple(p.requires_grad_() for p in differentiable(case, arguments))
    rest = arguments[len(inputs) :]

    def function(*inputs):
        # Squared, so that there is a second derivative of what is linear.
        return sum(leaf.square().sum() for leaf in floats(case.call(*inputs, *rest)))

    assert torch.autograd.gradcheck(function, inputs, rtol=1e-4)
    assert torch.autograd.gradgradcheck(function, inputs, rtol=1e-3)


@rows_with("vmap")
@pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")  # PyTorch's own
def test_vmap_of_derivatives_takes_one_after_the_other(family, name, row):
    case = CASES[family][name]
    if "jvp" not in row["transforms"]:
        return
    single = case.arguments(leading=case.usual)
    many = [torch.stack([p, p.flip(0), p]) for p in single]
    count = len(single) if case.by is None else case.by

    def total(*arguments):
        return sum(leaf.square().sum() for leaf in floats(case.call(*arguments)))

    def along(*arguments):
        first = lambda *inputs: total(*inputs, *arguments[count:])  # noqa: E731
        directions = tuple(torch.cos(p) for p in arguments[:count])
        return torch.func.jvp(first, arguments[:count], directions)

    for derivative in (torch.func.grad(total, argnums=tuple(range(count))), along):
        found = leaves(torch.func.vmap(derivative)(*many))
        for index in range(3):
            one = derivative(*(p[index] for p in many))
            assert_same([leaf[index] for leaf in found], one, rtol=1e-9, atol=1e-12)


@rows_with("compile", days=6)
def test_it_compiles_without_a_break_for_all_sizes(family, name, row):
    case = CASES[family][name]
    torch._dynamo.reset()
    sizes = [(3,), (5,)] if case.usual else [()]
    for backend, dynamic in (("aot_eager", False), ("eager", True)):
        compiled = torch.compile(case.call, fullgraph=True, backend=backend, dynamic=dynamic)
        for leading in sizes if dynamic else sizes[:1]:
            arguments = case.arguments(leading=leading)
            assert_same(compiled(*arguments), case.call(*arguments), rtol=1e-12, atol=1e-12)


class Exported(torch.nn.Module):
    def __init__(self, call):
        super().__init__()
        self.call = call

    def forward(self, *arguments):
        return self.call(*arguments)


@rows_with("export")
def test_it_is_exported(family, name, row):
    case = CASES[family][name]
    exported = torch.export.export(Exported(case.call), tuple(case.arguments()))
    others = [p.flip(0) if p.ndim == 1 else p for p in case.arguments()]
    assert_same(exported.module()(*others), case.call(*others), rtol=1e-12, atol=1e-12)


@EVERY
def test_on_meta_it_has_the_shapes_and_dtypes(family, name, row):
    case = CASES[family][name]
    if "numbers" in row["shape"]:
        return  # there are none on meta
    found = leaves(case.call(*[p.to("meta") for p in case.arguments()]))
    assert {leaf.device.type for leaf in found} == {"meta"}
    right = leaves(case.call(*case.arguments()))
    assert [(p.shape, p.dtype) for p in found] == [(p.shape, p.dtype) for p in right]


# The largest error

PROMISED = [
    (f, n, row["ulp"][i], dtype)
    for f, n, row in ROWS
    if "ulp" in row and n in EXACT
    for i, dtype in enumerate(DTYPES)
]


def finite(dtype, low=-math.inf, high=math.inf):
    """Draw finite numbers of a dtype: near 0, far out, of every size, at its ends and at kinks."""
    info = torch.finfo(dtype)
    low, high = max(low, info.min), min(high, info.max)
    least = info.tiny * info.eps  # the smallest subnormal number
    near = st.floats(max(low, -100), min(high, 100))
    edges = [0.0, 1.0, 0.5, info.max, info.tiny, info.tiny - least, least, -math.log(info.tiny)]
    edges += [1 + info.eps, 1 - info.eps / 2, 0.5 + info.eps / 2, 0.5 - info.eps / 4]
    signed = [v for edge in edges for v in (edge, -edge) if low <= v <= high]
    size = st.floats(math.log2(least), math.log2(info.max) - 1e-3).map(lambda e: 2.0**e)
    sized = st.tuples(size, st.sampled_from([1, -1])).map(math.prod)
    sized = sized.filter(lambda v: low <= v <= high)
    return st.one_of(near, st.floats(low, high), sized, st.sampled_from(signed))


def array(data, dtype, count, *bounds):
    values = data.draw(st.lists(finite(dtype, *bounds), min_size=count, max_size=count))
    info = torch.finfo(dtype)
    return torch.tensor(values, dtype=torch.float64).clamp(info.min, info.max).to(dtype)


STEPS = ("adagrad", "rmsprop", "adam", "amsgrad", "adamw")


def gradients(data, dtype):
    """Draw gradients whose squares are finite in the dtype of a step, and not subnormal ones."""
    info = torch.finfo(torch.promote_types(dtype, torch.float32))
    largest = info.max**0.5 / 2
    g = array(data, dtype, 4, -largest, largest)
    return torch.where(g.abs() < info.tiny / info.eps, 0, g)


def values_of(name, dtype, data):
    """Return what a function returned, and its arguments as the exact formula takes them."""
    z = array(data, dtype, 4)
    if name in {"error", "error_grad"}:
        target = torch.tensor(
            data.draw(st.lists(st.sampled_from([0.0, 1.0]), min_size=4, max_size=4))
        )
        target = target.to(dtype)
        return getattr(perceptron, name)(z.new_ones(1), z[:, None], target), (z, target)
    if name in STEPS:
        g = gradients(data, dtype)
        return getattr(optimizers, name)(torch.zeros_like(g), g, None, 0.1)[0], [g]
    if name.startswith("clip"):
        found = getattr(optimizers, name)([z / 4], 0.5)
        return (found[0] if name == "clip_by_value" else found[0][0]), [z / 4]
    if name == "border":
        z = array(data, dtype, 4, 0.0, 1 - torch.finfo(dtype).eps)
        return torch.cat(CASES["optimizers"]["border"].call(z)), [z]
    family = next(f for f in CASES if name in CASES[f])
    arguments = [z]
    if name.startswith("cross_entropy"):
        arguments.append(torch.eye(4, dtype=dtype)[data.draw(st.integers(0, 3))])
    elif name.startswith("mse"):
        arguments = [z / 4, array(data, dtype, 4) / 4]
    elif name == "delta":
        arguments = [array(data, dtype, 4, 0.0, 1.0), array(data, dtype, 4, 0.0, 1.0)]
    return CASES[family][name].call(*arguments), arguments


@pytest.mark.parametrize(
    ("family", "name", "ulp", "dtype"), PROMISED, ids=[f"{n}-{d}" for _, n, _, d in PROMISED]
)
@tried(200)
@given(data=st.data())
def test_the_error_is_no_larger_than_promised(family, name, ulp, dtype, data):
    found, arguments = values_of(name, dtype, data)
    numbers = [[mpf(one) for one in p.double().tolist()] for p in arguments]
    beside = BESIDE[name](*numbers) if name in BESIDE else 0
    assert error_in_ulp(found, EXACT[name](*numbers), beside) <= ulp


@pytest.mark.parametrize(("found", "ulp"), [(1.0, 0), (1 + 2**-10, 1), (1 - 2**-11, 0.5)])
def test_errors_are_counted_in_units_of_the_last_place(found, ulp):
    assert error_in_ulp(torch.tensor([found]).half(), [mpf(1)]) == ulp
