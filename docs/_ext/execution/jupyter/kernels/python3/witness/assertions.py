"""Which assertions of the cells ran, and which failed without being seen to.

Each assertion is marked before it runs, and noted if it fails; a handler that names the failure
and uses it has shown it. Marks are constants in a dictionary: `torch.compile` follows them.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from typing import Any

from .places import running

RAN = "__assertions_that_ran__"
FAILED = "__assertion_failed__"
SHOWN = "__failure_shown__"

# Of each assertion: the number of its cell, its line and its text.
places: list[tuple[int, int, str]] = []
ran: dict[int, bool] = {}
failed: list[tuple[int, BaseException]] = []


def is_assertion(node: ast.stmt) -> bool:
    """Tell whether a statement asserts: by Python's word, or by a function's name."""
    if isinstance(node, ast.Assert):
        return True
    value = node.value if isinstance(node, ast.Expr) else None
    if isinstance(value, ast.Await):
        value = value.value
    if not isinstance(value, ast.Call):
        return False
    return getattr(value.func, "attr", getattr(value.func, "id", "")).startswith("assert")


class Marks(ast.NodeTransformer):
    """Adds the marks; every line stays what it was."""

    def visit(self, node: ast.AST) -> Any:
        self.generic_visit(node)
        if isinstance(node, ast.ExceptHandler) and node.name and uses_its_name(node):
            node.body.insert(0, call(SHOWN, ast.Name(node.name, ast.Load()), node.body[0]))
        if isinstance(node, ast.stmt) and is_assertion(node):
            places.append((running[0], node.lineno, ast.unparse(node)))
            return marked(node, len(places) - 1)
        return node


def marked(node: ast.stmt, number: int) -> list[ast.stmt]:
    """Return a mark and the assertion, whose failure is noted and goes on."""
    key = ast.Subscript(ast.Name(RAN, ast.Load()), ast.Constant(number), ast.Store())
    mark = at(ast.Assign([key], ast.Constant(True)), node)
    again = at(ast.Raise(), node)
    kind = at(ast.Name("AssertionError", ast.Load()), node)
    note = call(FAILED, ast.Constant(number), node)
    handler = at(ast.ExceptHandler(kind, None, [note, again]), node)
    return [mark, at(ast.Try([node], [handler], [], []), node)]


def call(name: str, argument: ast.expr, place: ast.stmt) -> ast.stmt:
    return at(ast.Expr(ast.Call(ast.Name(name, ast.Load()), [argument], [])), place)


def at(node: Any, place: ast.stmt) -> Any:
    """Put what is added on the line of what it belongs to."""
    ast.copy_location(node, place)
    return ast.fix_missing_locations(node)


def uses_its_name(node: ast.ExceptHandler) -> bool:
    """Tell whether a handler does something with the exception that it names."""
    inside = (each for statement in node.body for each in ast.walk(statement))
    return any(isinstance(n, ast.Name) and n.id == node.name for n in inside)


def note_failed(number: int) -> None:
    error = sys.exc_info()[1]
    if error and not any(error is known for _, known in failed):
        failed.append((number, error))


def note_shown(error: BaseException | None) -> None:
    """Forget a failure that somebody has seen, with all that it came from or holds."""
    while error is not None:
        for part in getattr(error, "exceptions", ()):
            note_shown(part)
        failed[:] = [(number, known) for number, known in failed if known is not error]
        error = error.__cause__ or error.__context__


def watch(shell: Any) -> None:
    shell.ast_transformers.append(Marks())
    added = {RAN: ran, FAILED: note_failed, SHOWN: note_shown}
    shell.user_ns.update(added)
    shell.user_ns_hidden.update(added)


def hidden() -> Iterator[tuple[int, int, str]]:
    """Yield cell, line and message of each failure that nobody has seen."""
    for number, _ in failed:
        cell, line, text = places[number]
        yield cell, line, f"expected failures to be seen, got a hidden one of {text!r}"


def idle() -> Iterator[tuple[int, int, str]]:
    """Yield cell, line and message of each assertion that never ran."""
    for number, (cell, line, text) in enumerate(places):
        if number not in ran:
            yield cell, line, f"expected an assertion that runs, got {text!r}, which never did"
