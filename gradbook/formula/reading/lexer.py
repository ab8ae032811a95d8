"""The tokens of a formula, and what to write instead of those that are none."""

from __future__ import annotations

from lark import Token
from lark.exceptions import UnexpectedCharacters
from lark.lexer import LexerThread

from gradbook.formula.errors import FormulaError
from gradbook.formula.reading.grammar import lexer

__all__ = ["tokens", "unknown"]

REWORDED = {
    **dict.fromkeys(("\\leftarrow", "\\gets"), "write = and another name for the new value"),
    **{"\\arg": "write \\arg\\max_i", "*": "write \\cdot"},
    "\\mathbb": "\\mathbb{E} is the mean over outcomes",
    **dict.fromkeys(("\\Rightarrow", "\\implies", "\\iff"), "write a comma between equations"),
}


def tokens(tex: str) -> list[Token]:
    """Return the tokens of a formula, spaces included, without asking whether it is one."""
    try:
        return list(LexerThread.from_text(lexer(), tex).lex(None))
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
