"""Functions and what they are applied to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.expressions import Binary, Bound, Node, Number, Subscripted
from gradbook.formula.functions import BUILTIN, ORDER, Apply, Derived, Function, Primed
from gradbook.formula.names import (
    Scripted,
    plain_name,
    scripted,
    subscript_items,
    subscript_letters,
)
from gradbook.formula.parser import span
from gradbook.formula.quantity import Quantity
from gradbook.formula.symbols import index_items, named

if TYPE_CHECKING:
    from gradbook.formula.elaboration import Elaboration

__all__ = ["application", "function_of"]


def function_of(elaboration: Elaboration, found: Scripted) -> Function | Primed | None:
    """Return the function that a factor names, with its primes, or None."""
    name = plain_name(found.base)
    if isinstance(found.base, Token) and found.base.type == "COMMAND":
        name = found.base[1:]
    if name is None or name in elaboration.inner:
        return None
    bound = callable_name(elaboration, name, found)
    if not (bound or (name in BUILTIN and name not in elaboration.bound)):
        return None
    if (
        isinstance(found.base, Token)
        and found.base.type == "WORD"
        and not bound
        and name not in {"diag", "tr"}
    ):
        return None
    elaboration.use(found.base)
    elaboration.use(*(s for s in found.tree.children[1:] if isinstance(s, Token)))
    if not bound and (found.subscripts or found.layer is not None):
        raise FormulaError(f"not supported: a subscript on {found.base}", found.span)
    if found.primes > ORDER:
        raise FormulaError(f"expected at most {ORDER} primes, got {found.primes}", found.span)
    function = Function(found.span, name, bound)
    return Primed(found.span, function, found.primes) if found.primes else function


def callable_name(elaboration: Elaboration, name: str, found: Scripted) -> Bound | None:
    """Return the bound function that is meant, or None if no function is."""
    full = name
    items = subscript_items(found.subscripts) if found.subscripts else []
    if items:
        full = f"{name}_{subscript_letters(items)}"
    if items and callable(elaboration.bound.get(full)) and name not in elaboration.bound:
        elaboration.use(*items)
        return Bound(found.span, full, [])
    value = elaboration.bound.get(name)
    if isinstance(value, (list, tuple)) and value and callable(value[0]) and items:
        return named(elaboration, name, found, found.span)
    if callable(value) and not items and found.layer is None:
        return Bound(found.span, name, [])
    return None


def application(
    elaboration: Elaboration,
    found: Scripted,
    function: Function | Primed | Derived,
    rest: Sequence[Tree | Token],
) -> tuple[Node, int, str | None]:
    """Return a function with what it is applied to."""
    if found.transposed or found.side:
        raise FormulaError("not supported: this superscript on a function", found.span)
    if not rest or isinstance(rest[0], Token):
        raise FormulaError(f"expected {found.tree.children[0]} to be applied", found.span)
    argument = rest[0]
    assert isinstance(argument, Tree)
    inner = scripted(argument)
    place = (found.span[0], span(argument)[1])
    if isinstance(inner.base, Tree) and inner.base.data == "group":
        group = inner.base
        arguments = [elaboration.sum(part) for part in group.children[1:-1]]
        node: Node = Apply((found.span[0], span(group)[1]), function, arguments)
        if inner.subscripts:
            node = Subscripted(
                place, node, [elaboration.sum(i) for i in index_items(elaboration, inner)]
            )
        if inner.power is not None and found.power is not None:
            raise FormulaError("expected one power", place)
        return raised(elaboration, found, elaboration.scripts(inner, node)), 2, None
    if isinstance(found.base, Token) and found.base.type == "COMMAND":
        if found.base in {"\\max", "\\min", "\\det"} or inner.base == "\\nabla":
            raise FormulaError(f"expected brackets after {found.base}", span(argument))
        if function_of(elaboration, inner) or (
            isinstance(inner.base, Token) and inner.base.type == "BIG"
        ):
            raise FormulaError(f"expected brackets after {found.base}", span(argument))
        body = elaboration.factor(argument)
        node = raised(elaboration, found, Apply(place, function, [body]))
        return node, 2, f"{found.base} without brackets"
    raise FormulaError(f"expected brackets after {found.tree.children[0]}", span(argument))


def raised(elaboration: Elaboration, found: Scripted, node: Node) -> Node:
    r"""Return \sin^2(x) as (\sin(x))^2."""
    if found.power is None:
        return node
    power = elaboration.sum(found.power)
    command = isinstance(found.base, Token) and found.base.type == "COMMAND"
    if not command or not isinstance(power, Number) or power.value < 1:
        raise FormulaError("expected the power behind the brackets", found.span)
    return Binary(found.span, Quantity.__pow__, node, power)
