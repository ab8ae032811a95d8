r"""What is taken at a point, \left. f \right|_{x = a}, and its change between two of them."""

from __future__ import annotations

from collections.abc import Callable

from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.below import variable
from gradbook.formula.meaning.context import Context
from gradbook.formula.reading.names import Scripted, plain_name
from gradbook.formula.reading.trees import leaves
from gradbook.formula.values.bound import Bound
from gradbook.formula.values.nodes import Node, Sum
from gradbook.formula.values.placed import At, Within

__all__ = ["at_point", "is_at_point"]


def is_at_point(context: Context, found: Scripted) -> bool:
    """Tell whether something is taken at a point: by a bar, or between ends by brackets."""
    if not isinstance(found.base, Tree) or found.base.data == "evaluated":
        return isinstance(found.base, Tree)
    ends = len(found.subscripts) == 1 and found.power is not None
    square = found.base.data == "group" and found.base.children[0] == "["
    return ends and square and free_letter(context, found.base) is not None


def at_point(context: Context, found: Scripted) -> Node:
    """Return an expression at a point, or what it is at the upper end less that at the lower."""
    assert isinstance(found.base, Tree)
    chains = [part for part in found.subscripts if isinstance(part, Tree)]
    equations = [part for part in chains if part.children[1:2] == ["="] and len(part.children) == 3]
    body, ends = found.base.children[1], len(found.subscripts) == 1 and found.power is not None
    if equations and len(equations) == len(found.subscripts):
        context.use(*(part.children[1] for part in equations))
        names = [part.children[0] for part in equations]
        lows = [context.sum(part.children[2]) for part in equations]
    elif ends and (letter := free_letter(context, body)):
        names, lows = [letter], [context.sum(found.subscripts[0])]
    else:
        text = r"expected a symbol with its value below the bar, as in \right|_{x = 0}"
        raise FormulaError(text, found.span)
    at = at_letter if is_free(context, names[0]) else at_symbols
    take = at(context, found, names, body)
    low = take(lows)
    if found.power is None:
        return low
    if len(lows) > 1:
        raise FormulaError("expected one symbol between two ends", found.span)
    return Sum(found.span, [(False, take([context.sum(found.power)])), (True, low)])


Take = Callable[[list[Node]], Node]


def at_letter(context: Context, found: Scripted, names: list[Tree | Token], body: Tree) -> Take:
    """Return what takes an expression where a letter without a meaning has a value."""
    if len(names) > 1:
        raise FormulaError("expected one letter that is not bound", found.span)
    letter = variable(context, names[0])
    context.use(names[0])
    with context.binding([letter]):
        node = context.sum(body)
    return lambda values: Within(found.span, node, letter, values[0])


def at_symbols(context: Context, found: Scripted, names: list[Tree | Token], body: Tree) -> Take:
    """Return what takes an expression where symbols of the setting have other values."""
    symbols = [context.sum(name) for name in names]
    bounds = [symbol for symbol in symbols if isinstance(symbol, Bound) and not symbol.subscripts]
    if len(bounds) < len(symbols) or context.point.setting.live:
        raise FormulaError("expected a symbol of a setting below the bar", found.span)
    node = context.sum(body)
    return lambda values: At(found.span, node, bounds, values)


def is_free(context: Context, name: Tree | Token) -> bool:
    letters = [plain_name(leaf) for leaf in leaves(name)]
    return len(letters) == 1 and letters[0] not in context.bound


def free_letter(context: Context, body: Tree) -> Token | None:
    """Return the only letter of an expression that means nothing else, or None."""
    names = {plain_name(leaf): leaf for leaf in leaves(body) if leaf.type == "NAME"}
    known = {*context.bound, *context.inner, *context.candidates, "e", "pi", "d"}
    free = [leaf for name, leaf in names.items() if name not in known]
    return free[0] if len(free) == 1 else None
