"""Every small change of a function: another sign, operator, constant, comparison, order, no factor.

A change is the function's module once more with one place of it changed; docstrings, annotations
and the words of errors are left alone.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

OTHERS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
# What these return has no order.
SYMMETRIC = {"min", "max", "minimum", "maximum", "promote_types"}
SKIPPED = (ast.Raise, ast.JoinedStr, ast.FunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Change:
    """One change of a function; `name` is qualified, as in ``Surface.__call__``."""

    name: str
    line: int
    old: str
    new: str
    source: str  # of the whole module

    def __str__(self) -> str:
        return f"{self.name}: {self.old} → {self.new}"


def changes(source: str) -> Iterator[Change]:
    """Yield all changes of all functions of a module."""
    tree = ast.parse(source)
    for name, function in functions(tree.body):
        for holder, field, index, node in places(function):
            for other in replacements(node):
                put(holder, field, index, other)
                text = ast.unparse(ast.fix_missing_locations(tree))
                put(holder, field, index, node)
                yield Change(name, node.lineno, ast.unparse(node), ast.unparse(other), text)


def functions(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield the functions of a module and the methods of its classes."""
    for node in body:
        if isinstance(node, ast.FunctionDef):
            yield prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from functions(node.body, f"{prefix}{node.name}.")


Place = tuple[ast.AST, str, int | None, ast.expr]


def places(function: ast.FunctionDef) -> Iterator[Place]:
    """Yield where the expressions of a function stand, defaults and functions in it included."""
    first = 1 if ast.get_docstring(function) is not None else 0
    for index, default in enumerate(function.args.defaults):
        yield from expressions(function.args, "defaults", index, default)
    for node in function.body[first:]:
        if isinstance(node, ast.FunctionDef):
            yield from places(node)
        elif not isinstance(node, SKIPPED):
            yield from below(node)


def below(node: ast.AST) -> Iterator[Place]:
    for field, value in ast.iter_fields(node):
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.FunctionDef):
                yield from places(child)
            elif isinstance(child, ast.AST) and field != "annotation":
                yield from expressions(node, field, index, child)


def expressions(holder: ast.AST, field: str, index: int | None, node: ast.AST) -> Iterator[Place]:
    if isinstance(node, SKIPPED):
        return
    if isinstance(node, ast.expr):
        yield holder, field, index, node
    yield from below(node)


def put(holder: ast.AST, field: str, index: int | None, node: ast.AST) -> None:
    if index is None:
        setattr(holder, field, node)
    else:
        getattr(holder, field)[index] = node


def replacements(node: ast.expr) -> Iterator[ast.expr]:
    """Yield what a slip would write instead of an expression."""
    match node:
        case ast.BinOp(left, op, right):
            if type(op) in OTHERS:
                yield changed(node, op=OTHERS[type(op)]())
            if not isinstance(op, ast.MatMult):
                yield left
            if isinstance(op, ast.Add | ast.Mult):
                yield right
            if isinstance(op, ast.Sub | ast.Div | ast.MatMult | ast.Pow):
                yield changed(node, left=right, right=left)
        case ast.UnaryOp(_, operand):
            yield operand
        case ast.Compare(left, [op], [right]):
            if type(op) in OTHERS:
                yield changed(node, ops=[OTHERS[type(op)]()])
            if isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE):
                yield changed(node, left=right, comparators=[left])
        case ast.BoolOp(op, values):
            yield changed(node, op=OTHERS[type(op)]())
            yield from values
        case ast.IfExp(_, body, orelse):
            yield changed(node, body=orelse, orelse=body)
        case ast.Constant(bool() as value):
            yield ast.copy_location(ast.Constant(not value), node)
        case ast.Constant(int() | float() as value):
            yield from (ast.copy_location(ast.Constant(n), node) for n in (value + 1, value - 1))
        case ast.Call(function, arguments, keywords) if not is_check(function):
            yield from of_call(node, function, arguments, keywords)


def is_check(function: ast.expr) -> bool:
    """Tell whether a call builds an error: its words are no formula."""
    return isinstance(function, ast.Name) and function.id == "expected"


def of_call(
    node: ast.Call, function: ast.expr, arguments: list[ast.expr], keywords: list[ast.keyword]
) -> Iterator[ast.expr]:
    """Yield a call with two arguments exchanged, and what it is applied to without it."""
    plain = not any(isinstance(one, ast.Starred) for one in arguments)
    called = ast.unparse(function).removeprefix("torch.")
    for at in range(len(arguments) - 1 if plain and called not in SYMMETRIC else 0):
        swapped = [*arguments[:at], arguments[at + 1], arguments[at], *arguments[at + 2 :]]
        yield changed(node, args=swapped)
    if plain and len(arguments) == 1 and not keywords and isinstance(function, ast.Name):
        yield arguments[0]
    if isinstance(function, ast.Attribute):
        of_module = isinstance(function.value, ast.Name) and function.value.id == "torch"
        if of_module and plain and len(arguments) == 1:
            yield arguments[0]
        elif not of_module:
            yield function.value


def changed(node: ast.expr, **fields: object) -> ast.expr:
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other
