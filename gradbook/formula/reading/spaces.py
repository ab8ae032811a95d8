"""Spaces that part what a page shows as two things, and letters that they do not part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lark import Token

from gradbook.formula.errors import FormulaError
from gradbook.formula.reading.lexer import tokens
from gradbook.formula.reading.pairs import AROUND, ENDS_OPERAND, ENVIRONMENTS
from gradbook.formula.reading.trees import span

__all__ = ["check_spaces"]

SCIENTIFIC = re.compile(r"(?<![A-Za-z_])\d+(?:\.\d+)?[eE][+-]?\d")
WIDE = re.compile(r"quad|\\hspace")
BARS = {"BAR", "NORM", "LVERT", "RVERT", "LNORM", "RNORM"}
# What may follow a wide space: all else would be a factor, or an addend.
BEHIND = {"RELATION", "OPERATOR", "NEWLINE", "AMPERSAND", "COMMA", "WHEN", "WHERE", "AND"}
BEHIND |= {"OTHERWISE", "SPACE", "FORALL"}
BEHIND |= {*AROUND.values(), *ENVIRONMENTS.values()}


def check_spaces(tex: str) -> None:
    r"""Refuse what a page shows as two things: 1e-3, and a = b \quad c = d."""
    if found := SCIENTIFIC.search(tex):
        text = f"expected a power of 10 with braces for {found[0]}, as in 10^{{-3}}"
        raise FormulaError(text, found.span())
    if not WIDE.search(tex):
        return
    kept = [one for one in closed(tokens(tex)) if one.type != "SPACE" or WIDE.search(one)]
    depth = bars = 0
    for before, token, behind in zip(kept, kept[1:], kept[2:], strict=False):
        depth += (before.type in AROUND) - (before.type in AROUND.values())
        bars += before.type in BARS
        ends = before.type in {*ENDS_OPERAND, *BARS, *ENVIRONMENTS.values()}
        wide = token.type == "SPACE" and ends and behind.type not in BEHIND
        if wide and not depth and not bars % 2:
            raise FormulaError("expected a comma before the space", span(token))


def closed(found: Iterable[Token]) -> Iterator[Token]:
    r"""Yield tokens of which the bar that closes \left. is one that closes."""
    opened, before = 0, None
    for token in found:
        opened += token.type == "LEVAL"
        if opened and before == "\\right" and token.type in BARS:
            opened, token = opened - 1, Token.new_borrow_pos("REVAL", str(token), token)
        before = token if token.type != "SPACE" else before
        yield token
