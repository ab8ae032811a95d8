r"""Sums that are written with dots: x_1 + x_2 + \dots + x_n."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.context import Context
from gradbook.formula.meaning.ranges import Between
from gradbook.formula.reading.trees import leaves, placed, span
from gradbook.formula.values.aggregates import OVER
from gradbook.formula.values.nodes import Node, Number
from gradbook.formula.values.series import Series

__all__ = ["dots_in", "dotted"]

LETTER = "_place"  # no name in TeX


class Difference(NamedTuple):
    """Where two addends differ: a number in the one, and what stands for it in the other."""

    number: int
    other: Tree | Token


def dots_in(tree: Tree) -> int:
    """Return where an addend is dots, or 0."""
    for place, part in enumerate(tree.children):
        if isinstance(part, Tree) and [leaf.type for leaf in leaves(part)] == ["DOTS"]:
            return place
    return 0


def dotted(context: Context, tree: Tree) -> Iterator[Node]:
    """Yield the addends that are written and the sum of those that the dots stand for.

    What the last one is as another number stands in it, the dots are for the numbers between.
    """
    place = dots_in(tree)
    before, dots, behind = tree.children[:place], tree.children[place], tree.children[place + 1 :]
    addends = [part for part in before if isinstance(part, Tree)]
    if any(part == "-" for part in tree.children) or (len(addends) < 2 and not behind):
        raise doubtful(dots)
    context.use(dots)
    shown = addends if behind else addends[:-1]
    last = behind[1] if behind else addends[-1]
    start = first_left_out(shown, last, dots, endless=not behind)
    for part in (one for one in (*addends, *behind[2:]) if isinstance(one, Tree)):
        yield context.term(part.children, span(part))
    chosen = [one.other for one in differences(shown[-1], last)]
    with context.binding([LETTER]):
        body = context.term(replaced(last, chosen).children, span(dots))
    low = Number(span(dots), float(start))
    if behind:
        ends = Between(span(dots), low, context.sum(chosen[0]))
        yield OVER["\\sum"](span(dots), [LETTER], ends, [], body)
    else:
        yield Series(span(dots), LETTER, low, [], body)


def first_left_out(shown: Sequence[Tree], last: Tree, dots: Tree, *, endless: bool) -> int:
    """Return the first number that the dots stand for, or raise where that is not clear."""
    steps = counted(shown[-1], last)
    if len(steps) != 1:
        raise doubtful(dots)
    start, end = steps.pop()
    if endless and end != str(start + 1):
        raise doubtful(dots)
    known = counted(shown[-2], shown[-1]) if shown[1:] else set()
    # A first one that is written otherwise: b + w_1 x_1 + …, 1 + x + x^2 + …
    begins = not known and start in ({0, 1} if not shown[1:] else {len(shown) - 1})
    if known != {(start - 1, str(start))} and not begins:
        raise doubtful(dots)
    return start + 1 + endless


def counted(one: Tree, other: Tree) -> set[tuple[int, str]]:
    """Return the numbers by which two addends differ, each with what stands for it."""
    return {(d.number, "".join(map(str, leaves(d.other)))) for d in differences(one, other)}


def differences(one: Tree | Token, other: Tree | Token) -> list[Difference]:
    """Return where two addends differ by a number, or nothing where they do otherwise."""
    if isinstance(one, Tree) and isinstance(other, Tree) and one.data == other.data:
        if len(one.children) != len(other.children):
            return whole(one, other)
        found: list[Difference] = []
        for a, b in zip(one.children, other.children, strict=True):
            if same(a, b):
                continue
            inner = differences(a, b)
            if not inner:
                return whole(one, other)
            found += inner
        return found
    return whole(one, other)


def whole(one: Tree | Token, other: Tree | Token) -> list[Difference]:
    texts = [str(leaf) for leaf in leaves(one)]
    return [Difference(int(texts[0]), other)] if len(texts) == 1 and texts[0].isdigit() else []


def same(one: Tree | Token, other: Tree | Token) -> bool:
    return [*map(str, leaves(one))] == [*map(str, leaves(other))]


def replaced(tree: Tree, old: list[Tree | Token]) -> Tree:
    """Return an addend with the letter at some places of it."""
    children: list[Tree | Token] = []
    for part in tree.children:
        if any(part is one for one in old):
            children.append(letter(part))
        else:
            children.append(replaced(part, old) if isinstance(part, Tree) else part)
    return Tree(tree.data, children, tree.meta)


def letter(part: Tree | Token) -> Tree | Token:
    """Return the letter in a tree like the one that it is instead of: a factor, a term or a sum."""
    token = Token("NAME", LETTER, start_pos=span(part)[0], end_pos=span(part)[1])
    if isinstance(part, Token):
        return token
    found = Tree("factor", [token], placed(part))
    for data in () if part.data == "factor" else ("term", "sum"):
        found = Tree(data, [found], placed(part))
        if part.data == data:
            break
    return found


def doubtful(dots: Tree) -> FormulaError:
    text = f"not supported: {next(leaves(dots))}; write the sum with its range"
    return FormulaError(text, span(dots))
