"""The parser of the grammar's file and its lexer, each built once in a process.

Its table takes a tenth of a second, so it is kept on the machine for the processes that follow, as
Python keeps what it has compiled. Where it cannot be kept, each process makes its own.
"""

from __future__ import annotations

import os
import sys
import tempfile
from copy import copy
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import lark
from lark import Lark
from lark.lexer import BasicLexer

from gradbook.formula.reading.brackets import Brackets

__all__ = ["grammar", "lexer"]

OPTIONS: dict[str, Any] = {"parser": "lalr", "lexer": "basic", "propagate_positions": True}


@cache
def grammar() -> Lark:
    """Return the parser."""
    text = (files("gradbook.formula.reading") / "grammar.lark").read_text("utf-8")
    brackets = Brackets()
    # All that decides on the table.
    given = text, OPTIONS, brackets.always_accept, lark.__version__, sys.version
    name = f"grammar-{sha256(repr(given).encode()).hexdigest()[:32]}"
    try:
        with (folder() / name).open("rb") as file:
            return Lark.load(file)
    except Exception:  # there is none, or what is there cannot be read
        made = Lark(text, postlex=brackets, **OPTIONS)
        keep(made, name)
        return made


@cache
def lexer() -> BasicLexer:
    """Return the parser's lexer alone, spaces kept."""
    conf = copy(grammar().lexer_conf)
    conf.ignore = ()
    return BasicLexer(conf)


def folder() -> Path:
    """Return where programs keep what they can make again; there may be no such place."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "gradbook")


def keep(made: Lark, name: str) -> None:
    """Write a parser in one step: who reads meanwhile finds all of it, or nothing."""
    try:
        folder().mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder(), delete=False) as file:
            try:
                made.save(file)
                file.close()
                os.replace(file.name, folder() / name)
            except BaseException:
                os.unlink(file.name)
                raise
    except Exception:  # a formula is checked without it as well
        return
