"""Integrals between two ends, and those without."""

from __future__ import annotations

from typing import NamedTuple

from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.below import variable
from gradbook.formula.meaning.context import Children, Context, Reading
from gradbook.formula.reading.names import Scripted, plain_name
from gradbook.formula.reading.trees import leaves, placed, simple_factors, span
from gradbook.formula.values.bound import Bound
from gradbook.formula.values.improper import Improper
from gradbook.formula.values.integrals import Beside, Integral
from gradbook.formula.values.nodes import Node, Number, parts

__all__ = ["INFINITE", "differential", "integral"]

INFINITE = [["\\infty"], ["+", "\\infty"]]


class Split(NamedTuple):
    """What is integrated, d and its variable, and how many factors these are."""

    body: Children
    mark: Tree
    variable: Tree
    taken: int


def integral(context: Context, found: Scripted, rest: Children) -> Reading:
    r"""Return \int_a^b of what stands before d and its variable."""
    split = differential(rest)
    endless = not found.subscripts and found.power is None
    if not split or not (endless or (len(found.subscripts) == 1 and found.power is not None)):
        raise FormulaError("expected an integral as in \\int_0^1 f(x) \\, dx", found.span)
    context.use(split.mark, split.variable)
    whole = found.span[0], max(span(part)[1] for part in (split.variable, *split.body[-1:]))
    if endless:
        return antiderivative(context, split, whole), 1 + split.taken, None
    if not split.body:
        raise FormulaError("expected something before the differential", found.span)
    letter = variable(context, split.variable)
    (below,) = found.subscripts
    if isinstance(below, Tree) and below.data == "chain":
        below = below.children[0]
    assert found.power is not None
    low, high = end_of(context, below, "-"), end_of(context, found.power, "+")
    with context.binding([letter]):
        body = context.term(split.body, whole)
    if low is None or high is None:
        return Improper(whole, letter, low, high, body), 1 + split.taken, None
    return Integral(whole, letter, low, high, body), 1 + split.taken, None


def differential(rest: Children) -> Split | None:
    r"""Return where d and its variable stand: at the end, or above in \int \frac{dx}{x}."""
    places = [place for place, part in enumerate(rest[:-1]) if is_differential(part)]
    if places:
        mark, after = rest[places[-1] : places[-1] + 2]
        if isinstance(mark, Tree) and isinstance(after, Tree):
            return Split(rest[: places[-1]], mark, after, places[-1] + 2)
    last = rest[-1] if rest else None
    fraction = last.children[0] if isinstance(last, Tree) else None
    if not isinstance(last, Tree) or not isinstance(fraction, Tree) or fraction.data != "fraction":
        return None
    command, above, below = fraction.children
    factors = simple_factors(above)
    if len(factors) < 2 or not is_differential(factors[-2]):
        return None
    left = Tree("fraction", [command, without(above, factors), below], placed(fraction))
    body = [*rest[:-1], Tree("factor", [left, *last.children[1:]], placed(last))]
    return Split(body, factors[-2], factors[-1], len(rest))


def without(above: Tree, factors: list[Tree]) -> Tree:
    """Return a numerator without the differential that it ends with: 1 if nothing is left."""
    number = Token("NUMBER", "1", start_pos=span(above)[0], end_pos=span(above)[0])
    kept = factors[:-2] or [Tree("factor", [number], placed(above))]
    return Tree("sum", [Tree("term", kept, placed(above))], placed(above))


def end_of(context: Context, tree: Tree | Token, sign: str) -> Node | None:
    """Return an end of an integral, or None where it is infinite."""
    written = [str(leaf) for leaf in leaves(tree)]
    if written in (INFINITE if sign == "+" else [["-", "\\infty"]]):
        context.use(tree)
        return None
    return context.sum(tree)


def is_differential(part: Tree | Token) -> bool:
    return isinstance(part, Tree) and part.children in (["d"], ["\\mathrm{d}"])


def antiderivative(context: Context, split: Split, place: tuple[int, int]) -> Node:
    """Return an integral without ends as one from beside a symbol to that symbol."""
    name, setting = plain_name(split.variable.children[0]), context.point.setting
    if len(split.variable.children) > 1 or name not in context.bound or setting.live:
        text = "expected a symbol of the setting behind d, where an integral has no ends"
        raise FormulaError(text, span(split.variable))
    symbol = Bound(span(split.variable), name, [])
    with context.binding([name]):
        body = context.term(split.body, place) if split.body else Number(place, 1.0)
    names = {part.name for part in parts(body) if isinstance(part, Bound)}
    if any(setting.leads({name}, other) for other in names):
        raise FormulaError(f"expected all that depends on {name} to be written with it", place)
    return Integral(place, name, Beside(symbol.span, symbol), symbol, body)
