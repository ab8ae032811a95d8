"""The numbers that a setting states, and the same setting with other ones."""

from __future__ import annotations

import ast
import math
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from gradbook.formula.setting.lines import Setting

__all__ = ["Variant", "variants"]

TINY = 2e-5  # what is smaller beside a term could be left out of it without a trace
SHORT = (1, 2)  # lengths at which sums of powers and powers of sums are easily the same
CALLS = ("draw", "smooth")
WRAPPED = ("int", "float", "tensor")
SHARES = 256


@dataclass
class Variant:
    """A number of a setting, another one, and the settings that have the other one."""

    name: str
    old: float
    new: float
    settings: list[Setting]


def variants(
    setting: Setting, names: Collection[str], numbers: Collection[float], used: Collection[str]
) -> Iterator[Variant]:
    """Yield each number that a formula, which uses some names, should not depend on.

    These are the constants that are bound to its names; and, where it does not write them, very
    small numbers and lengths of 1 or 2 of what is drawn.
    """
    tree = ast.parse(setting.source)
    assigned = dict(constants(tree))
    plain = set(used) <= {*assigned, *drawn_names(tree)}
    for name, node in assigned.items():
        old = value_of(node)
        # Beside what is computed from others, a default may be meant that no line states.
        if name in names and (plain or is_loaded(tree, name)):
            new = other_than(old)
            both = [replaced(tree, [node], new), replaced(tree, alike(tree, node), new)]
            yield Variant(name, old, new, [again(setting, source) for source in both])
    named = [node for name, node in assigned.items() if name in names]
    free = {value_of(n) for n in numbers_of(tree) if n not in named} - set(numbers)
    for value in sorted(value for value in free if 0 < value <= TINY):
        nodes = [n for n in numbers_of(tree) if n.value == value]
        own = [n for n in nodes if n not in named]
        both = [replaced(tree, own, 0.3), replaced(tree, nodes, 0.3)]
        yield Variant("", value, 0.3, [again(setting, source) for source in both])
    unnamed = [name for name in names if name not in assigned]
    yield from other_lengths(setting, tree, unnamed, numbers)


def other_lengths(
    setting: Setting, tree: ast.Module, names: Collection[str], numbers: Collection[float]
) -> Iterator[Variant]:
    """Yield lengths of what is drawn: short ones, and those that names are computed from."""
    calls = drawn(tree)
    lengths = list(dict.fromkeys(n for call in calls for n in filter(is_number, call)))
    for length in SHORT:
        nodes = [n for n in lengths if n.value == length]
        if nodes and length not in numbers and not (length == 1 and is_row(calls)):
            both = [replaced(tree, some, 3) for some in (nodes, alike(tree, nodes[0]))]
            yield Variant("", length, 3, [again(setting, source) for source in both])
    values = setting.run(0)
    for name in sorted(names):
        count = values.get(name)
        if type(count) is not int:
            continue
        if nodes := [n for n in lengths if n.value == count]:
            source = replaced(tree, nodes, count + 1)
            yield Variant(name, count, count + 1, [again(setting, source)])


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


def stored(tree: ast.AST) -> Counter[str]:
    """Return how many times each name is given a value."""
    names = (n for n in ast.walk(tree) if isinstance(n, ast.Name))
    return Counter(n.id for n in names if isinstance(n.ctx, ast.Store))


def is_number(node: ast.AST) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def value_of(node: ast.Constant) -> float:
    """Return the number that a constant is, where `is_number` has said that it is one."""
    assert isinstance(node.value, int | float)
    return node.value


def numbers_of(tree: ast.AST) -> list[ast.Constant]:
    return [node for node in ast.walk(tree) if is_number(node)]


def drawn(tree: ast.Module) -> list[list[ast.expr]]:
    """Return the lengths in each call of what draws, those that have a name as their number."""
    assigned = dict(constants(tree))
    calls = [node for node in ast.walk(tree) if is_draw(node)]
    return [[assigned.get(getattr(a, "id", ""), a) for a in call.args] for call in calls]


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


def is_draw(node: ast.AST) -> TypeGuard[ast.Call]:
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return called and node.func.id in CALLS  # type: ignore[attr-defined]


def alike(tree: ast.AST, node: ast.Constant) -> list[ast.Constant]:
    kind = type(node.value)
    return [n for n in numbers_of(tree) if n.value == node.value and type(n.value) is kind]


def is_loaded(tree: ast.AST, name: str) -> bool:
    loads = (n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == name)
    return any(isinstance(n.ctx, ast.Load) for n in loads)


def other_than(value: float) -> float:
    """Return another number of the same kind: a count, a share, a factor.

    One that float32 has as well: a setting may make a tensor of it before it is float64.
    """
    if isinstance(value, int):
        return value + 1
    other = 0.7 * value + 0.11 if 0 < value < 1 else 1.37 * value + 0.013
    return (math.floor(other * SHARES) + 0.5) / SHARES


def replaced(tree: ast.Module, nodes: Collection[ast.Constant], new: float) -> str:
    """Return a setting's source with another number in some places."""
    before = [node.value for node in nodes]
    for node in nodes:
        node.value = new
    source = ast.unparse(tree)
    for node, value in zip(nodes, before, strict=True):
        node.value = value
    return source


def again(setting: Setting, source: str) -> Setting:
    return Setting(source, setting.namespace, setting.label)
