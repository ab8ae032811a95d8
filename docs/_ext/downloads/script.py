'''A page's notebook as a script: cells between ``# %%``, text in comments, and no magics.

A formula's cell becomes a call that prints what was checked::

    print(check(r"""
    y = x w
    """, label="eq-model", setting="""
    x, w = draw(), draw()
    y = x * w
    """))
'''

from __future__ import annotations

import re
import textwrap

from downloads.head import Cell, Head
from gradbook.cells.formulas import LOAD

IMPORT = "from gradbook.formula import check"
IMPORT_BOTH = "from gradbook.formula import FormulaError, check"
FORMULA = re.compile(r"%%formula[ \t]*([\w-]*)[ \t]*(?:unchecked=(\w+))?[ \t]*\n")
# What stands above the line ``---``, and the formula below it.
RULE = re.compile(r"(?:(.*?)^(---)[ \t]*\n)?(.*)", re.MULTILINE | re.DOTALL)


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


def commented(text: str) -> str:
    return "\n".join(f"# {line}".rstrip() for line in text.split("\n"))


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
    formula = FORMULA.match(source)
    text = call(source, formula) if formula else source
    return caught(text, expected[0], not formula) if expected else text


def call(source: str, formula: re.Match[str]) -> str:
    """Return the call that checks a formula, or a comment where nothing is checked."""
    label, kind = formula.groups()
    setting, rule, tex = RULE.findall(source[formula.end() :])[0]
    if kind:
        return f"# Not checked: {kind}\n{commented(tex.strip())}"
    arguments = [quoted(tex), f'label="{label}"' if label else ""]
    arguments += [f"setting={quoted(setting)}"] if rule else []
    return f"print(check({', '.join(filter(None, arguments))}))"


def quoted(text: str) -> str:
    """Return a text between three quotes; raw where it has backslashes."""
    raw = "r" if "\\" in text else ""
    quotes = "'''" if '"""' in text else '"""'
    return "{0}{1}\n{2}\n{1}".format(raw, quotes, text.strip("\n"))


def caught(text: str, name: str, indent: bool) -> str:
    """Return code whose exception is expected, and printed."""
    body = textwrap.indent(text, "    ") if indent else f"    {text}"
    return f"try:\n{body}\nexcept {name} as error:\n    print(error)"
