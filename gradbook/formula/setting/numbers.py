"""The numbers in the source of a setting: constants with a name, and lengths of what is drawn."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TypeGuard

__all__ = [
    "alike",
    "constants",
    "drawn",
    "drawn_names",
    "is_loaded",
    "is_row",
    "lengths",
    "numbers_of",
    "squares",
    "value_of",
]

CALLS = ("draw", "smooth")
WRAPPED = ("int", "float", "tensor")


def constants(tree: ast.Module) -> Iterator[tuple[str, ast.Constant]]:
    """Yield the names that stand for one number, with that number."""
    stores = stored(tree)
    for statement in tree.body:
        for target, value in assignments(statement):
            node = number_in(value)
            if isinstance(target, ast.Name) and node and stores[target.id] == 1:
                yield target.id, node


def assignments(statement: ast.stmt) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield what a statement assigns to what: a = 1, a = b = 1, a, b = 1, 2 and a: int = 1."""
    if isinstance(statement, ast.AnnAssign) and statement.value:
        yield statement.target, statement.value
    if not isinstance(statement, ast.Assign):
        return
    value = statement.value
    for target in statement.targets:
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            yield from zip(target.elts, value.elts, strict=False)
        else:
            yield target, value


def number_in(value: ast.expr) -> ast.Constant | None:
    """Return the number that a value is: of 4, int(4) and torch.tensor(4.0)."""
    if isinstance(value, ast.Call) and value.args:
        name = getattr(value.func, "id", getattr(value.func, "attr", ""))
        value = value.args[0] if name in WRAPPED else value
    return value if is_number(value) else None


@lru_cache(maxsize=8)
def walked(tree: ast.AST) -> tuple[ast.AST, ...]:
    """Return all of a tree, of which only numbers are ever changed."""
    return tuple(ast.walk(tree))


def stored(tree: ast.AST) -> Counter[str]:
    """Return how many times each name is given a value."""
    names = (n for n in walked(tree) if isinstance(n, ast.Name))
    return Counter(n.id for n in names if isinstance(n.ctx, ast.Store))


def is_number(node: ast.AST) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def value_of(node: ast.Constant) -> float:
    """Return the number that a constant is, where `is_number` has said that it is one."""
    assert isinstance(node.value, int | float)
    return node.value


def numbers_of(tree: ast.AST) -> list[ast.Constant]:
    return [node for node in walked(tree) if is_number(node)]


def drawn(tree: ast.Module) -> list[list[ast.expr]]:
    """Return the lengths in each call of what draws, those that have a name as their number."""
    assigned = dict(constants(tree))
    calls = [node for node in walked(tree) if is_draw(node)]
    return [[assigned.get(getattr(a, "id", ""), a) for a in call.args] for call in calls]


def lengths(tree: ast.Module) -> list[ast.Constant]:
    """Return the numbers that are lengths of what is drawn."""
    return list(dict.fromkeys(n for call in drawn(tree) for n in filter(is_number, call)))


def drawn_names(tree: ast.Module) -> set[str]:
    """Return the names of what is drawn and not changed."""
    stores = stored(tree)
    pairs = [pair for statement in tree.body for pair in assignments(statement)]
    return {
        target.id
        for target, value in pairs
        if isinstance(target, ast.Name) and is_draw(value) and stores[target.id] == 1
    }


def is_row(calls: Sequence[Sequence[ast.expr]]) -> bool:
    """Tell whether a matrix of one row or column is drawn, which is that row or column."""
    several = [length for call in calls if len(call) > 1 for length in call]
    return any(is_number(length) and length.value == 1 for length in several)


def squares(calls: Sequence[Sequence[ast.expr]]) -> set[int]:
    """Return the sides of square matrices that are drawn, from 3 on: a determinant knows them."""
    pairs = [call for call in calls if len(call) == 2 and all(map(is_number, call))]
    sides = [(int(value_of(one)), int(value_of(other))) for one, other in pairs]  # type: ignore[arg-type]
    return {one for one, other in sides if one == other > 2}


def is_draw(node: ast.AST) -> TypeGuard[ast.Call]:
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return called and node.func.id in CALLS  # type: ignore[attr-defined]


def alike(tree: ast.AST, node: ast.Constant) -> list[ast.Constant]:
    kind = type(node.value)
    return [n for n in numbers_of(tree) if n.value == node.value and type(n.value) is kind]


def is_loaded(tree: ast.AST, name: str) -> bool:
    loads = (n for n in walked(tree) if isinstance(n, ast.Name) and n.id == name)
    return any(isinstance(n.ctx, ast.Load) for n in loads)
