"""Products with a Jacobian: a column or any mixture of them forward, of its rows backward."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from gradbook.arguments import check_each, expected
from gradbook.autograd.dual import Dual
from gradbook.autograd.rules import Arithmetic
from gradbook.autograd.tape import Value

Numbers = Sequence[float]
Function = Callable[[Sequence[Any]], Sequence[Any]]
Back = Callable[[Numbers], list[float]]
Number = TypeVar("Number", bound=Arithmetic)


def jvp(f: Function, x: Numbers, v: Numbers) -> tuple[list[float], list[float]]:
    """Return f(x) and J v, the derivative of f in the direction v, by one pass forward.

    Parameters
    ----------
    f : callable
        Takes n numbers and returns m, by operators and elementary functions.
    x : sequence of float
        The n numbers at which the Jacobian J of f is taken.
    v : sequence of float
        How fast each of them moves, n numbers.

    Returns
    -------
    y : list of float
        The m values of f.
    slopes : list of float
        How fast each of them moves.

    Raises
    ------
    TypeError
        If f returns no sequence of numbers.
    ValueError
        If v has another length than x.
    """
    check_each("v", v, len(x), "entry of x")
    y = _results(Dual, f, [Dual(x_j, v_j) for x_j, v_j in zip(x, v, strict=True)])
    return [y_i.value for y_i in y], [y_i.slope for y_i in y]


def vjp(f: Function, x: Numbers) -> tuple[list[float], Back]:
    """Return f(x) and a function that makes Jᵀ u of the weights u, by one pass back each time.

    Parameters
    ----------
    f : callable
        Takes n numbers and returns m, by operators and elementary functions.
    x : sequence of float
        The n numbers at which the Jacobian J of f is taken.

    Returns
    -------
    y : list of float
        The m values of f.
    back : callable
        Takes m weights u, one for each value, and returns n numbers: the gradient of the sum of the
        values with these weights.

    Raises
    ------
    TypeError
        If f returns no sequence of numbers.
    ValueError
        If back gets more or fewer weights than values.
    """
    leaves = [Value(x_j) for x_j in x]
    y = _results(Value, f, leaves)

    def back(u: Numbers) -> list[float]:
        check_each("u", u, len(y), "entry of f(x)")
        for leaf in leaves:
            leaf.grad = 0.0
        sum((u_i * y_i for u_i, y_i in zip(u, y, strict=True)), Value(0.0)).backward()
        return [leaf.grad for leaf in leaves]

    return [y_i.value for y_i in y], back


def forward_jacobian(f: Function, x: Numbers) -> list[list[float]]:
    """Return the m rows of the Jacobian, found column by column: n passes forward.

    Parameters
    ----------
    f : callable
        Takes n numbers and returns m, by operators and elementary functions.
    x : sequence of float
        The n numbers at which the Jacobian is taken, one or more.

    Returns
    -------
    list of list of float
        Row i has the n derivatives of value i.

    Raises
    ------
    TypeError
        If f returns no sequence of numbers.
    ValueError
        If x is empty: without a column nothing says how many rows there are.
    """
    if not len(x):
        raise expected("x", "one number or more", "none")
    columns = [jvp(f, x, e_j)[1] for e_j in unit_vectors(len(x))]
    return [list(row) for row in zip(*columns, strict=True)]


def reverse_jacobian(f: Function, x: Numbers) -> list[list[float]]:
    """Return the m rows of the Jacobian, found row by row: one pass forward, m passes back.

    Parameters
    ----------
    f : callable
        Takes n numbers and returns m, by operators and elementary functions.
    x : sequence of float
        The n numbers at which the Jacobian is taken.

    Returns
    -------
    list of list of float
        Row i has the n derivatives of value i.

    Raises
    ------
    TypeError
        If f returns no sequence of numbers.
    """
    y, back = vjp(f, x)
    return [back(e_i) for e_i in unit_vectors(len(y))]


def unit_vectors(n: int) -> list[list[float]]:
    """Return the n vectors that have a 1 in one place and 0 elsewhere."""
    return [[float(i == j) for j in range(n)] for i in range(n)]


def _results(kind: type[Number], f: Function, x: Sequence[Number]) -> list[Number]:
    """Return what f makes of such numbers, constants among them as such numbers too."""
    y = f(x)
    if not isinstance(y, Sequence) or not all(isinstance(y_i, kind | float | int) for y_i in y):
        got = type(y).__name__
        raise expected("f", "a function that returns a sequence of numbers", got, TypeError)
    return [kind.of(y_i) for y_i in y]
