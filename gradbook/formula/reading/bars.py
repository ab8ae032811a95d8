r"""What plain bars are: p(y | x), the norm ||x||, and what is taken at a point, f(x)|_{x = a}."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lark import Token

from gradbook.formula.reading.pairs import APART, AROUND

__all__ = ["at_points", "parted"]

OPENING = {"LPAR", "LBRACKET", "LCURLY", "LBRACE"}
CLOSING = {AROUND[kind] for kind in OPENING}


def groups(tokens: Sequence[Token]) -> list[list[int]]:
    """Return the places of the tokens that stand in the same brackets, without what is within."""
    found: list[list[int]] = [[]]
    levels = [found[0]]
    for place, token in enumerate(tokens):
        if token.type in CLOSING and levels[1:]:
            levels.pop()
        levels[-1].append(place)
        if token.type in OPENING:
            levels.append([])
            found.append(levels[-1])
    return found


def parted(tokens: Sequence[Token]) -> Iterator[Token]:
    r"""Yield the tokens, where a bar that is alone in its brackets parts them: p(y | x).

    So do two bars side by side, as in p || q, which become one. Two pairs of such bars are \|x\|.
    """
    kinds, gone = dict[int, str](), set[int]()
    for group in groups(tokens):
        bars = [place for place in group if is_unsized(tokens, place)]
        texts = [str(tokens[bar]) for bar in bars]
        if is_round(tokens, group):
            kinds |= {bar: "MID" for bar in bars if texts.count(str(tokens[bar])) == 1}
            if texts == ["|", "|"] and bars[0] + 1 == bars[1]:
                kinds[bars[0]], gone = "MID", gone | {bars[1]}
        for pair in doubled(tokens, bars):
            kinds[pair], gone = "NORM", gone | {pair + 1}
    for place, token in enumerate(tokens):
        if place not in gone:
            text = "\\|" if kinds.get(place) == "NORM" and token == "|" else str(token)
            yield Token.new_borrow_pos(kinds.get(place, token.type), text, token)


def is_unsized(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a bar says neither by itself nor by a \\left whether it opens."""
    sized = place and tokens[place - 1].type == "SIZE"
    return tokens[place].type in {"BAR", "NORM"} and not sized


def is_round(tokens: Sequence[Token], group: Sequence[int]) -> bool:
    """Tell whether a group stands in round brackets that are closed."""
    first, last = (group[0] - 1, group[-1] + 1) if group else (-1, -1)
    return first >= 0 and tokens[first] == "(" and tokens[last : last + 1] == [")"]


def doubled(tokens: Sequence[Token], bars: Sequence[int]) -> Iterator[int]:
    """Yield where ||x|| begins and ends: two pairs of bars, with no other bar between them.

    In |x||y|, a bar is open before the pair.
    """
    places, is_open = list(bars), False
    while places:
        first, *rest = places
        if not is_pair(tokens, first):
            is_open, places = not is_open, rest
            continue
        places = rest[1:]
        if not is_open and places and is_pair(tokens, places[0]):
            yield from (first, places[0])
            places = places[2:]


def is_pair(tokens: Sequence[Token], place: int) -> bool:
    both = tokens[place : place + 2]
    return both == ["|", "|"] and both[0].end_pos == both[1].start_pos


def at_points(tokens: Sequence[Token]) -> Iterator[Token]:
    r"""Yield the tokens, with one of its own for the bar of f(x)|_{x = a} and F(x)\Big|_a^b."""
    chosen = set[int]()
    for group in groups(tokens):
        is_open = False
        for place in (place for place in group if tokens[place].type == "BAR"):
            size = tokens[place - 1] if place and tokens[place - 1].type == "SIZE" else None
            before = tokens[place - 1 - (size is not None)] if place > (size is not None) else None
            operand = before is not None and before.type not in APART
            scripted = tokens[place + 1 : place + 2] == ["_"]
            if size in {"\\left", "\\right"}:
                continue
            if operand and scripted and not is_open:
                chosen.add(place)
            else:
                is_open = not (operand and is_open)
    for place, token in enumerate(tokens):
        if place in chosen:
            yield Token.new_borrow_pos("ATBAR", str(token), token)
        elif place + 1 not in chosen or token.type != "SIZE":
            yield token
