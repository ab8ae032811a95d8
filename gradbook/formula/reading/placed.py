r"""What a bar behind it takes at a point: f(x)|_{x = a} is \left. f(x) \right|_{x = a}."""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.reading.trees import leaves, placed, span

__all__ = ["close_bars"]

Parts = list[Tree | Token]
# Of f(x), where x (x + 1) is a product.
ARGUMENTS = {"LPAR", "RPAR", "NAME", "WORD", "NUMBER", "MID", "SEMICOLON"}


def close_bars(tree: Tree) -> None:
    """Put what such a bar belongs to into brackets that are not displayed.

    Raises
    ------
    FormulaError
        If it could belong to more than the operand before it: to a product, or to a sum.
    """
    for total in list(tree.find_data("sum")):
        terms = [part for part in total.children if isinstance(part, Tree)]
        for number, term in enumerate(terms):
            while bars := [place for place, part in enumerate(term.children) if is_bar(part)]:
                if number:
                    raise doubtful(term.children[bars[0]])
                term.children = closed(term.children, bars[0])


def is_bar(part: Tree | Token) -> bool:
    return isinstance(part, Tree) and getattr(part.children[0], "type", "") == "ATBAR"


def closed(parts: Parts, place: int) -> Parts:
    """Return the parts of a term, of which those that a bar belongs to are one."""
    bar, before = parts[place], parts[:place]
    assert isinstance(bar, Tree)
    if len(bar.children) < 3:  # one value, and not two ends
        start = max((k + 1 for k, part in enumerate(before) if isinstance(part, Token)), default=0)
        if not is_one(before[start:]) or any(map(is_doubtful, before[:start])):
            raise doubtful(bar)
    else:
        start = 0
    taken = before[start:]
    if not taken:
        raise FormulaError("expected something before the bar", span(bar))
    term = Tree("term", taken, placed(taken[0]))
    term.meta.end_pos = span(taken[-1])[1]
    sign = bar.children[0]
    assert isinstance(sign, Token)
    ends = (Token.new_borrow_pos(kind, "|", sign) for kind in ("LEVAL", "REVAL"))
    opening, closing = ends
    body = Tree("evaluated", [opening, Tree("sum", [term], term.meta), closing], term.meta)
    factor = Tree("factor", [body, *bar.children[1:]], placed(term))
    factor.meta.end_pos = span(bar)[1]
    return [*before[:start], factor, *parts[place + 1 :]]


def is_doubtful(part: Tree | Token) -> bool:
    """Tell whether a bar could belong to a factor as well; it cannot to one that has its own."""
    if isinstance(part, Token):
        return part == "/"
    base = part.children[0]
    evaluated = isinstance(base, Tree) and base.data == "evaluated"
    return not evaluated and any(leaf.type in {"NAME", "WORD"} for leaf in leaves(part))


def is_one(parts: Sequence[Tree | Token]) -> bool:
    """Tell whether some factors are one operand: a derivative, or a function with its brackets."""
    bases = [part.children[0] for part in parts if isinstance(part, Tree)]
    if len(bases) < 2:
        return True
    first, second = bases[:2]
    if isinstance(first, Tree):
        return is_leading(first) and is_one(parts[1:])
    if first.type == "NUMBER" or first == "\\nabla" or first == "\\partial":
        return is_one(parts[1:])
    arguments = isinstance(second, Tree) and second.data == "group"
    plain = all(leaf.type in ARGUMENTS for leaf in leaves(second))
    return len(bases) == 2 and arguments and plain and first not in {*leaves(second)}


def is_leading(base: Tree) -> bool:
    r"""Tell whether a base is \frac{d}{dx}, or a fraction of numbers."""
    if base.data != "fraction":
        return False
    above = [str(leaf) for leaf in leaves(base.children[1])]
    number = all(leaf.type == "NUMBER" for part in base.children[1:] for leaf in leaves(part))
    return number or (above[0] in {"d", "\\mathrm{d}", "\\partial"} and above[1:] in ([], ["2"]))


def doubtful(bar: Tree | Token) -> FormulaError:
    text = r"two ways to read this: write \left. before what is taken at the point"
    return FormulaError(text, span(bar))
