"""A page's notebook as a script: cells between ``# %%``, text in comments, and no magics.

A formula's cell becomes a call that prints what was checked, as readers copy it.
"""

from __future__ import annotations

import textwrap

from reading.copied import IMPORT, call, commented, formula_of

from downloads.head import Cell, Head
from gradbook.cells.formulas import LOAD

IMPORT_BOTH = "from gradbook.formula import FormulaError, check"


def script(cells: list[Cell], head: Head) -> str:
    """Return the text of a script that does what a notebook does."""
    refused = any(map(exceptions, cells))
    parts = [commented(head.text())]
    for cell in [*filter(None, [head.module]), *cells]:
        if cell["cell_type"] == "markdown":
            parts.append("# %% [markdown]\n" + commented(cell["source"]))
        else:
            parts.append("# %%\n" + code(cell, IMPORT_BOTH if refused else IMPORT))
    return "\n\n".join(parts) + "\n"


def exceptions(cell: Cell) -> list[str]:
    """Return the names of the exceptions that a cell shows."""
    outputs = cell.get("outputs", ())
    return [output["ename"] for output in outputs if output["output_type"] == "error"]


def code(cell: Cell, load: str) -> str:
    """Return the Python of a cell; `load` stands for the line that loads the magic."""
    source = cell["source"]
    if source.strip() == LOAD:
        return load
    expected = exceptions(cell)
    formula = formula_of(source)
    text = call(formula) if formula else source
    return caught(text, expected[0], formula is None) if expected else text


def caught(text: str, name: str, indent: bool) -> str:
    """Return code whose exception is expected, and printed."""
    body = textwrap.indent(text, "    ") if indent else f"    {text}"
    return f"try:\n{body}\nexcept {name} as error:\n    print(error)"
