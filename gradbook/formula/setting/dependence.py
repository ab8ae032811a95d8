"""Which quantities of a setting are computed from which: what a partial derivative holds fixed."""

from __future__ import annotations

import ast
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Held", "held_fixed", "is_independent", "loaded", "origins", "stored"]


GROWS = {"append", "extend", "insert"}


@dataclass(frozen=True)
class Held:
    """What stays as it is while a symbol is moved.

    Attributes
    ----------
    by : str
        The symbol that a derivative is taken by.
    names : frozenset of str
        The names that are computed from it and stay.
    place : int or None
        The statement that is run again with what was moved, if there is one.
    """

    by: str
    names: frozenset[str]
    place: int | None


def held_fixed(source: str, by: str, names: Collection[str]) -> Held | None:
    """Return what ∂/∂x of an expression of some names could hold fixed, or None.

    f = xy with y = x² is the case: its statement names x and what is computed from x.
    """
    sources = origins(source)
    place = None
    read = set(names)
    if by not in read and len(read) == 1:
        place, read = statement_of(source, next(iter(read)))
    if by not in read or names == {by}:
        return None
    fixed = {name for name in read if name != by and by in sources.get(name, ())}
    return Held(by, frozenset(fixed), place) if fixed else None


def is_independent(source: str, by: str, names: Collection[str]) -> bool:
    """Tell whether none of some names is computed from another one."""
    found = origins(source)
    return all(by != name and by not in found.get(name, ()) for name in names)


def statement_of(source: str, name: str) -> tuple[int | None, set[str]]:
    """Return the last statement that assigns a name, and what it reads, unless it reads itself."""
    found: tuple[int | None, set[str]] = None, set()
    for place, statement in enumerate(ast.parse(source).body):
        if name in stored(statement):
            read = loaded(statement)
            plain = isinstance(statement, ast.Assign) and name not in read
            found = (place, read) if plain else (None, set())
    return found


@lru_cache(maxsize=64)
def origins(source: str) -> dict[str, frozenset[str]]:
    """Return all names that each name is computed from."""
    found: dict[str, frozenset[str]] = {}
    for statement in ast.parse(source).body:
        read = loaded(statement)
        before = frozenset(read).union(*(found.get(name, ()) for name in read))
        for name in stored(statement):
            found[name] = before
    return found


def stored(statement: ast.stmt) -> set[str]:
    """Return the names that a statement gives a value, or to whose value it adds: h.append(…)."""
    found = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif (
            isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store)
        ) or (isinstance(node, ast.Attribute) and node.attr in GROWS):
            found |= {n.id for n in ast.walk(node.value) if isinstance(n, ast.Name)}
    return found


def loaded(statement: ast.stmt) -> set[str]:
    """Return the names that a statement reads, without the arguments of its functions."""
    own = {node.arg for node in ast.walk(statement) if isinstance(node, ast.arg)}
    names = (n for n in ast.walk(statement) if isinstance(n, ast.Name))
    return {n.id for n in names if isinstance(n.ctx, ast.Load)} - own
