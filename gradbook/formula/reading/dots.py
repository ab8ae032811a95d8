r"""Dots between the first and the last value of an index: i = 1, \dots, n."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lark import Token

from gradbook.formula.errors import FormulaError

__all__ = ["ranged"]

ENDS_SUM = {"NEWLINE", "END_ALIGNED", "COMMA", "RELATION", "AMPERSAND"}
ENDS = {"NEWLINE", "END_ALIGNED", "COMMA"}


def ranged(tokens: Sequence[Token]) -> Iterator[Token]:
    r"""Yield the tokens, with 1 \le i \le n for i = 1, \dots, n, and for i in such a set.

    Raises
    ------
    FormulaError
        If dots stand anywhere else: a page would say more than was checked.
    """
    place = 0
    while place < len(tokens):
        count = written(tokens[place:])
        if count:
            yield from bounded(tokens[place : place + count])
        elif tokens[place].type == "DOTS" and not is_addend(tokens, place):
            text = f"not supported: {tokens[place]}; write the sum with its range"
            start = tokens[place].start_pos or 0
            raise FormulaError(text, (start, start + len(tokens[place])))
        else:
            yield tokens[place]
        place += max(1, count)


def is_addend(tokens: Sequence[Token], place: int) -> bool:
    r"""Tell whether dots stand between addends, or behind the last one: 1 + x + \dots."""
    before, behind = tokens[max(place - 1, 0) : place], tokens[place + 1 : place + 2]
    return before == ["+"] and (behind == ["+"] or not behind or behind[0].type in ENDS_SUM)


def written(rest: Sequence[Token]) -> int:
    """Return how many tokens name an index with its values, or 0."""
    kinds = [token.type for token in rest]
    if kinds[:6] == ["NAME", "RELATION", "NUMBER", "COMMA", "DOTS", "COMMA"] and rest[1] == "=":
        end = next((k for k in range(6, len(rest)) if kinds[k] in ENDS), len(rest))
        return end if end > 6 else 0
    opened = ["NAME", "RELATION", "LCURLY", "NUMBER", "COMMA", "DOTS", "COMMA"]
    if kinds[:7] == opened and rest[1] == "\\in" and "RCURLY" in kinds:
        return kinds.index("RCURLY") + 1
    return 0


def bounded(found: Sequence[Token]) -> Iterator[Token]:
    """Yield low ≤ i ≤ high."""
    numbers = [token for token in found if token.type not in {"LCURLY", "RCURLY"}]
    index, sign, low, _, dots, _, *high = numbers
    yield low
    yield Token.new_borrow_pos("RELATION", "\\le", sign)
    yield index
    yield Token.new_borrow_pos("RELATION", "\\le", dots)
    yield from high
