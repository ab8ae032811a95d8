"""The tokens of a formula, and what to write instead of those that are none."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from lark import Lark, Token
from lark.exceptions import UnexpectedCharacters

from gradbook.formula.errors import FormulaError

__all__ = ["lexer", "tokens", "unknown"]

REWORDED = {
    **dict.fromkeys(("\\leftarrow", "\\gets"), "write = and another name for the new value"),
    **{"\\arg": "write \\arg\\max_i", "*": "write \\cdot"},
    "\\mathbb": "\\mathbb{E} is the mean over outcomes",
    **dict.fromkeys(("\\Rightarrow", "\\implies", "\\iff"), "write a comma between equations"),
}


@cache
def lexer() -> Lark:
    """Return the parser's lexer alone, spaces kept."""
    text = (files("gradbook.formula.reading") / "grammar.lark").read_text("utf-8")
    return Lark(text.replace("%ignore SPACE", ""), parser=None, lexer="basic")


def tokens(tex: str) -> list[Token]:
    """Return the tokens of a formula, spaces included, without asking whether it is one."""
    try:
        return list(lexer().lex(tex))
    except UnexpectedCharacters as error:
        raise unknown(tex, error) from None


def unknown(tex: str, error: UnexpectedCharacters) -> FormulaError:
    """Return the error that quotes what no token begins with."""
    start = error.pos_in_stream or 0
    end = start + 1
    if tex[start] == "\\":
        while end < len(tex) and tex[end].isalpha():
            end += 1
    how = REWORDED.get(tex[start:end])
    text = f"not supported: {tex[start:end]}" + (f"; {how}" if how else "")
    return FormulaError(text, (start, end))
