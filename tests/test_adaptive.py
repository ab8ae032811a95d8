"""Adagrad, RMSprop, Adam, AMSGrad and AdamW: the steps of torch.optim, and what they promise."""

import inspect

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gradbook import optimizers
from gradbook.optimizers import adagrad, adam, adamw, adaptive, amsgrad, rmsprop
from tests.formula.choices import tried

SEEDS = st.integers(0, 2**32)
BETAS, EPS = (0.8, 0.97), 3e-3
# Each step function with settings of its own, and the optimizer of PyTorch with the same ones.
PAIRS = {
    "adagrad": (
        lambda p, g, state: adagrad(p, g, state, 0.3, EPS),
        lambda ps: torch.optim.Adagrad(ps, lr=0.3, eps=EPS),
    ),
    "rmsprop": (
        lambda p, g, state: rmsprop(p, g, state, 0.3, 0.8, EPS),
        lambda ps: torch.optim.RMSprop(ps, lr=0.3, alpha=0.8, eps=EPS),
    ),
    "adam": (
        lambda p, g, state: adam(p, g, state, 0.3, BETAS, EPS),
        lambda ps: torch.optim.Adam(ps, lr=0.3, betas=BETAS, eps=EPS),
    ),
    "amsgrad": (
        lambda p, g, state: amsgrad(p, g, state, 0.3, BETAS, EPS),
        lambda ps: torch.optim.Adam(ps, lr=0.3, betas=BETAS, eps=EPS, amsgrad=True),
    ),
    "adamw": (
        lambda p, g, state: adamw(p, g, state, 0.3, 0.4, BETAS, EPS),
        lambda ps: torch.optim.AdamW(ps, lr=0.3, betas=BETAS, eps=EPS, weight_decay=0.4),
    ),
}
DEFAULTS = {
    "adagrad": (adagrad, torch.optim.Adagrad),
    "rmsprop": (rmsprop, torch.optim.RMSprop),
    "adam": (adam, torch.optim.Adam),
    "amsgrad": (amsgrad, lambda ps, lr: torch.optim.Adam(ps, lr=lr, amsgrad=True)),
    "adamw": (adamw, torch.optim.AdamW),
}
STEPS = {name: mine for name, (mine, _) in PAIRS.items()}
every_step = pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)


def drawn(seed, *shape):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def walk(step, p, gradients):
    """Return the points after each step of a function."""
    points, state = [], None
    for g in gradients:
        p, state = step(p, g, state)
        points.append(p)
    return torch.stack(points)


def torch_walk(optimizer, p, gradients):
    """Return the points after each step of an optimizer of PyTorch."""
    leaf, points = p.clone().requires_grad_(), []
    optimizer = optimizer([leaf])
    for g in gradients:
        leaf.grad = g.clone()
        optimizer.step()
        points.append(leaf.detach().clone())
    return torch.stack(points)


def test_every_optimizer_is_compared_with_that_of_torch():
    functions = [f for f in vars(adaptive).values() if inspect.isfunction(f)]
    own = {f.__name__ for f in functions if f.__module__ == adaptive.__name__}
    steps = own - {"moments"}
    assert steps == set(PAIRS) == set(DEFAULTS), "PAIRS and DEFAULTS have each step function"
    assert steps <= set(optimizers.__all__)


