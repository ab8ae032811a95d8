"""Functions and what they are applied to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.context import Children, Context, Reading
from gradbook.formula.meaning.symbols import index_items, named, primed
from gradbook.formula.meaning.unbracketed import multiple
from gradbook.formula.reading.names import (
    Scripted,
    plain_name,
    scripted,
    subscript_items,
    with_primes,
    with_subscript,
)
from gradbook.formula.reading.trees import leaves, span
from gradbook.formula.values.bound import Bound, Subscripted
from gradbook.formula.values.derivatives import ORDER, Primed
from gradbook.formula.values.functions import BUILTIN, Applicable, Apply, Function, Logarithm
from gradbook.formula.values.nodes import Binary, Node, Number
from gradbook.formula.values.powers import power

__all__ = ["application", "function_of"]

WORDS = {"diag", "tr", "Tr", "erf", "sign", "sgn"}  # functions that are no commands of TeX
LOGARITHMS = {"\\log", "\\ln"}
# What tells a function from others, where one number does not.
TRIED: dict[str, tuple[Any, ...]] = {
    **dict.fromkeys(("max", "min"), (0.7, -0.3)),
    "det": ([[0.7, 0.2], [-0.3, 1.1]],),
}


def function_of(context: Context, found: Scripted) -> Function | Primed | Logarithm | None:
    """Return the function that a factor names, with its primes, or None."""
    name = plain_name(found.base)
    if isinstance(found.base, Token) and found.base.type == "COMMAND":
        name = found.base[1:]
    if name is None or name in context.inner:
        return None
    take_order(context, name, found)
    if is_other_function(context, name, found):
        name = primed(context, name, found)
        context.use(found.base)
        return Function(found.span, name, Bound(found.span, name, []))
    bound = callable_name(context, name, found)
    if not (bound or (name in BUILTIN and name not in context.bound)):
        return None
    word = isinstance(found.base, Token) and found.base.type == "WORD"
    if word and not bound and name not in WORDS:
        return None
    context.use(found.base)
    context.use(*(s for s in found.tree.children[1:] if getattr(s, "type", "") == "PRIMES"))
    if name == "log" and not bound and (logarithm := with_base(context, found)):
        return logarithm
    if not bound and (found.subscripts or found.layer is not None):
        raise FormulaError(f"not supported: a subscript on {found.base}", found.span)
    if found.primes > ORDER:
        raise FormulaError(f"expected at most {ORDER} primes, got {found.primes}", found.span)
    function = Function(found.span, name, bound)
    return Primed(found.span, function, found.primes) if found.primes else function


def with_base(context: Context, found: Scripted) -> Function | Logarithm | None:
    r"""Return \log_2 or \log_b, or None."""
    if len(found.subscripts) != 1 or found.primes:
        return None
    base = "".join(map(str, leaves(found.subscripts[0])))
    if base in {"2", "10"}:
        context.use(*found.subscripts)
        return Function(found.span, f"log{base}", None)
    items = index_items(context, found)
    return Logarithm(found.span, context.sum(items[0])) if len(items) == 1 else None


def take_order(context: Context, name: str, found: Scripted) -> None:
    """Make primes of what stands in f^{(3)}, where f is a function."""
    order = "".join(leaves(found.layer)) if found.layer else ""
    known = callable(context.bound.get(name)) and found.bracket == "(" and not found.primes
    if found.layer and order.isdigit() and known:
        if f"{name}{order}" in context.bound:
            raise FormulaError(f"both {name} and {name}{order} are bound", found.span)
        context.use(found.layer)
        found.primes, found.layer = int(order), None


def is_other_function(context: Context, name: str, found: Scripted) -> bool:
    """Tell whether f' is a function with a name of its own, f_prime, and f is none."""
    other = context.bound.get(with_primes(name, found.primes))
    return callable(other) and not callable(context.bound.get(name))


def callable_name(context: Context, name: str, found: Scripted) -> Bound | None:
    """Return the bound function that is meant, or None if no function is."""
    full = name
    items = subscript_items(found.subscripts) if found.subscripts else []
    if items:
        full = with_subscript(context.bound, name, items)
    if items and callable(context.bound.get(full)) and name not in context.bound:
        context.use(*items)
        return Bound(found.span, full, [])
    value = context.bound.get(name)
    if callable(value) and isinstance(found.base, Token) and found.base.type == "COMMAND":
        check_meaning(name, value, found)
    if isinstance(value, (list, tuple)) and value and callable(value[0]) and items:
        return named(context, name, found, found.span)
    if callable(value) and not items and found.layer is None:
        return Bound(found.span, name, [])
    return None


