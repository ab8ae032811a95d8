"""What a chapter's cells have of typed numbers: settings, and values that nothing computed."""

import ast
import builtins
import contextlib
import operator
import re
from collections.abc import Callable, Iterator

from reading import syntax

OPTIONS = re.compile(r"(?::.*\n|[ \t]*\n)*")
ARITHMETIC: dict[type, Callable[..., object]] = {
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
# A word in a text that is no data.
WORD = re.compile(r"[^\W\d_]{2,}[:=]? ")
# How a number is to be written, and where.
FORMAT = re.compile(r"\{[^{}]*\}|%[-+ #0\d]*\.\d+\w")


def parsed(code: str) -> tuple[ast.Module, int]:
    """Return the syntax tree of a cell, and the lines of options above it.

    The tree is empty for what is no Python: the kernel reports that.
    """
    match = OPTIONS.match(code)
    options = match[0] if match else ""
    tree, _ = syntax.parse(code.removeprefix(options))
    return tree or ast.Module([], []), options.count("\n")


def settings(codes: list[str]) -> set[float]:
    """Return the numbers that cells work with: all literals that are not only shown."""
    trees = [parsed(code)[0] for code in codes]
    idle = idle_names(trees)
    nodes = [node for tree in trees for node in ast.walk(tree)]
    shown = [n for n in nodes if is_call(n, "glue") or idle.intersection(map(named, targets(n)))]
    skipped = {id(part) for node in shown for part in ast.walk(node)}
    values = [value_of(node) for node in nodes if id(node) not in skipped]
    return {abs(value) for value in values if value is not None}


def value_of(node: ast.AST) -> float | None:
    """Return the number that a literal is, or one written with two of them, as 2**8 is."""
    match node:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            value = value_of(operand)
            return None if value is None else -value
        case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
            parts = value_of(left), value_of(right)
            with contextlib.suppress(ArithmeticError, TypeError):
                result = ARITHMETIC[type(op)](*parts)
                return result if isinstance(result, float) else None
    return None


def targets(node: ast.AST) -> list[ast.expr]:
    return node.targets if isinstance(node, ast.Assign) else []


def idle_names(trees: list[ast.Module]) -> set[str]:
    """Return the names that are set to a literal, and that nothing but `glue` uses."""
    nodes = [node for tree in trees for node in ast.walk(tree)]
    glued = {id(part) for call in nodes if is_call(call, "glue") for part in ast.walk(call)}
    used = {named(node) for node in nodes if is_read(node) and id(node) not in glued}
    literal: set[str] = set()
    computed: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Assign):
            names = set(map(named, targets(node))) - {""}
            (computed if any(map(is_read, ast.walk(node.value))) else literal).update(names)
    return literal - computed - used


def literal_glue(codes: list[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the cell, line and source of each glued value that nothing has computed."""
    found = [parsed(code) for code in codes]
    idle = idle_names([tree for tree, _ in found])
    for place, (tree, options) in enumerate(found):
        for call in ast.walk(tree):
            if not (isinstance(call, ast.Call) and is_call(call, "glue")):
                continue
            for value in call.args[1:2]:
                if not {named(node) for node in ast.walk(value) if is_read(node)} - idle:
                    yield place, value.lineno + options, ast.unparse(value)


def spoken(code: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of what a cell prints, and of the words that it hands on to be shown."""
    tree, options = parsed(code)
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            given = [*call.args, *(keyword.value for keyword in call.keywords)]
            parts = [p for each in given for p in getattr(each, "values", [each])]
            for part in parts:
                text = getattr(part, "value", None)
                if isinstance(text, str) and (is_call(call, "print") or WORD.search(text)):
                    yield part.lineno + options, FORMAT.sub("", text)


def is_call(node: ast.AST, name: str) -> bool:
    called = getattr(node, "func", None) if isinstance(node, ast.Call) else None
    return getattr(called, "id", getattr(called, "attr", "")) == name


def named(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def is_read(node: ast.AST) -> bool:
    """Tell whether a part of the code reads a name that is not Python's own."""
    read = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    return read and not hasattr(builtins, named(node))
