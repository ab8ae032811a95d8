"""Derivatives: d/dx, ∂E/∂w, ∇f(x), ∇_w and D_u f(x)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lark import Token, Tree

from gradbook.formula.applications import application, function_of
from gradbook.formula.errors import FormulaError
from gradbook.formula.expressions import Bound, Node
from gradbook.formula.functions import ORDER, Derived, Directional, Function
from gradbook.formula.gradients import Gradient
from gradbook.formula.names import Scripted, placed, plain_name, scripted
from gradbook.formula.parser import leaves, span
from gradbook.formula.symbols import index_items, named

if TYPE_CHECKING:
    from gradbook.formula.elaboration import Elaboration

__all__ = ["derivative", "directional", "is_derivative", "is_directional", "nabla"]


def is_derivative(elaboration: Elaboration, tree: Tree) -> bool:
    above, below = tree.children[1:]
    return all(differential(elaboration, part) is not None for part in (above, below))


def differential(elaboration: Elaboration, tree: Tree) -> Scripted | None:
    """Return the ∂ or d that a numerator or a denominator begins with."""
    first = tree.children[0]
    if isinstance(first, Token) or len(tree.children) > 1:
        return None
    factor = first.children[0]
    found = scripted(factor) if isinstance(factor, Tree) else None
    if found is None or found.base not in ("\\partial", "d", "\\mathrm{d}"):
        return None
    return None if found.subscripts else found


def derivative(
    elaboration: Elaboration, found: Scripted, rest: Sequence[Tree | Token]
) -> tuple[Node, int, str | None]:
    """Return ∂E/∂w, ∂²f/∂x∂y, or d/dx of the rest of the term."""
    fraction = found.base
    assert isinstance(fraction, Tree)
    above, below = fraction.children[1:]
    elaboration.use(fraction.children[0])
    mark = differential(elaboration, above)
    assert mark is not None
    elaboration.use(mark.base)
    order = order_of(elaboration, mark)
    letters, elaboration.letters = elaboration.letters, set()
    by = denominator(elaboration, below, order, mark)
    operand = above.children[0].children[1:]
    count = 1
    if operand:
        body, count = differentiated(elaboration, operand, rest, span(above), by)
    elif rest:
        body, count = elaboration.term(rest, (span(rest[0])[0], span(rest[-1])[1])), 1 + len(rest)
    else:
        raise FormulaError("expected something to differentiate", found.span)
    seen = frozenset(elaboration.letters)
    elaboration.letters |= letters
    node = Gradient((found.span[0], max(found.span[1], body.span[1])), body, by, seen)
    if count > 1 and (found.power is not None or found.subscripts or found.transposed):
        raise FormulaError("expected brackets around the derivative", found.span)
    return elaboration.scripts(found, node), count, None


def differentiated(
    elaboration: Elaboration,
    operand: Sequence[Tree | Token],
    rest: Sequence[Tree | Token],
    place: tuple[int, int],
    by: Sequence[Bound],
) -> tuple[Node, int]:
    """Return what stands in the numerator; a function there takes its argument from behind."""
    if len(operand) == 1 and isinstance(operand[0], Tree):
        inner = scripted(operand[0])
        function = function_of(elaboration, inner)
        if function and rest and isinstance(rest[0], Tree):
            group = scripted(rest[0])
            if isinstance(group.base, Tree) and group.base.data == "group":
                texts = {"".join(map(str, leaves(part))) for part in group.base.children[1:-1]}
                names = {symbol.name for symbol in by}
                if not names <= texts:
                    raise FormulaError(
                        "expected the symbols of the derivative in brackets", span(rest[0])
                    )
                node, _, _ = application(elaboration, inner, function, rest[:1])
                return node, 2
    return elaboration.term(operand, place), 1


def order_of(elaboration: Elaboration, mark: Scripted) -> int:
    if mark.power is None:
        return 1
    elaboration.use(mark.power)
    text = "".join(map(str, leaves(mark.power)))
    if not text.isdigit() or not 1 <= int(text) <= ORDER:
        raise FormulaError(f"expected an order from 1 to {ORDER}, got {text}", mark.span)
    return int(text)


def denominator(elaboration: Elaboration, below: Tree, order: int, above: Scripted) -> list[Bound]:
    """Return the symbols of a denominator ∂x ∂y², one for each order."""
    found: list[Bound] = []
    parts = list(below.children[0].children)
    while parts:
        mark = scripted(parts.pop(0))
        if mark.base != above.base or len(mark.tree.children) > 1 or not parts:
            raise FormulaError(f"expected {above.base} and a symbol below", span(below))
        elaboration.use(mark.base)
        symbol = scripted(parts.pop(0)) if isinstance(parts[0], Tree) else None
        name = plain_name(symbol.base) if symbol else None
        if symbol is None or name is None:
            raise FormulaError("expected a symbol to differentiate by", span(below))
        elaboration.use(symbol.base)
        node = named(elaboration, name, symbol, symbol.span)
        elaboration.point.setting.differentiate(node.name)
        elaboration.bound = elaboration.bindings()
        times = order_of(elaboration, symbol) if symbol.power is not None else 1
        if symbol.primes or symbol.transposed:
            raise FormulaError("expected a plain symbol", symbol.span)
        found += [node] * times
    if len(found) != order:
        text = f"expected as many symbols below as the order {order} above, got {len(found)}"
        raise FormulaError(text, span(below))
    return found


def nabla(
    elaboration: Elaboration, found: Scripted, rest: Sequence[Tree | Token]
) -> tuple[Node, int, str | None]:
    """Return ∇f(x), or ∇_w of what follows."""
    elaboration.use(found.base)
    if found.power is not None or found.primes or found.transposed:
        raise FormulaError("not supported: this script on \\nabla", found.span)
    if not rest or not isinstance(rest[0], Tree):
        raise FormulaError("expected something after \\nabla", found.span)
    if found.subscripts:
        (item, *more) = index_items(elaboration, found)
        symbol = scripted(
            item
            if isinstance(item, Tree) and item.data == "factor"
            else Tree("factor", list(leaves(item)), placed(item))
        )
        name = plain_name(symbol.base)
        if more or name is None:
            raise FormulaError("expected one symbol below \\nabla", found.span)
        elaboration.use(item)
        node = named(elaboration, name, symbol, symbol.span)
        elaboration.point.setting.differentiate(name)
        elaboration.bound = elaboration.bindings()
        letters, elaboration.letters = elaboration.letters, set()
        if is_coefficient(elaboration, rest[0], name):
            place = span(rest[0])[0], span(rest[-1])[1]
            body, count, closed = elaboration.term(rest, place), len(rest), None
        else:
            body, count, closed = elaboration.operand(rest, 0)
        seen, elaboration.letters = frozenset(elaboration.letters), elaboration.letters | letters
        return Gradient((found.span[0], body.span[1]), body, [node], seen), 1 + count, closed
    inner = scripted(rest[0])
    function = function_of(elaboration, inner)
    if not isinstance(function, Function) or len(rest) < 2:
        text = "expected a function with its point, or the symbol as in \\nabla_w"
        raise FormulaError(text, (found.span[0], span(rest[0])[1]))
    gradient = Derived(found.span, function)
    applied, count, closed = application(elaboration, inner, gradient, rest[1:])
    return applied, 1 + count, closed


def is_coefficient(elaboration: Elaboration, tree: Tree, symbol: str) -> bool:
    """Tell whether a factor is a number or a fraction without the symbol: ∇ is of more than it."""
    base = scripted(tree).base
    if isinstance(base, Token):
        return base.type == "NUMBER"
    names = {plain_name(leaf) for leaf in leaves(base)}
    return base.data == "fraction" and not is_derivative(elaboration, base) and symbol not in names


def is_directional(elaboration: Elaboration, found: Scripted, rest: Sequence[Tree | Token]) -> bool:
    return (
        found.base == "D"
        and "D" not in elaboration.bound
        and bool(found.subscripts)
        and len(rest) > 1
    )


def directional(elaboration: Elaboration, found: Scripted, rest: Sequence[Tree | Token]) -> Node:
    """Return D_u f(x), which takes two further factors."""
    elaboration.use(found.base)
    (item, *more) = index_items(elaboration, found)
    inner, group = (scripted(part) if isinstance(part, Tree) else None for part in rest[:2])
    function = inner and function_of(elaboration, inner)
    if group is None or len(group.tree.children) > 1 or not isinstance(group.base, Tree):
        raise FormulaError("expected D_u f(x)", found.span)
    if more or not isinstance(function, Function):
        raise FormulaError("expected D_u f(x)", found.span)
    arguments = [elaboration.sum(part) for part in group.base.children[1:-1]]
    place = (found.span[0], group.span[1])
    return Directional(place, function, elaboration.sum(item), arguments)
