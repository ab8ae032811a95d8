"""Derivatives that are written as an operator: ∇f(x), ∇²f(x), ∇_w and D_u f(x)."""

from __future__ import annotations

from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.applications import application, function_of
from gradbook.formula.meaning.context import Children, Context, Reading
from gradbook.formula.meaning.derivatives import is_derivative, names_in
from gradbook.formula.meaning.symbols import index_items, named, primed
from gradbook.formula.reading.names import Scripted, plain_name, scripted
from gradbook.formula.reading.trees import leaves, placed, simple_factors, span
from gradbook.formula.values.derivatives import Derived, Directional, Hessian
from gradbook.formula.values.functions import Function
from gradbook.formula.values.gradients import Gradient
from gradbook.formula.values.nodes import Node

__all__ = ["directional", "is_directional", "nabla", "partial"]


def nabla(context: Context, found: Scripted, rest: Children) -> Reading:
    """Return ∇f(x) or ∇²f(x), or ∇_w of what follows."""
    context.use(found.base)
    twice = found.power is not None and [str(leaf) for leaf in leaves(found.power)] == ["2"]
    if (found.power is not None and not twice) or found.primes or found.transposed:
        raise FormulaError("not supported: this script on \\nabla", found.span)
    if not rest or not isinstance(rest[0], Tree):
        raise FormulaError("expected something after \\nabla", found.span)
    if found.power is not None:
        context.use(found.power)
    if found.subscripts:
        return by_symbol(context, found, rest, 1 + twice)
    inner = scripted(rest[0])
    function = function_of(context, inner)
    if not isinstance(function, Function) or len(rest) < 2:
        text = "expected a function with its point, or the symbol as in \\nabla_w"
        raise FormulaError(text, (found.span[0], span(rest[0])[1]))
    gradient = Derived(found.span, function)
    derived = Hessian(gradient) if twice else gradient
    applied, count, closed = application(context, inner, derived, rest[1:])
    return applied, 1 + count, closed


def partial(context: Context, found: Scripted, rest: Children) -> Reading:
    """Return ∂_x or ∂²_x of what follows."""
    context.use(found.base)
    order = "1" if found.power is None else "".join(leaves(found.power))
    if found.primes or found.transposed or found.layer or order not in {"1", "2"}:
        raise FormulaError("not supported: this script on \\partial", found.span)
    if not found.subscripts or not rest or not isinstance(rest[0], Tree):
        text = "expected a symbol below \\partial, and something after it"
        raise FormulaError(f"{text}; a derivative is a \\frac, also in a line", found.span)
    if found.power is not None:
        context.use(found.power)
    return by_symbol(context, found, rest, int(order))


def by_symbol(context: Context, found: Scripted, rest: Children, order: int) -> Reading:
    """Return ∇_w or ∂_w of what follows: of a product, where that begins with a number."""
    factors = [factor for item in index_items(context, found) for factor in factors_of(item)]
    symbol = scripted(factors[0]) if len(factors) == 1 else None
    name = plain_name(symbol.base) if symbol else None
    if symbol is None or name is None:
        raise FormulaError(f"expected one symbol below {found.base}", found.span)
    context.use(factors[0])
    name = primed(context, name, symbol) if symbol.primes else name
    node = named(context, name, symbol, symbol.span)
    context.differentiate(node.name)
    with context.scope() as letters:
        if is_coefficient(context, rest[0], name):
            place = span(rest[0])[0], span(rest[-1])[1]
            body, count, closed = context.term(rest, place), len(rest), None
        else:
            body, count, closed = context.operand(rest, 0)
    place = found.span[0], body.span[1]
    held = None
    if found.base == "\\partial":
        held = context.point.setting.held_fixed(node.name, names_in(body))
    slope = Gradient(place, body, [node] * order, frozenset(letters), False, held)
    return slope, 1 + count, closed


def factors_of(item: Tree | Token) -> list[Tree]:
    """Return what a piece of a subscript is a product of."""
    if isinstance(item, Token):
        return [Tree("factor", [item], placed(item))]
    return [item] if item.data == "factor" else list(simple_factors(item))


def is_coefficient(context: Context, tree: Tree | Token, symbol: str) -> bool:
    """Tell whether a factor is a number or a fraction without the symbol: ∇ is of more than it."""
    base = scripted(tree).base if isinstance(tree, Tree) else tree
    if isinstance(tree, Tree) and scripted(tree).transposed:  # of x^\top A x: a row has no slope
        return True
    if isinstance(base, Token):
        return base.type == "NUMBER"
    names = {plain_name(leaf) for leaf in leaves(base)}
    return base.data == "fraction" and not is_derivative(context, base) and symbol not in names


def is_directional(context: Context, found: Scripted, rest: Children) -> bool:
    known = "D" in context.bound or any(
        f"D_{plain_name(leaf)}" in context.bound
        for part in found.subscripts
        for leaf in leaves(part)
    )
    return found.base == "D" and not known and bool(found.subscripts) and len(rest) > 1


def directional(context: Context, found: Scripted, rest: Children) -> Node:
    """Return D_u f(x), which takes two further factors."""
    context.use(found.base)
    (item, *more) = index_items(context, found)
    inner, group = (scripted(part) if isinstance(part, Tree) else None for part in rest[:2])
    function = inner and function_of(context, inner)
    if group is None or len(group.tree.children) > 1 or not isinstance(group.base, Tree):
        raise FormulaError("expected D_u f(x)", found.span)
    if more or not isinstance(function, Function):
        raise FormulaError("expected D_u f(x)", found.span)
    arguments = [context.sum(part) for part in group.base.children[1:-1]]
    place = (found.span[0], group.span[1])
    return Directional(place, function, context.sum(item), arguments)
