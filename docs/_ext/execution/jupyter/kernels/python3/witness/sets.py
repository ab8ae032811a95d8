"""Sets of words in another order: two seeds of hashes agree on that of a small one.

Where it is asked for, what a cell writes as a set gives its elements backwards. Numbers keep their
order, which is the same in every build.
"""

from __future__ import annotations

import ast
import builtins
import os
from collections.abc import Callable, Iterator
from typing import Any

BACKWARDS = "__backwards__"
OPERATIONS = ("and", "or", "sub", "xor", "rand", "ror", "rsub", "rxor")
METHODS = ("union", "intersection", "difference", "symmetric_difference", "copy")


def is_ordered(element: object) -> bool:
    """Tell whether the hash of an element is the same in every process."""
    if isinstance(element, tuple):
        return all(map(is_ordered, element))
    return isinstance(element, int | float | complex)


def order(self: Any) -> Iterator[Any]:
    elements = list(base(self).__iter__(self))
    return iter(elements if all(map(is_ordered, elements)) else elements[::-1])


def text(self: Any) -> str:
    inner = f"{{{', '.join(map(repr, self))}}}" if self else ""
    return inner if inner and base(self) is set else f"{base(self).__name__}({inner})"


def pop(self: Any) -> Any:
    element = next(iter(self))
    self.remove(element)
    return element


def reduce(self: Any, protocol: int) -> tuple[Any, ...]:
    return base(self), (list(self),)


def base(self: Any) -> Any:
    return type(self).__mro__[1]


def again(kind: type, name: str) -> Callable[..., Any]:
    def operate(self: Any, *arguments: Any) -> Any:
        return backwards(getattr(kind, name)(self, *arguments))

    return operate


def turned(kind: type) -> type:
    """Return a kind of set that gives its elements backwards, and else is as the original."""
    names = [*(f"__{name}__" for name in OPERATIONS), *METHODS]
    parts: dict[str, Any] = {name: again(kind, name) for name in names}
    parts |= {"__iter__": order, "__repr__": text, "__reduce_ex__": reduce}
    parts |= {"__module__": "builtins"}
    return type(kind.__name__, (kind,), parts | ({"pop": pop} if kind is set else {}))


KINDS = {kind: turned(kind) for kind in (set, frozenset)}


def backwards(value: Any) -> Any:
    """Return a set that gives its elements backwards; all else as it is."""
    kind = next((k for k in KINDS if isinstance(value, k)), None)
    return KINDS[kind](value) if kind else value


class Turns(ast.NodeTransformer):
    """Turns all that is written as a set, but where only its elements are asked for."""

    def visit_Set(self, node: ast.Set) -> ast.AST:
        return self.turn(node)

    def visit_SetComp(self, node: ast.SetComp) -> ast.AST:
        return self.turn(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        named = isinstance(node.func, ast.Name) and node.func.id in {"set", "frozenset"}
        return self.turn(node) if named else self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        sides = (getattr(side, "func", None) for side in (node.left, node.right))
        views = any(getattr(function, "attr", "") in {"keys", "items"} for function in sides)
        return self.turn(node) if views else self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        if isinstance(node.ops[-1], ast.In | ast.NotIn):
            return node
        return self.generic_visit(node)

    def turn(self, node: ast.expr) -> ast.AST:
        self.generic_visit(node)
        call = ast.Call(ast.Name(BACKWARDS, ast.Load()), [node], [])
        return ast.fix_missing_locations(ast.copy_location(call, node))


def watch(shell: Any) -> None:
    if os.environ.pop("GRADBOOK_BACKWARDS", None):
        setattr(builtins, BACKWARDS, backwards)
        shell.ast_transformers.append(Turns())
