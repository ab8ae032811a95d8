"""Words between formulas, other ways to write a sign, and the digits of fractions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lark import Token

from gradbook.formula.errors import FormulaError
from gradbook.formula.reading.trees import span

__all__ = ["conditions", "digits", "upright"]

UPRIGHT = re.compile(r"\\math(?:sf|rm)(?:\{T\}| +T)")
RAISED = re.compile(r"\^\{?-?$")  # what may stand before it
DIFFERENTIAL = re.compile(r"\\mathrm +d")
# What is shown alike, or read alike.
SAME = {
    **{"\\rightarrow": "\\to", "\\longrightarrow": "\\to", "\\equiv": "="},
    **{"\\intercal": "\\top", "\\parallel": "\\|"},
}
ZERO = re.compile(r"\\(?:mathbf|boldsymbol|bm|vec)(?:\{0\}| *0)")


def upright(stream: Iterator[Token]) -> Iterator[Token]:
    r"""Yield the tokens, with \top for an upright T in a superscript, and 0 for a bold one."""
    before = ""
    for token in map(plain, stream):
        if token.type == "WORD" and ZERO.fullmatch(token):
            token = Token.new_borrow_pos("NUMBER", "0", token)
        elif token.type == "WORD" and UPRIGHT.fullmatch(token) and RAISED.search(before):
            token = Token.new_borrow_pos("COMMAND", "\\top", token)
        elif token.type == "WORD" and DIFFERENTIAL.fullmatch(token):
            token = Token.new_borrow_pos("WORD", "\\mathrm{d}", token)
        before = before[-2:] + str(token)
        yield token


def plain(token: Token) -> Token:
    """Return a token as it is usually written."""
    text = SAME.get(str(token))
    if token.type == "PRIMES" and "prime" in token:
        text = "'" * token.count("prime")
    elif token.type == "RELATION" and token.startswith("\\not"):
        text = "\\neq"
    elif token.type == "BIG" and "arg" in token:
        text = "\\argmax" if "max" in token else "\\argmin"
    return Token.new_borrow_pos(token.type, text, token) if text else token


def conditions(stream: Iterator[Token]) -> Iterator[Token]:
    r"""Yield the tokens, with a comma for \text{if}, unless one stands there anyway.

    In cases and below an indicator, \text{and} stands between two conditions.
    """
    before: Token | None = None
    cases = 0
    for token in stream:
        cases += {"CASES": 1, "END_CASES": -1}.get(token.type, 0)
        if token.type in {"WHEN", "WHERE", "FORALL"}:
            both = token.type == "WHERE" and before is not None and before.type != "NEWLINE"
            if before is None or before in {",", "&"} or (cases and not both):
                continue
            if both and cases:
                token = Token.new_borrow_pos("AND", "\\land", token)
            else:
                token = Token.new_borrow_pos("COMMA", ",", token)
        before = token
        yield token


def digits(token: Token) -> list[Token]:
    r"""Return the number after \frac as TeX takes it: \frac12 is a half, \frac123 one of 23."""
    if len(token) < 2 or not token.isdigit():
        return [token]
    first, second, rest = token[0], token[1], token[2:]
    if rest:
        raise FormulaError(f"expected braces around the parts of the fraction {token}", span(token))
    start = token.start_pos or 0
    return [
        Token("NUMBER", text, start_pos=start + place, end_pos=start + place + 1)
        for place, text in enumerate((first, second))
    ]