@tried(40)
@given(seed=SEEDS, size=st.sampled_from([1e-3, 1.0, 1e3]))
@pytest.mark.parametrize(("mine", "theirs"), PAIRS.values(), ids=PAIRS)
def test_every_step_is_that_of_torch(mine, theirs, seed, size):
    p, gradients = drawn(seed, 2, 3), size * drawn(seed + 1, 30, 2, 3)
    found, right = walk(mine, p, gradients), torch_walk(theirs, p, gradients)
    torch.testing.assert_close(found, right, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(("mine", "theirs"), DEFAULTS.values(), ids=DEFAULTS)
def test_the_settings_are_those_of_torch_where_none_are_given(mine, theirs):
    p, gradients = drawn(0, 4), 1e-6 * drawn(1, 10, 4)
    found = walk(lambda p, g, state: mine(p, g, state, 0.2), p, gradients)
    right = torch_walk(lambda ps: theirs(ps, lr=0.2), p, gradients)
    torch.testing.assert_close(found, right, rtol=1e-12, atol=1e-12)


def test_two_steps_of_adagrad_by_hand():
    p, g = torch.tensor(1.0, dtype=torch.float64), torch.tensor(3.0, dtype=torch.float64)
    p, q = adagrad(p, g, None, 0.1, 0.0)
    assert (p, q) == (1 - 0.1, 9)
    p, q = adagrad(p, g + 1, q, 0.1, 0.0)
    assert q == 25 and p == pytest.approx(0.9 - 0.1 * 4 / 5, rel=1e-15)


def test_the_first_step_of_rmsprop_is_too_long():
    p, g = torch.zeros(2, dtype=torch.float64), torch.tensor([3.0, -0.2], dtype=torch.float64)
    p, q = rmsprop(p, g, None, 0.1, 0.96, 0.0)
    torch.testing.assert_close(p, -0.5 * g.sign(), rtol=1e-12, atol=0)
    torch.testing.assert_close(q, 0.04 * g**2, rtol=1e-12, atol=0)


@tried(40)
@given(SEEDS)
def test_the_first_step_of_adam_is_the_sign(seed):
    g = drawn(seed, 4)
    p, _ = adam(0 * g, g, None, 0.1, eps=0.0)
    torch.testing.assert_close(p, -0.1 * g.sign(), rtol=1e-12, atol=0)


@tried(40)
@given(seed=SEEDS, scale=st.sampled_from([1e-4, 0.3, 7.0, 1e5]))
@pytest.mark.parametrize("name", ["adagrad", "rmsprop", "adam", "amsgrad", "adamw"])
def test_a_larger_loss_is_a_smaller_eps(name, seed, scale):
    step = {"adagrad": adagrad, "rmsprop": rmsprop, "adam": adam, "amsgrad": amsgrad}.get(name)
    step = step or adamw
    p, gradients = drawn(seed, 3), drawn(seed + 1, 12, 3)
    large = walk(lambda p, g, s: step(p, g, s, 0.1, eps=EPS * scale), p, scale * gradients)
    small = walk(lambda p, g, s: step(p, g, s, 0.1, eps=EPS), p, gradients)
    torch.testing.assert_close(large, small, rtol=1e-10, atol=1e-12)


def test_the_q_of_amsgrad_never_falls_but_that_of_adam_does():
    p, gradients = torch.zeros((), dtype=torch.float64), [3.0, -1.0, -1.0, 3.0, -1.0]
    squares, largest, state = [], [], None
    for g in gradients:
        p, state = amsgrad(p, torch.full_like(p, g), state, 0.1, (0.0, 0.1))
        squares.append(state.square.item())
        largest.append(state.largest.item())
    assert squares[1] < squares[0] and largest == sorted(largest)
    assert largest == [max(squares[: n + 1]) for n in range(5)]


def test_weight_decay_takes_its_share_whatever_the_gradient_is():
    p = torch.tensor([2.0, 2.0, 2.0], dtype=torch.float64)
    g = torch.tensor([1e-3, 1.0, 1e3], dtype=torch.float64)
    decayed, _ = adamw(p, g, None, 0.1, 0.4, eps=0.0)
    plain, _ = adam(p, g, None, 0.1, eps=0.0)
    torch.testing.assert_close(plain - decayed, 0.1 * 0.4 * p, rtol=1e-12, atol=0)


@every_step
def test_arguments_are_not_changed(step):
    p, g = drawn(0, 3), drawn(1, 3)
    state = step(p, g, step(p, g, None)[1])[1]
    kept = [x.clone() for x in (p, g, *state) if isinstance(x, torch.Tensor)]
    step(p, g, state)
    now = [x for x in (p, g, *state) if isinstance(x, torch.Tensor)]
    assert all(map(torch.equal, now, kept))


@every_step
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
def test_a_step_keeps_dtype_and_shape(step, dtype):
    p, state = torch.full((2, 1, 3), 0.5, dtype=dtype), None
    for _ in range(2):
        p, state = step(p, torch.ones_like(p), state)
    assert p.dtype == dtype and p.shape == (2, 1, 3) and p.isfinite().all()
    tensors = [state] if isinstance(state, torch.Tensor) else state
    wide = torch.promote_types(dtype, torch.float32)
    assert {x.dtype for x in tensors if isinstance(x, torch.Tensor)} == {wide}


@every_step
def test_each_coordinate_moves_by_itself(step):
    p, gradients = drawn(0, 4), drawn(1, 8, 4)
    together = walk(step, p, gradients)
    for place in range(4):
        alone = walk(step, p[place], gradients[:, place])
        torch.testing.assert_close(alone, together[:, place], rtol=1e-14, atol=1e-14)


@pytest.mark.parametrize("beta", [-0.1, 1.0, float("nan")])
def test_a_beta_out_of_range_is_named(beta):
    p = drawn(0, 3)
    for step in (
        lambda: rmsprop(p, p, None, 0.1, beta),
        lambda: adam(p, p, None, 0.1, (beta, 0.9)),
        lambda: amsgrad(p, p, None, 0.1, (0.9, beta)),
        lambda: adamw(p, p, None, 0.1, 0.0, (0.9, beta)),
    ):
        with pytest.raises(ValueError, match=r"beta: expected a number from 0 to below 1, got"):
            step()


@pytest.mark.parametrize("beta", [0.0, 0.99])
def test_a_beta_at_the_edge_is_taken(beta):
    p = drawn(0, 3)
    assert adam(p, p, None, 0.1, (beta, beta))[0].isfinite().all()


@every_step
def test_an_error_names_the_argument_that_is_wrong(step):
    p = drawn(0, 3)
    with pytest.raises(TypeError, match=r"^p: expected a floating-point tensor"):
        step(p.long(), p, None)
    with pytest.raises(TypeError, match=r"^g: expected the dtype of p, torch.float64"):
        step(p, p.float(), None)
    with pytest.raises(ValueError, match=r"^g: expected the shape of p, \(3,\)"):
        step(p, p[:2], None)


@pytest.mark.parametrize("step", [adagrad, rmsprop, adam, amsgrad, adamw])
def test_a_wrong_setting_is_named(step):
    p = drawn(0, 3)
    with pytest.raises(ValueError, match=r"^learning_rate: expected a positive, finite number"):
        step(p, p, None, 0.0)
    with pytest.raises(ValueError, match=r"^eps: expected a finite number from 0 on, got -1"):
        step(p, p, None, 0.1, eps=-1.0)
    assert step(p, p, None, 0.1, eps=0.0)[0].isfinite().all()


def test_a_wrong_weight_decay_is_named():
    p = drawn(0, 3)
    with pytest.raises(ValueError, match=r"^weight_decay: expected a finite number from 0 on"):
        adamw(p, p, None, 0.1, -0.1)
    assert torch.equal(adamw(p, p, None, 0.1, 0.0)[0], adam(p, p, None, 0.1)[0])


def test_a_point_that_is_no_tensor_is_refused_by_name():
    with pytest.raises(TypeError, match=r"^p: expected a floating-point tensor, got float"):
        adamw(1.0, drawn(0, 3), None, 0.1)


@pytest.mark.parametrize("step", [adam, amsgrad, adamw])
def test_the_state_counts_the_steps_in_whole_numbers(step):
    p, state = drawn(0, 3), None
    for number in (1, 2, 3):
        p, state = step(p, p, state, 0.1)
        assert type(state.step) is int and state.step == number
