r"""Sums that are written with dots: x_1 + x_2 + \dots + x_n."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
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

    path: tuple[int, ...]
    number: int
    other: Tree | Token

    @property
    def text(self) -> str:
        return "".join(map(str, leaves(self.other)))


def dots_in(tree: Tree) -> int:
    """Return where an addend is dots, or 0."""
    for place, part in enumerate(tree.children):
        if isinstance(part, Tree) and [leaf.type for leaf in leaves(part)] == ["DOTS"]:
            return place
    return 0


def dotted(context: Context, tree: Tree) -> Iterator[tuple[bool, Node]]:
    """Yield the addends that are written and the sum of those that the dots stand for.

    What the last one is as another number stands in it, the dots are for the numbers between.
    """
    place = dots_in(tree)
    before, dots, behind = tree.children[:place], tree.children[place], tree.children[place + 1 :]
    addends = [part for part in before if isinstance(part, Tree)]
    shown = addends if behind else addends[:-1]
    if any(part == "-" for part in (*before, *behind[:1])) or not shown:
        raise doubtful(dots)
    last = behind[1] if behind else addends[-1]
    numbers = [all(leaf.type == "NUMBER" for leaf in leaves(part)) for part in behind[3:4]]
    if any(numbers) and len([*leaves(last)]) == 1:  # 1 + 2 + … + n - 1
        raise doubtful(dots)
    context.use(dots)
    found = differences(shown[-1], last)
    start = first_left_out(shown, found, dots, endless=not behind)
    for sign, part in pairwise(["+", *tree.children]):
        if isinstance(part, Tree) and part is not dots and part is not (behind and last):
            yield sign == "-", context.term(part.children, span(part))
    with context.binding([LETTER]):
        body = context.term(replaced(last, found).children, span(dots))
    low = Number(span(dots), float(start))
    if behind:
        ends = Between(span(dots), low, context.sum(unbracketed(found[0].other)))
        yield False, OVER["\\sum"](span(dots), [LETTER], ends, [], body)
    else:
        yield False, Series(span(dots), LETTER, low, [], body)


def first_left_out(
    shown: Sequence[Tree], found: Sequence[Difference], dots: Tree, *, endless: bool
) -> int:
    """Return the first number that the dots stand for, or raise where that is not clear."""
    if len({(one.number, one.text) for one in found}) != 1 or not is_place(found[0].other):
        raise doubtful(dots)
    start, end = found[0].number, found[0].text
    if endless and end != str(start + 1):
        raise doubtful(dots)
    known = differences(shown[-2], shown[-1]) if shown[1:] else []
    if all(one.text.isdigit() for one in known) and known:
        steps = {(one.path, one.number, one.text) for one in known}
        clear = steps == {(one.path, start - 1, str(start)) for one in found}
    else:  # a first one that is written otherwise: b + w_1 x_1 + …, 1 + x + x^2 + …
        clear = start in ({0, 1} if not shown[1:] else {len(shown) - 1})
    if not clear:
        raise doubtful(dots)
    return start + 1 + endless


def is_place(other: Tree | Token) -> bool:
    """Tell whether something counts places: n, 4, n - 1, but neither n! nor 2^n."""
    kinds = [leaf.type for leaf in leaves(unbracketed(other))]
    counts = {"NAME", "WORD", "NUMBER"}
    plain = len(kinds) == 1 and kinds[0] in counts
    shifted = len(kinds) == 3 and kinds[1] == "SIGN" and {kinds[0], kinds[2]} <= counts
    return plain or shifted


def unbracketed(part: Tree | Token) -> Tree | Token:
    """Return what stands in round brackets, or what is there without them."""
    base = part.children[0] if isinstance(part, Tree) and part.data == "factor" else part
    if isinstance(base, Tree) and base.data == "group" and len(base.children) == 3:
        return unbracketed(base.children[1])
    alone = isinstance(base, Tree) and base.data == "chain" and len(base.children) == 1
    return base.children[0] if alone and isinstance(base, Tree) else part


def differences(
    one: Tree | Token, other: Tree | Token, path: tuple[int, ...] = ()
) -> list[Difference]:
    """Return where two addends differ by a number, or nothing where they do otherwise.

    The r of r + r^2 has the exponent 1.
    """
    if isinstance(one, Tree) and isinstance(other, Tree) and one.data == other.data:
        if power := first_power(one, other):
            return [Difference((*path, 1, 0), 1, power)]
        if len(one.children) != len(other.children):
            return whole(one, other, path)
        found: list[Difference] = []
        for place, (a, b) in enumerate(zip(one.children, other.children, strict=True)):
            if [*map(str, leaves(a))] == [*map(str, leaves(b))]:
                continue
            inner = differences(a, b, (*path, place))
            if not inner:
                return whole(one, other, path)
            found += inner
        return found
    return whole(one, other, path)


def first_power(one: Tree, other: Tree) -> Tree | Token | None:
    """Return the exponent of r^2, if the one is r; that of a number would be a number."""
    name = one.children[0] if one.data == "factor" and len(one.children) == 1 else None
    script = other.children[1] if len(other.children) == 2 else None
    if getattr(name, "type", "") not in {"NAME", "WORD"} or name != other.children[0]:
        return None
    if not isinstance(script, Tree) or script.data != "superscript":
        return None
    power: Tree | Token = script.children[0]
    return power


def whole(one: Tree | Token, other: Tree | Token, path: tuple[int, ...]) -> list[Difference]:
    texts = [str(leaf) for leaf in leaves(one)]
    found = len(texts) == 1 and texts[0].isdigit()
    return [Difference(path, int(texts[0]), other)] if found else []


def replaced(tree: Tree, old: Sequence[Difference]) -> Tree:
    """Return an addend with the letter at some places of it."""
    children: list[Tree | Token] = []
    for part in tree.children:
        if any(part is one.other for one in old):
            children.append(letter(part))
        else:
            children.append(replaced(part, old) if isinstance(part, Tree) else part)
    return Tree(tree.data, children, tree.meta)


def letter(part: Tree | Token) -> Tree | Token:
    """Return the letter in a tree like the one that it is instead of, or alone."""
    found: Tree | Token = Token("NAME", LETTER, start_pos=span(part)[0], end_pos=span(part)[1])
    kinds = ("factor", "term", "sum")
    kind = str(part.data) if isinstance(part, Tree) else ""
    for data in kinds[: kinds.index(kind) + 1] if kind in kinds else ():
        found = Tree(data, [found], placed(part))
    return found


def doubtful(dots: Tree) -> FormulaError:
    text = f"not supported: {next(leaves(dots))}; write the sum with its range"
    return FormulaError(text, span(dots))
