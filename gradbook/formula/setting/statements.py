"""The statements of a setting: what each one assigns, and its code."""

from __future__ import annotations

import ast
import symtable
from functools import lru_cache
from types import CodeType
from typing import Any

from gradbook.formula.errors import FormulaError

__all__ = ["compiled", "execute", "last_assignments"]


@lru_cache(maxsize=64)
def last_assignments(source: str) -> dict[str, int]:
    """Return each name that the statements assign or import, with the last one that does."""
    found = {}
    for place, statement in enumerate(ast.parse(source).body):
        table = symtable.symtable(
            ast.get_source_segment(source, statement) or "", "<setting>", "exec"
        )
        counters = loop_counters(statement)
        for symbol in table.get_symbols():
            assigned = symbol.is_assigned() and symbol.get_name() not in counters
            if assigned or symbol.is_imported():
                found[symbol.get_name()] = place
    return found


def loop_counters(statement: ast.stmt) -> set[str]:
    """Return the names that only loops bind: what is left in them is no quantity."""
    # Since Python 3.12, the table of a statement has the names of its comprehensions as well.
    kinds = (ast.For, ast.comprehension)
    loops = [node for node in ast.walk(statement) if isinstance(node, kinds)]
    counters = [name for loop in loops for name in ast.walk(loop.target)]
    others = [name for name in ast.walk(statement) if name not in counters]
    names, stored = (
        {n.id for n in group if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        for group in (counters, others)
    )
    return names - stored


@lru_cache(maxsize=64)
def compiled(source: str) -> list[tuple[int, CodeType]]:
    """Return the statements of a setting, each with its line and compiled by itself."""
    try:
        body = ast.parse(source).body
        return [
            (part.lineno, compile(ast.Module([part], []), "<setting>", "exec")) for part in body
        ]
    except (SyntaxError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None) or 1
        text = f"setting, line {line}: {getattr(error, 'msg', error)}"
        raise FormulaError(text, setting_line=line) from None


def execute(code: CodeType, line: int, values: dict[str, Any]) -> None:
    try:
        exec(code, values)
    except FormulaError as error:
        text = f"setting, line {line}: {error.message}"
        raise FormulaError(text, setting_line=line) from None
    except (Exception, SystemExit) as error:
        text = f"setting, line {line}: {type(error).__name__}: {error}"
        raise FormulaError(text, setting_line=line) from error
