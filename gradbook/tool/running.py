"""Python cells outside a notebook: what of them runs, where, and on which line they raise."""

from __future__ import annotations

import ast
import contextlib
import io
import os
import re
import sys
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from gradbook.cells.files import Cell

__all__ = ["CellError", "at_home", "execute", "line_of", "python_of"]

# Magics below which Python stands that binds names.
PYTHON_BELOW = re.compile(r"%%(?:time|capture|prun)\b[^\n]*")
NOTEBOOK_ONLY = re.compile(r"^([ \t]*)[%!][^\n]*|^([ \t]*)[^\n#]*\?[ \t]*$", re.MULTILINE)


class CellError(Exception):
    """A Python cell that raised before a formula that could need it."""

    def __init__(self, line: int, error: BaseException) -> None:
        super().__init__(f"the cell raised {type(error).__name__}: {error}")
        self.line = line


@contextlib.contextmanager
def at_home(path: Path) -> Iterator[None]:
    """Work in the folder of a file, as its notebook does; what it prints is not shown."""
    folder = str(path.resolve().parent)
    os.environ.setdefault("MPLBACKEND", "agg")
    sys.path.insert(0, folder)
    try:
        with (
            contextlib.chdir(folder),
            contextlib.redirect_stdout(io.StringIO()),
            warnings.catch_warnings(record=True),
        ):
            warnings.simplefilter("default")
            yield
    finally:
        sys.path.remove(folder)


@cache
def python_of(source: str) -> str:
    """Return the Python of a cell; lines that only a notebook understands do nothing."""
    if source.startswith("%%"):
        return "\n" + source.partition("\n")[2] if PYTHON_BELOW.match(source) else ""
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return NOTEBOOK_ONLY.sub(lambda match: f"{match[1] or match[2] or ''}pass", source)
    return source


def execute(cell: Cell, values: dict[str, Any]) -> None:
    exec(compile(python_of(cell.source), "<cell>", "exec", dont_inherit=True), values)


def line_of(error: BaseException) -> int:
    """Return the line of a cell on which an error arose."""
    if isinstance(error, SyntaxError) and error.filename == "<cell>":
        return error.lineno or 1
    line, frame = 1, error.__traceback__
    while frame:
        if frame.tb_frame.f_code.co_filename == "<cell>":
            line = frame.tb_lineno
        frame = frame.tb_next
    return line
