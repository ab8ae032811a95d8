"""A tape: numbers that remember how they were made, and hand slopes back along that record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from gradbook.autograd.rules import ELEMENTARY, Arithmetic


class Value(Arithmetic):
    """A number with its record: what it was made of, and its slope by each of these.

    Parameters
    ----------
    value : float
        The number.
    parents : iterable of (Value, float), optional
        What it was made of, each with the local derivative; nothing for a leaf.

    Attributes
    ----------
    grad : float
        What `backward` has added up at a leaf, as PyTorch does.

    Notes
    -----
    Source: S. Linnainmaa, *Taylor expansion of the accumulated rounding error* (1976).
    """

    def __init__(
        self,
        value: float,
        parents: Iterable[tuple[Value, float]] = (),
    ) -> None:
        self.value, self.parents, self.grad = float(value), tuple(parents), 0.0

    def __repr__(self) -> str:
        return f"Value({self.value:g})"

    def __add__(self, other: Any) -> Value:
        u, v = self, Value.of(other)
        return Value(u.value + v.value, [(u, 1.0), (v, 1.0)])

    def __mul__(self, other: Any) -> Value:
        u, v = self, Value.of(other)
        return Value(u.value * v.value, [(u, v.value), (v, u.value)])

    def __pow__(self, exponent: float) -> Value:
        a, n = self.value, exponent
        return Value(a**n, [(self, n * a ** (n - 1))])

    def elementary(self, name: str) -> Value:
        """Return an elementary function of this number, by its name."""
        f, derivative = ELEMENTARY[name]
        return Value(f(self.value), [(self, derivative(self.value))])

    def backward(self) -> None:
        """Add the derivative of this number by each leaf to the leaf's `grad`."""
        slopes = {self: 1.0}
        for node in reversed(tape(self)):
            slope = slopes.pop(node)
            if not node.parents:
                node.grad += slope
            for parent, local in node.parents:
                slopes[parent] = slopes.get(parent, 0.0) + local * slope


def tape(end: Value) -> list[Value]:
    """Return all that a number was made of, each after its own parents, and itself last."""
    order: dict[Value, None] = {}
    stack = [(end, False)]
    while stack:
        node, ready = stack.pop()
        if ready:
            order[node] = None
        elif node not in order:
            stack.append((node, True))
            stack.extend((parent, False) for parent, _ in node.parents)
    return list(order)


def tape_gradient(f: Callable[[Sequence[Any]], Any], x: Sequence[float]) -> list[float]:
    """Return all partial derivatives of f, by one pass through f and one back along its record.

    Parameters
    ----------
    f : callable
        Takes n numbers and returns one, by operators and elementary functions.
    x : sequence of float
        The n numbers at which the gradient is taken.

    Returns
    -------
    list of float
        The gradient, of length n.

    Raises
    ------
    TypeError
        If f returns no number.
    """
    leaves = [Value(x_i) for x_i in x]
    Value.result(f, leaves).backward()
    return [leaf.grad for leaf in leaves]
