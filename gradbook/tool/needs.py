"""Which names a formula takes from the cells before it, so that they must run first.

The symbols of a formula are those of its setting; without one, they are those of the notebook. A
name too many only costs time: the cells run. A name too few would be a setting that runs with other
values than in its notebook.
"""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterator
from functools import cache

from gradbook.cells.formulas import FormulaCell

__all__ = ["ANYTHING", "asks", "bound"]

ANYTHING = "*"  # what a star imports
# What every setting is given, whatever the notebook has; and a counter that nobody reads.
GIVEN = {"draw", "smooth", "steps", "outcomes", "_"}
# Statements that may leave a name as it was.
BRANCHES = (ast.If, ast.For, ast.While, ast.Try, ast.Match)


@cache  # each formula asks all the cells before it
def bound(python: str) -> frozenset[str]:
    """Return the names that a cell binds."""
    try:
        tree = ast.parse(python)
    except (SyntaxError, ValueError):
        return frozenset()
    stars = any(isinstance(n, ast.ImportFrom) and n.names[0].name == "*" for n in ast.walk(tree))
    return frozenset(assigned(python) | ({ANYTHING} if stars else set()))


def assigned(python: str) -> set[str]:
    symbols = symtable.symtable(python, "<cell>", "exec").get_symbols()
    return {s.get_name() for s in symbols if s.is_assigned() or s.is_imported()}


def asks(formula: FormulaCell, names: set[str]) -> bool:
    """Tell whether a formula could use one of these names, which other cells bind."""
    if formula.setting is None or ANYTHING in names:
        return True
    try:
        statements = ast.parse(formula.setting).body
    except (SyntaxError, ValueError):
        return False
    own = set(GIVEN)
    for statement in statements:
        text = ast.unparse(statement)
        stored = assigned(text)
        used = set(loaded(symtable.symtable(text, "<setting>", "exec")))
        used |= stored if isinstance(statement, (*BRANCHES, ast.AugAssign)) else set()
        if not used.isdisjoint(names - own):
            return True
        own |= stored
    return False


def loaded(table: symtable.SymbolTable) -> Iterator[str]:
    """Yield the names of the notebook that a table loads, and the functions in it."""
    top = table.get_type() == "module"
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (top or symbol.is_global()):
            yield symbol.get_name()
    for child in table.get_children():
        yield from loaded(child)
