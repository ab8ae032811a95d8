"""The numbers that a setting states, and the same setting with other ones."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TypeGuard

from gradbook.formula.setting.lines import Setting

__all__ = ["Variant", "variants"]

TINY = 2e-5  # what is smaller beside a term could be left out of it without a trace
SHORT = (1, 2)  # lengths at which sums of powers and powers of sums are easily the same
CALLS = ("draw", "smooth")


@dataclass
class Variant:
    """A number of a setting, another one, and the settings that have the other one."""

    name: str
    old: float
    new: float
    settings: list[Setting]


def variants(
    setting: Setting, names: Collection[str], numbers: Collection[float]
) -> Iterator[Variant]:
    """Yield each number that a formula should not depend on the choice of.

    These are the constants that are bound to its names, very small numbers that it does not
    show, and lengths of 1 or 2 of what is drawn.
    """
    tree = ast.parse(setting.source)
    assigned = dict(constants(tree))
    for name, node in assigned.items():
        alone = all(other in assigned for other in names)
        old = value_of(node)
        if name in names and old not in numbers and (alone or is_loaded(tree, name)):
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
    for length in SHORT:
        calls = [c for c in drawn(tree) if any(n.value == length for n in c)]
        nodes = [node for call in calls for node in call]
        # An axis of a matrix is as long as something else: that cannot be changed alone.
        if nodes and all(len(call) == 1 for call in calls) and length not in numbers:
            source = replaced(tree, nodes, 3)
            yield Variant("", length, 3, [again(setting, source)])


def constants(tree: ast.Module) -> Iterator[tuple[str, ast.Constant]]:
    """Yield the names that stand for one number, with that number."""
    for statement in tree.body:
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            continue
        pairs = [(statement.targets[0], statement.value)]
        if all(isinstance(part, ast.Tuple) for part in pairs[0]):
            pairs = list(zip(statement.targets[0].elts, statement.value.elts, strict=False))  # type: ignore[attr-defined]
        for target, value in pairs:
            if isinstance(target, ast.Name) and is_number(value) and is_stored_once(tree, target):
                yield target.id, value


def is_stored_once(tree: ast.AST, target: ast.Name) -> bool:
    names = (n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == target.id)
    return sum(isinstance(n.ctx, ast.Store) for n in names) == 1


def is_number(node: ast.AST) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def value_of(node: ast.Constant) -> float:
    """Return the number that a constant is, where `is_number` has said that it is one."""
    assert isinstance(node.value, int | float)
    return node.value


def numbers_of(tree: ast.AST) -> list[ast.Constant]:
    return [node for node in ast.walk(tree) if is_number(node)]


def drawn(tree: ast.AST) -> Iterator[list[ast.Constant]]:
    """Yield the lengths that are written into each call of what draws."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            yield [a for a in node.args if is_number(a)]


def alike(tree: ast.AST, node: ast.Constant) -> list[ast.Constant]:
    kind = type(node.value)
    return [n for n in numbers_of(tree) if n.value == node.value and type(n.value) is kind]


def is_loaded(tree: ast.AST, name: str) -> bool:
    loads = (n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == name)
    return any(isinstance(n.ctx, ast.Load) for n in loads)


def other_than(value: float) -> float:
    """Return another number of the same kind: a count, a share, a factor."""
    if isinstance(value, int):
        return value + 1
    if 0 < value < 1:
        return 0.7 * value + 0.11
    return 1.37 * value + 0.013


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
