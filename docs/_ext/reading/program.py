"""The cells of a chapter's source as one program, without parsing the rest of the chapter.

Cells stand at the left margin between fences; what stands in an HTML comment is no cell.
"""

import json
import re
from dataclasses import dataclass

from reading import syntax

FENCE = re.compile(
    r"^<!--.*?-->|^(`{3,}|~{3,})([^`\n]*)\n(.*?)^\1[`~]*[ \t]*$", re.MULTILINE | re.DOTALL
)
CELL = re.compile(r"\{code-cell\}", re.IGNORECASE)
OPTIONS = re.compile(r"(?:---\n.*?^---\n|(?::[^\n]*\n)*)(?:[ \t]*\n)*", re.MULTILINE | re.DOTALL)
HIDES = re.compile(r"\bremove-(?:cell|input)\b|\bhide-input\b")


@dataclass(frozen=True)
class Cell:
    """The code of a cell, without its options, and the line on which it begins."""

    line: int
    source: str
    options: str

    @property
    def raises(self) -> bool:
        """Tell whether an exception is expected: what leads to it is the lesson."""
        return "raises-" in self.options

    @property
    def visible(self) -> bool:
        """Tell whether readers see the code, and copy it."""
        return not HIDES.search(self.options)


def cells(text: str) -> list[Cell]:
    """Return the cells of a chapter in their order."""
    found = []
    for fence in FENCE.finditer(text):
        if fence[2] and CELL.match(fence[2].strip()):
            options = OPTIONS.match(fence[3])[0]  # type: ignore[index]  # it matches nothing, too
            start = fence.start(3) + len(options)
            source = text[start : fence.end(3)].rstrip()
            found.append(Cell(text.count("\n", 0, start) + 1, source, options))
    return found


def notebook(cells: list[Cell]) -> str:
    """Return the cells as a notebook, in which a linter knows the last value and `await`.

    What is no Python is reported when it runs; what stands under `%%formula` is `settings`.
    """
    own = [cell.source if syntax.is_program(cell.source) else "" for cell in cells]
    return json.dumps(
        {
            "cells": [
                {
                    "cell_type": "code",
                    "execution_count": None,
                    "id": str(number),
                    "metadata": {},
                    "outputs": [],
                    "source": source,
                }
                for number, source in enumerate(own, 1)
            ],
            "metadata": {"language_info": {"name": "python"}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )


def settings(cells: list[Cell]) -> str:
    """Return the settings of a chapter's formulas on the chapter's own lines."""
    lines: list[str] = []
    for cell in cells:
        if syntax.is_formula(cell.source) and syntax.parse(cell.source)[0]:
            lines += [""] * (cell.line - 1 - len(lines))
            lines += syntax.python_of(cell.source).splitlines()
    return "\n".join(lines)
