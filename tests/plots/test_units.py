"""What `learning_signal` draws: E above δ, and where a wrong unit learns little."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib.pyplot as plt
import pytest
import torch

from gradbook.perceptron import delta
from gradbook.plots.chain_rule import learning_signal

Z = torch.linspace(-8, 6, 57, dtype=torch.float64)
O = torch.sigmoid(Z)  # noqa: E741
E = (O - 1).square() / 2
DELTA = delta(O, torch.ones_like(O))


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    yield
    plt.close("all")


def test_the_error_stands_above_its_derivative():
    top, bottom = learning_signal(Z, E, DELTA)
    assert top.lines[0].get_xydata().tolist() == torch.stack([Z, E], 1).tolist()
    assert bottom.lines[0].get_xydata().tolist() == torch.stack([Z, DELTA], 1).tolist()
    assert "E" in top.get_ylabel() and "delta" in bottom.get_ylabel()


def test_the_shade_lies_where_the_error_is_large_and_delta_small():
    for ax in learning_signal(Z, E, DELTA):
        (shade,) = ax.collections
        right = max(path.vertices[:, 0].max() for path in shade.get_paths())
        # |δ| = (1 − O)² O is less than a fifth of its largest, 4/27, up to z = −3.43.
        assert right == pytest.approx(-3.5)


def test_a_unit_that_learns_everywhere_is_not_shaded():
    z = Z[Z > 0]
    o = torch.sigmoid(z)
    top, _ = learning_signal(z, (o - 1).square() / 2, torch.ones_like(z))
    assert not top.texts


def test_given_axes_are_used_and_no_figure_is_made():
    _, axes = plt.subplots(2)
    assert list(learning_signal(Z, E, DELTA, ax=axes)) == list(axes)
    assert len(plt.get_fignums()) == 1


def test_different_shapes_are_refused():
    with pytest.raises(ValueError, match="z, error, delta: expected one shape"):
        learning_signal(Z, E, DELTA[1:])
