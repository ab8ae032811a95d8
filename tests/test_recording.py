"""A function's record, and the gradients that go back along it."""

import pytest
import torch

from gradbook.autograd.recording import recorded, slope_along

X = torch.tensor([1.0, -2.0, 3.0], dtype=torch.float64)


def cubes(x):
    return x.pow(3).sum()


@pytest.mark.parametrize("mode", [torch.enable_grad, torch.no_grad, torch.inference_mode])
def test_slopes_and_slopes_of_slopes_go_back_in_every_mode(mode):
    with mode():
        x, v = X.clone(), X.flip(0)
        value, leaf = recorded(cubes, x)
        assert not slope_along(value, leaf).requires_grad  # nor does it cost what that does
        slope = slope_along(value, leaf, create_graph=True)
        assert value == 20 and torch.equal(slope, 3 * X**2)
        for _ in range(2):  # the record is kept
            assert torch.equal(slope_along(slope, leaf, v), 6 * X * v)


def test_the_leaf_is_a_copy_in_the_dtype_that_is_asked_for():
    for dtype in (None, torch.float64, torch.float32):
        value, leaf = recorded(cubes, X, dtype)
        assert value.dtype == leaf.dtype == (dtype or torch.float64)
        assert leaf.data_ptr() != X.data_ptr() and not X.requires_grad


def test_the_record_ends_at_the_leaf():
    x = X.clone().requires_grad_()
    value, leaf = recorded(cubes, 2 * x)
    slope_along(value, leaf, create_graph=True).sum().backward()
    assert leaf.is_leaf and leaf.grad is not None and x.grad is None


def test_a_function_may_change_its_argument():
    value, leaf = recorded(lambda x: x.mul_(2).sum(), X)
    assert value == 4 and torch.equal(leaf, X) and slope_along(value, leaf).tolist() == [2, 2, 2]


def test_what_does_not_depend_on_the_leaf_has_the_slope_0():
    value, leaf = recorded(lambda x: x.new_ones(1), X)
    assert value.ndim == 0 and slope_along(value, leaf).tolist() == [0, 0, 0]
    value, leaf = recorded(lambda x: torch.ones((), requires_grad=True) * 2, X)
    assert slope_along(value, leaf).tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("f", "error", "named"),
    [(torch.sin, ValueError, r"\(3,\)"), (lambda x: 1.0, TypeError, "float")],
)
def test_what_is_no_single_number_is_named(f, error, named):
    with pytest.raises(error, match=rf"^f\(x\): expected .*{named}$"):
        recorded(f, X)
