"""Derivatives that are written as a fraction: d/dx and ∂E/∂w."""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.applications import application, function_of
from gradbook.formula.meaning.context import Children, Context, Reading
from gradbook.formula.meaning.symbols import named, primed
from gradbook.formula.reading.names import Scripted, plain_name, scripted
from gradbook.formula.reading.trees import leaves, span
from gradbook.formula.values.bound import Bound
from gradbook.formula.values.derivatives import ORDER
from gradbook.formula.values.gradients import Gradient
from gradbook.formula.values.nodes import Binary, Node, parts
from gradbook.formula.values.quantity import Quantity, number

__all__ = ["derivative", "is_derivative", "names_in"]


def is_derivative(context: Context, tree: Tree) -> bool:
    above, below = tree.children[1:]
    return all(differential(context, part) is not None for part in (above, below))


def differential(context: Context, tree: Tree) -> Scripted | None:
    """Return the ∂ or d that a numerator or a denominator begins with."""
    first = tree.children[0]
    if isinstance(first, Token) or len(tree.children) > 1:
        return None
    factor = first.children[0]
    found = scripted(factor) if isinstance(factor, Tree) else None
    if found is None or found.base not in ("\\partial", "d", "\\mathrm{d}"):
        return None
    return None if found.subscripts else found


def derivative(context: Context, found: Scripted, rest: Children) -> Reading:
    """Return ∂E/∂w, ∂²f/∂x∂y, or d/dx of the rest of the term."""
    fraction = found.base
    assert isinstance(fraction, Tree)
    above, below = fraction.children[1:]
    context.use(fraction.children[0])
    mark = differential(context, above)
    assert mark is not None
    context.use(mark.base)
    order = order_of(context, mark)
    operand, count = above.children[0].children[1:], 1
    symbols = denominator(context, below, order, mark)
    by = symbols[:order]
    with context.scope() as letters:
        if operand:
            body, count = differentiated(context, operand, rest, span(above), by)
        elif rest:
            body, count = context.term(rest, (span(rest[0])[0], span(rest[-1])[1])), 1 + len(rest)
        else:
            raise FormulaError("expected something to differentiate", found.span)
    held = None
    if mark.base == "\\partial":
        held = context.point.setting.held_fixed(by[0].name, names_in(body))
    place = found.span[0], max(found.span[1], body.span[1])
    node: Node = Gradient(place, body, by, frozenset(letters), mark.base != "\\partial", held)
    node = Binary(place, by_square, node, symbols[0]) if len(symbols) > order else node
    if count > 1 and (found.power is not None or found.subscripts or found.transposed):
        raise FormulaError("expected brackets around the derivative", found.span)
    return context.scripts(found, node), count, None


def names_in(body: Node) -> set[str]:
    """Return the names that an expression is written with."""
    return {part.name for part in parts(body) if isinstance(part, Bound)}


def differentiated(
    context: Context,
    operand: Children,
    rest: Children,
    place: tuple[int, int],
    by: Sequence[Bound],
) -> tuple[Node, int]:
    """Return what stands in the numerator; a function there takes its argument from behind."""
    if len(operand) == 1 and isinstance(operand[0], Tree):
        inner = scripted(operand[0])
        function = function_of(context, inner)
        if function and rest and isinstance(rest[0], Tree):
            group = scripted(rest[0])
            if isinstance(group.base, Tree) and group.base.data == "group":
                texts = {"".join(map(str, leaves(part))) for part in group.base.children[1:-1]}
                names = {symbol.name for symbol in by}
                if not names <= texts:
                    raise FormulaError(
                        "expected the symbols of the derivative in brackets", span(rest[0])
                    )
                node, _, _ = application(context, inner, function, rest[:1])
                return node, 2
    return context.term(operand, place), 1


def order_of(context: Context, mark: Scripted) -> int:
    if mark.power is None:
        return 1
    context.use(mark.power)
    text = "".join(map(str, leaves(mark.power)))
    if not text.isdigit() or not 1 <= int(text) <= ORDER:
        raise FormulaError(f"expected an order from 1 to {ORDER}, got {text}", mark.span)
    return int(text)


def denominator(context: Context, below: Tree, order: int, above: Scripted) -> list[Bound]:
    """Return the symbols of a denominator ∂x ∂y², one for each order; two of ∂σ²."""
    found: list[Bound] = []
    parts = list(below.children[0].children)
    while parts:
        first = parts.pop(0)
        if not isinstance(first, Tree):
            raise FormulaError("expected \\frac{dy}{dx} for a dy/dx within a fraction", span(below))
        mark = scripted(first)
        if mark.base != above.base or len(mark.tree.children) > 1 or not parts:
            raise FormulaError(f"expected {above.base} and a symbol below", span(below))
        context.use(mark.base)
        found += symbol_of(context, parts.pop(0), below)
    square = above.base == "\\partial" and order == 1 and len(found) == 2 and found[0] is found[1]
    if len(found) != order and not square:
        text = f"expected as many symbols below as the order {order} above, got {len(found)}"
        raise FormulaError(text, span(below))
    return found


def symbol_of(context: Context, tree: Tree | Token, below: Tree) -> list[Bound]:
    """Return what stands behind a ∂, as many times as its power says."""
    symbol = scripted(tree) if isinstance(tree, Tree) else None
    name = plain_name(symbol.base) if symbol else None
    if symbol is None or name is None:
        raise FormulaError("expected a symbol to differentiate by", span(below))
    context.use(symbol.base)
    name = primed(context, name, symbol) if symbol.primes else name
    node = named(context, name, symbol, symbol.span)
    context.differentiate(node.name)
    if symbol.transposed:
        raise FormulaError("expected a plain symbol", symbol.span)
    return [node] * (order_of(context, symbol) if symbol.power is not None else 1)


def by_square(slope: Quantity, symbol: Quantity) -> Quantity:
    """Return what a derivative by σ is by σ², which says what σ is only where that is positive."""
    if symbol.value.ndim or not symbol.value > 0:
        text = "expected one symbol below for the order 1 above, or a square of what is positive"
        raise FormulaError(text)
    return slope / (symbol * number(2))
