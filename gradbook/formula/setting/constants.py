"""The numbers that a setting states, and the same setting with other ones."""

from __future__ import annotations

import ast
import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from gradbook.formula.setting.lines import Setting
from gradbook.formula.setting.numbers import (
    alike,
    constants,
    drawn,
    drawn_names,
    is_loaded,
    is_row,
    lengths,
    numbers_of,
    squares,
    value_of,
)

__all__ = ["Variant", "variants"]

TINY = 2e-5  # what is smaller beside a term could be left out of it without a trace
SHORT = (1, 2)  # lengths at which sums of powers and powers of sums are easily the same
SHARES = 256


@dataclass
class Variant:
    """A number of a setting, another one, and the settings that have the other one.

    From the decisive one on, they have it wherever it is the same number.
    """

    name: str
    old: float
    new: float
    settings: Iterator[Setting]
    decisive: int = 0
    row: bool = False  # whether it is the 1 of a matrix of one row, which may be meant as a row


def variants(
    setting: Setting, names: Collection[str], numbers: Collection[float], used: Collection[str]
) -> Iterator[Variant]:
    """Yield each number that a formula, which uses some names, should not depend on.

    These are the constants that are bound to its names; and, where it does not write them, very
    small numbers and lengths of 1 or 2 of what is drawn.
    """
    tree = setting.tree
    assigned = dict(constants(tree))
    plain = set(used) <= {*assigned, *drawn_names(tree)}
    for name in assigned:
        # Beside what is computed from others, a default may be meant that no line states.
        ways, decisive = other_places(tree, assigned, name, plain) if name in names else ([], 0)
        if ways:
            old, new = value_of(assigned[name]), other_than(value_of(assigned[name]))
            changed = [replaced(tree, nodes, new) for nodes in ways]
            yield Variant(name, old, new, again(setting, changed), decisive)
    named = [node for name, node in assigned.items() if name in names]
    free = {value_of(n) for n in numbers_of(tree) if n not in named} - set(numbers)
    for value in sorted(value for value in free if 0 < value <= TINY):
        nodes = [n for n in numbers_of(tree) if n.value == value]
        own = [n for n in nodes if n not in named]
        both = [replaced(tree, own, 0.3), replaced(tree, nodes, 0.3)]
        yield Variant("", value, 0.3, again(setting, both))
    unnamed = [name for name in names if name not in assigned]
    yield from other_lengths(setting, tree, unnamed, numbers)


def other_places(
    tree: ast.Module, assigned: dict[str, ast.Constant], name: str, plain: bool
) -> tuple[list[list[ast.Constant]], int]:
    """Return in which places together a constant is to be another one, if at all.

    Its own place comes first, and then those of all numbers like it: those that have a name of
    their own only if the setting cannot do without. The number says which of them is decisive.
    """
    node = assigned[name]
    others = [other for one, other in assigned.items() if one != name]
    like = alike(tree, node)
    same = [n for n in like if n not in others]
    twin = any(n in like and is_loaded(tree, one) for one, n in assigned.items() if one != name)
    counts = [n for n in lengths(tree) if n in same]
    if plain or twin or is_loaded(tree, name):
        return [[node], same, like], 1
    # n = 3 beside draw(3), and what is computed of that
    return ([[node, *counts], counts, same, like] if counts else []), 3


def other_lengths(
    setting: Setting, tree: ast.Module, names: Collection[str], numbers: Collection[float]
) -> Iterator[Variant]:
    """Yield lengths of what is drawn: short ones, and those that names are computed from."""
    calls, counts = drawn(tree), lengths(tree)
    constant = [node for _, node in constants(tree)]
    for length in (*SHORT, *sorted(squares(calls))):
        nodes = [n for n in counts if n.value == length]
        if nodes and length not in numbers:
            named = [n for n in constant if n.value == length and type(n.value) is int]
            ways = (nodes, list(dict.fromkeys([*nodes, *named])), alike(tree, nodes[0]))
            new = 3 if length in SHORT else length + 1
            several = [replaced(tree, some, new) for some in ways]
            row = length == 1 and is_row(calls)
            yield Variant("", length, new, again(setting, several), row=row)
    values = setting.run(0)
    for name in sorted(names):
        count = values.get(name)
        if type(count) is not int:
            continue
        if nodes := [n for n in counts if n.value == count]:
            source = replaced(tree, nodes, count + 1)
            yield Variant(name, count, count + 1, again(setting, [source]))


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


def again(setting: Setting, sources: Sequence[str]) -> Iterator[Setting]:
    """Yield settings of other lines, each as it is asked for: the first one mostly decides."""
    for source in sources:
        other = Setting(source, setting.namespace, setting.label)
        other.given = setting.given  # both draw the same
        yield other