def check_meaning(name: str, function: Callable[..., Any], found: Scripted) -> None:
    r"""Raise where \sin is bound to something else; \log may have another base."""
    if name == "log" or name not in BUILTIN:
        return
    given = [torch.tensor(value, dtype=torch.float64) for value in TRIED.get(name, (0.7,))]
    expected = BUILTIN[name](*given)
    try:
        same = torch.allclose(torch.as_tensor(function(*given), dtype=torch.float64), expected)
    except Exception:  # it takes other arguments than the usual ones
        return
    if not same:
        text = f"{name} is a function of mathematics; bind another name"
        raise FormulaError(text, found.span)


def application(context: Context, found: Scripted, function: Applicable, rest: Children) -> Reading:
    """Return a function with what it is applied to."""
    if found.transposed or found.side:
        raise FormulaError("not supported: this superscript on a function", found.span)
    if not rest or isinstance(rest[0], Token):
        raise FormulaError(f"expected {found.tree.children[0]} to be applied", found.span)
    argument = rest[0]
    assert isinstance(argument, Tree)
    inner = scripted(argument)
    if isinstance(inner.base, Tree) and inner.base.data == "group":
        return bracketed(context, found, function, inner), 2, None
    builtin = isinstance(function, Function) and not function.bound
    if not builtin and (not isinstance(found.base, Token) or found.base.type != "COMMAND"):
        base = "".join(leaves(found.base))
        raise FormulaError(f"expected brackets after {base}", span(argument))
    many = found.base in {"\\max", "\\min"} or inner.base == "\\nabla"
    applied = inner.is_big or bool(function_of(context, inner))
    if applied and found.base in LOGARITHMS and found.power is None and not many:
        body, count, _ = context.operand(rest, 0)  # log Σ, log σ(z), log det Σ
        node = Apply((found.span[0], body.span[1]), function, [body])
        return node, 1 + count, f"what {found.base} is taken of"
    if many or applied:
        raise FormulaError(f"expected brackets after {found.base}", span(argument))
    taken = multiple(found, rest)
    place = (found.span[0], span(taken[-1])[1])
    node = Apply(place, function, [context.term(taken, (span(argument)[0], place[1]))])
    return raised(context, found, node), 1 + len(taken), f"what {found.base} is taken of"


def bracketed(context: Context, found: Scripted, function: Applicable, inner: Scripted) -> Node:
    """Return a function of what stands in brackets, with what is written behind them."""
    place = (found.span[0], inner.span[1])
    assert isinstance(inner.base, Tree)
    within = inner.base.children[1:-1]
    arguments = [context.sum(part) for part in within if isinstance(part, Tree)]
    if isinstance(function, Function) and function.bound:  # p(y | x), KL(p || q)
        context.use(*(part for part in within if isinstance(part, Token)))
        bars = tuple(k for k, part in enumerate(within) if isinstance(part, Token))
        form = context.forms.setdefault((function.name, len(arguments)), (bars, place))
        if form[0] != bars:
            text = f"{function.name} stands with a bar and without: bind two functions"
            raise FormulaError(text, place)
    node: Node = Apply((found.span[0], span(inner.base)[1]), function, arguments)
    if inner.subscripts:
        node = Subscripted(place, node, [context.sum(i) for i in index_items(context, inner)])
    if inner.power is not None and found.power is not None:
        raise FormulaError("expected one power", place)
    return raised(context, found, context.scripts(inner, node))


def raised(context: Context, found: Scripted, node: Node) -> Node:
    r"""Return \sin^2(x) as (\sin(x))^2."""
    if found.power is None:
        return node
    if [str(leaf) for leaf in leaves(found.power)] == ["-", "1"]:
        base = str(found.base)
        arc = f"\\arc{base[1:]}" if base in {"\\sin", "\\cos", "\\tan"} else "another name"
        text = f"two ways to read this: write {arc} for the inverse function, or a fraction"
        raise FormulaError(text, found.span)
    exponent = context.sum(found.power)
    command = isinstance(found.base, Token) and found.base.type == "COMMAND"
    if not command or not isinstance(exponent, Number) or exponent.value < 1:
        raise FormulaError("expected the power behind the brackets", found.span)
    return Binary(found.span, power, node, exponent)
