"""The book's smallest network on plain numbers: two inputs, one hidden unit, two outputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gradbook.arguments import check_count, check_each, check_positive
from gradbook.autograd.tape import Value

X = (2.0, -4.0)
TARGET = (1.0, 0.25)
START = (0.5, 0.25, 0.0, 4.0, 2.0, -2.0, -1.0)


def sigmoid(z: Any) -> Any:
    """Return 1 / (1 + e⁻ᶻ) for a number that knows `exp`: a tensor, a dual number, a tape's.

    Parameters
    ----------
    z : Tensor, Dual or Value
        The weighted sum of a unit.

    Returns
    -------
    Tensor, Dual or Value
        Its output, between 0 and 1.
    """
    return 1 / (1 + (-z).exp())


def network_error(w: Sequence[Any]) -> Any:
    """Return half the squared error of the network for its one example.

    Parameters
    ----------
    w : sequence of Tensor, Dual or Value, or tensor ``(7,)``
        Two weights and the bias of the hidden unit, a weight for each output, their biases.

    Returns
    -------
    Tensor, Dual or Value
        The error, of the kind of the weights.

    Raises
    ------
    ValueError
        If w has not seven weights.
    """
    check_each("w", w, 7, "weight")
    hidden = sigmoid(X[0] * w[0] + X[1] * w[1] + w[2])
    outputs = sigmoid(w[3] * hidden + w[5]), sigmoid(w[4] * hidden + w[6])
    return ((outputs[0] - TARGET[0]) ** 2 + (outputs[1] - TARGET[1]) ** 2) / 2


def train_network(
    w: Sequence[float], learning_rate: float, steps: int
) -> tuple[list[float], list[float]]:
    """Train the network by gradient descent, with a new tape for each step.

    Parameters
    ----------
    w : sequence of float
        The seven weights at the start; not changed.
    learning_rate : float
        The factor of the gradient in each step.
    steps : int
        How many there are.

    Returns
    -------
    tuple of list of float
        The error before each step, and the weights after the last one.

    Raises
    ------
    ValueError
        If `learning_rate` is not positive or not finite, or `steps` is less than 1.
    """
    check_positive("learning_rate", learning_rate)
    check_count("steps", steps)
    errors, numbers = [], list(w)
    for _ in range(steps):
        leaves = [Value(number) for number in numbers]
        error = network_error(leaves)
        error.backward()
        errors.append(error.value)
        numbers = [leaf.value - learning_rate * leaf.grad for leaf in leaves]
    return errors, numbers
