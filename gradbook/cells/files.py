"""The cells of a file in MyST Markdown, of a Quarto file and of a notebook, with their lines.

Cells of Markdown stand at the left margin between fences; without the second one, a cell goes on to
the end, as on its page. What stands in an HTML comment is no cell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["SUFFIXES", "Cell", "cells_of", "markdown"]

FENCE = re.compile(
    r"^<!--.*?-->|^(`{3,}|~{3,})([^`\n]*)\n(.*?)(?:^\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
CODE_CELL = re.compile(r"\{code-cell\}", re.IGNORECASE)
OPTIONS = re.compile(r"(?:---\n.*?^---\n|(?::[^\n]*\n)*)(?:[ \t]*\n)*", re.MULTILINE | re.DOTALL)
PYTHON_CELL = re.compile(r"\{python\b")
COMMENTS = re.compile(r"(?:#\|[^\n]*\n|[ \t]*\n)*")
BELOW_MAGIC = re.compile(r"\A(%%[^\n]*\n)((?:#\|[^\n]*\n)+)")
RAISES = re.compile(r"\braises-|^#\|[ \t]*error:[ \t]*true\b", re.MULTILINE)
SKIPPED = re.compile(r"\bskip-execution\b|^#\|[ \t]*eval:[ \t]*false\b", re.MULTILINE)


@dataclass(frozen=True)
class Cell:
    """The code of a cell, without its options, and the line of the file on which it begins."""

    line: int
    source: str
    options: str = ""
    spread: bool = True  # each line of the code has a line of the file

    def at(self, line: int) -> int:
        """Return the line of the file of a line of the code, the first one being 1."""
        return self.line + line - 1 if self.spread else self.line

    @property
    def raises(self) -> bool:
        """Tell whether an exception is expected: what leads to it is the lesson."""
        return bool(RAISES.search(self.options))

    @property
    def skipped(self) -> bool:
        """Tell whether the cell is shown and never executed."""
        return bool(SKIPPED.search(self.options))


def cells_of(path: Path) -> list[Cell]:
    """Return the cells of a file in their order.

    Raises
    ------
    ValueError
        If the name of the file ends with none of `SUFFIXES`, or if the file is no text or no
        notebook.
    OSError
        If it cannot be read.
    """
    reader = SUFFIXES.get(path.suffix.lower())
    if reader is None:
        kinds = ", ".join(SUFFIXES)
        raise ValueError(
            f"{path}: expected a file that ends with one of {kinds}, got {path.suffix!r}"
        )
    try:
        # As Python reads a program, whatever ends its lines.
        return list(reader(path.read_text(encoding="utf-8-sig")))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        got = f"the byte 0x{error.object[error.start]:02x}"
        raise ValueError(f"{path}:{line}: expected a text in UTF-8, got {got}") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"{path}:{error.lineno}: expected a notebook, got {error.msg}") from None
    except (AttributeError, LookupError, TypeError):
        got = "JSON without a list of cells that have a type, a source and metadata"
        raise ValueError(f"{path}:1: expected a notebook, got {got}") from None


def markdown(text: str) -> Iterator[Cell]:
    """Yield the cells of MyST Markdown."""
    return fenced(text, CODE_CELL, OPTIONS)


def quarto(text: str) -> Iterator[Cell]:
    """Yield the cells of a Quarto file; options below a magic are none of its text."""
    for cell in fenced(text, PYTHON_CELL, COMMENTS):
        below = BELOW_MAGIC.match(cell.source)
        if below:
            blank = "\n" * below[2].count("\n")
            source = below[1] + blank + cell.source[below.end() :]
            cell = Cell(cell.line, source, cell.options + below[2])
        yield cell


def fenced(text: str, kind: re.Pattern[str], opening: re.Pattern[str]) -> Iterator[Cell]:
    """Yield the cells between fences of one kind, which open with options."""
    for fence in FENCE.finditer(text):
        if fence[2] and kind.match(fence[2].strip()):
            options = opening.match(fence[3])[0]  # type: ignore[index]  # it matches nothing, too
            start = fence.start(3) + len(options)
            source = text[start : fence.end(3)].rstrip()
            yield Cell(text.count("\n", 0, start) + 1, source, options)


def notebook(text: str) -> Iterator[Cell]:
    """Yield the code cells of a notebook, with the line of the file that holds their first one."""
    place = 0
    for cell in json.loads(text)["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] != "code" or not source.strip():
            continue
        code = source.lstrip("\n").rstrip()
        place = found(text, code.partition("\n")[0], place)
        line = text.count("\n", 0, place) + 1
        yield Cell(line, code, " ".join(tags(cell)), isinstance(cell["source"], list))
        place += 1


def tags(cell: dict[str, dict[str, list[str]]]) -> list[str]:
    return cell.get("metadata", {}).get("tags", [])


def found(text: str, line: str, start: int) -> int:
    """Return where a line of code stands in the JSON of a notebook, or where it was looked for."""
    written = (json.dumps(line, ensure_ascii=ascii_only)[:-1] for ascii_only in (False, True))
    places = [text.find(each, start) for each in written]
    return min((place for place in places if place >= 0), default=start)


SUFFIXES: dict[str, Callable[[str], Iterator[Cell]]] = {
    ".md": markdown,
    ".qmd": quarto,
    ".ipynb": notebook,
}
