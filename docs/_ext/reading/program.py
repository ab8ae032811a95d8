"""The cells of a chapter's source as one program, without parsing the rest of the chapter."""

import json
import re

from gradbook.cells.files import Cell, markdown
from gradbook.cells.formulas import is_formula
from reading import syntax

HIDES = re.compile(r"\bremove-(?:cell|input)\b|\bhide-input\b")


def cells(text: str) -> list[Cell]:
    """Return the cells of a chapter in their order."""
    return list(markdown(text))


def is_visible(cell: Cell) -> bool:
    """Tell whether readers see the code, and copy it."""
    return not HIDES.search(cell.options)


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
        if is_formula(cell.source) and syntax.parse(cell.source)[0]:
            lines += [""] * (cell.line - 1 - len(lines))
            lines += syntax.python_of(cell.source).splitlines()
    return "\n".join(lines)
