"""What a grammar cannot say: which bar closes, and what belongs to `\\left`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from lark import Token

from gradbook.formula.errors import FormulaError
from gradbook.formula.reading.bars import at_points, parted
from gradbook.formula.reading.dots import ranged
from gradbook.formula.reading.pairs import APART, CLOSING, ENDS_OPERAND, ENVIRONMENTS, OPENING
from gradbook.formula.reading.trees import span
from gradbook.formula.reading.words import conditions, digits, upright

__all__ = ["Brackets"]

DEPTH = 40
BARS = {"BAR": "BAR", "LVERT": "BAR", "RVERT": "BAR"} | dict.fromkeys(
    ["NORM", "LNORM", "RNORM"], "NORM"
)
PARTNERS = {"\\lvert": "\\rvert", "\\lVert": "\\rVert"}


class Brackets:
    """Tells bars apart, pairs `\\left` with `\\right`, and drops what only aligns."""

    always_accept = (
        *("BAR", "NORM", "LVERT", "RVERT", "SIZE", "ALIGNED", "END_ALIGNED"),
        *("WHEN", "WHERE", "AND", "FORALL"),
    )

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        """Yield the tokens that the grammar expects."""
        opened: list[Token] = []  # the brackets that are open, outermost first
        pairs: list[int] = []  # how many were open, at each \\left that is not closed
        before: Token | None = None
        size: Token | None = None
        paired = False  # whether two plain bars stand before, in the same product
        for token in filtered(stream):
            if token.type == "SIZE":
                if size:
                    raise FormulaError(f"expected a bracket after {size}", span(token))
                size = token
                continue
            if token.type == "LEVAL":  # it has its \\left within
                size = Token("SIZE", "\\left")
            if before is not None and before.type == "FRACTION" and token.type == "NUMBER":
                pieces = digits(token)
                yield from pieces[:-1]
                token = pieces[-1]
            if token.type in BARS:
                token = bar(token, before, opened, pairs, size)
                check_bars(token, before, size, paired)
            paired = (paired or token.type == "RBAR") and token.type not in APART
            self.pair(token, opened, pairs, size)
            size = None
            check_aligned(token, before)
            before = token
            aligned = len(opened) == 1 and opened[0].type == "ALIGNED"
            if token.type in {"ALIGNED", "END_ALIGNED"} or (token.type == "AMPERSAND" and aligned):
                continue
            yield token
        check_end(opened, bool(pairs or size))

    def pair(self, token: Token, opened: list[Token], pairs: list[int], size: Token | None) -> None:
        """Keep which brackets are open, and which of them a `\\left` stands before."""
        if size and token.type not in OPENING | CLOSING:
            raise FormulaError(f"expected a bracket after {size}, got {token}", span(token))
        if token.type in OPENING:
            opened.append(token)
            if len(opened) > DEPTH:
                raise FormulaError(f"expected at most {DEPTH} nested brackets", span(token))
            if size == "\\left":
                pairs.append(len(opened))
            elif size == "\\right":
                raise FormulaError("expected a closing bracket after \\right", span(token))
        elif token.type in CLOSING:
            sized = bool(pairs) and pairs[-1] == len(opened)
            if sized is not (size == "\\right") or size == "\\left":
                expected = "\\right before" if sized else "\\left before the bracket closed by"
                raise FormulaError(f"expected {expected} {token}", span(token))
            if sized:
                pairs.pop()
            last = opened.pop() if opened else None
            if token.type == "END_MATRIX" and last and last[7:] != token[5:]:
                raise FormulaError(f"expected the end of {last}, got {token}", span(token))


def filtered(stream: Iterator[Token]) -> Iterator[Token]:
    """Yield the tokens as they are meant: words, dots, and bars that need no partner."""
    tokens: Iterator[Token] = conditions(upright(stream))
    for reading in (ranged, lines, parted, at_points):
        tokens = reading(list(tokens))
    return tokens


def lines(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens without a line break that ends the last line, or raise.

    TeX takes a bracket that begins a line for the space before it, and displays a second column
    apart from the first, which would be read as a product.
    """
    marks = inside = 0
    for token, behind in pairwise([*tokens, None]):
        assert token is not None
        inside += {"CASES": 1, "MATRIX": 1, "END_CASES": -1, "END_MATRIX": -1}.get(token.type, 0)
        if token.type == "NEWLINE":
            if behind is not None and behind.type in ENVIRONMENTS.values():
                continue
            if behind is not None and behind.type == "LBRACKET":
                text = "expected a length in the brackets that follow \\\\, or {} before them"
                raise FormulaError(text, span(behind))
        if not inside:
            marks = 0 if token.type == "NEWLINE" else marks + (token.type == "AMPERSAND")
        if marks > 1 and token.type == "AMPERSAND":
            text = "expected one & in a line; a condition stands after a comma"
            raise FormulaError(text, span(token))
        yield token


def check_aligned(token: Token, before: Token | None) -> None:
    """Refuse lines that are aligned beside other things."""
    if token.type == "ALIGNED" and before is not None:
        raise FormulaError("expected aligned to hold the whole formula", span(token))
    if before is not None and before.type == "END_ALIGNED":
        raise FormulaError("expected nothing after the aligned lines", span(token))


def check_end(opened: list[Token], waiting: bool) -> None:
    if waiting:
        raise FormulaError("expected \\right after \\left")
    if opened and opened[0].type == "ALIGNED":
        raise FormulaError("expected \\end{aligned}", span(opened[0]))


def check_bars(token: Token, before: Token | None, size: Token | None, paired: bool) -> None:
    """Refuse |a| b |c|, which may be the absolute value of a |b| c as well."""
    operand = before is not None and before.type in ENDS_OPERAND - {"RBAR"}
    if token == "|" and token.type == "LBAR" and not size and operand and paired:
        text = "two ways to read these bars: write \\lvert and \\rvert"
        raise FormulaError(text, span(token))


def bar(
    token: Token, before: Token | None, opened: list[Token], pairs: list[int], size: Token | None
) -> Token:
    """Return a bar as one that opens or closes: after an operand, it closes its like."""
    kind = BARS[token.type]
    operand = before is not None and (before.type in ENDS_OPERAND or before == "\\top")
    alike = bool(opened) and str(opened[-1]) == str(token) and pairs[-1:] != [len(opened)]
    closes = operand and alike
    if size == "\\right" and opened and opened[-1].type == "LEVAL" and kind == "BAR":
        return Token.new_borrow_pos("REVAL", str(token), token)
    if size in {"\\left", "\\right"}:
        closes = size == "\\right"
    elif str(token) in {*PARTNERS, *PARTNERS.values()}:
        closes = str(token) in PARTNERS.values()
    if closes and opened and PARTNERS.get(str(opened[-1]), str(opened[-1])) != str(token):
        raise FormulaError(f"expected the end of {opened[-1]}, got {token}", span(token))
    return Token.new_borrow_pos(("R" if closes else "L") + kind, str(token), token)
