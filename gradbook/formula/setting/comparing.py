"""Whether a setting compares what it draws, and so may compute the same in two ways."""

from __future__ import annotations

import ast
from functools import lru_cache

from gradbook.formula.setting.dependence import loaded, stored

__all__ = ["compares"]

COUNTING = frozenset({"range", "len", "int", "float", "enumerate"})


@lru_cache(maxsize=64)
def compares(source: str, every_outcome: bool = False) -> bool:
    """Tell whether anything is compared but numbers that are written, and what counts them.

    Parameters
    ----------
    source : str
        The lines.
    every_outcome : bool
        Whether all that `outcomes` can return is tried, so that it is as good as written.
    """
    written = {*COUNTING, *(["outcomes"] if every_outcome else [])}
    for statement in ast.parse(source).body:
        here = within(statement, written)
        compared = (node for node in ast.walk(statement) if isinstance(node, ast.Compare))
        chosen = any(isinstance(node, ast.Match) for node in ast.walk(statement))
        if chosen or not all(names(node) <= here for node in compared):
            return True
        plain = isinstance(statement, ast.Assign) and loaded(statement) <= here
        plain = plain and not changeable(statement)
        plain = plain or getattr(statement, "module", "") == "itertools"
        written = written | bound(statement) if plain else written - bound(statement)
    return False


def changeable(statement: ast.stmt) -> bool:
    """Tell whether a list is made that is kept: it may be filled with anything later on."""
    inside = {
        id(part)
        for call in ast.walk(statement)
        if isinstance(call, ast.Call)
        for part in ast.walk(call)
    }
    kinds = ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp
    return any(isinstance(node, kinds) and id(node) not in inside for node in ast.walk(statement))


def within(statement: ast.stmt, written: set[str]) -> set[str]:
    """Return which names stand for what is written, in all of a statement."""
    loops = [node for node in ast.walk(statement) if isinstance(node, ast.comprehension)]
    arguments = {node.arg for node in ast.walk(statement) if isinstance(node, ast.arg)}
    here = written - bound(statement) - arguments
    counting = [loop for loop in loops if names(loop.iter) <= here]
    others = [loop for loop in loops if loop not in counting]
    counters, changed = (
        {name for loop in group for name in names(loop.target)} for group in (counting, others)
    )
    return (here | counters) - changed - arguments


def bound(statement: ast.stmt) -> set[str]:
    """Return the names that a statement gives a meaning, by whichever way."""
    nodes = list(ast.walk(statement))
    imported = {node.asname or node.name for node in nodes if isinstance(node, ast.alias)}
    defined = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return stored(statement) | imported | defined


def names(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
