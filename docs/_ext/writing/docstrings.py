"""Docstrings on the page of the API: formulas as mathematics, and links to derivatives.

In the files they are plain text, which `help` shows; the tests hold the same formulas to what the
functions return. What stands between single backticks leads to the function of that name, if there
is one in its module, and is code otherwise.
"""

from __future__ import annotations

import re
import sys
from typing import Any

from reading.plain_formulas import BLOCK, CODE, INLINE, is_formula, typeset
from sphinx.application import Sphinx
from sphinx.locale import _

NAME = re.compile(r"(?<![`:])`([^`\n]+)`(?![`_])")
# Code, inline or in a block, and the line of a parameter keep their names.
PARAMETER = r"^[\w*]+(?:, [\w*]+)* :(?: .*)?$"
SPARED = rf"``[^`]*``|`[^`]*`|{PARAMETER}|::\n\n(?: {{4}}.*(?:\n|$))+"
SYMBOL = re.compile(rf"({SPARED})|(?<![\w.])([A-Za-zδ]_[a-z]{{1,2}})(?![\w(])", re.MULTILINE)
# How the name of a derivative ends.
DERIVATIVE = re.compile(r"_(grad|jacobian)$")


def linked(text: str, names: dict[str, Any]) -> str:
    """Return a docstring with links to what a module has by name."""

    def link(match: re.Match[str]) -> str:
        name = match[1]
        ours = name in names or name.startswith("gradbook.")
        return f":py:obj:`{name}`" if ours else f"``{name}``"

    return NAME.sub(link, text)


def written(text: str) -> str:
    """Return a docstring with its formulas as mathematics."""
    text = BLOCK.sub(lambda match: match[0] if CODE.search(match[1]) else lines(match), text)
    text = INLINE.sub(lambda match: role(match[1]) if is_formula(match[1]) else match[0], text)
    return SYMBOL.sub(lambda match: match[1] or role(match[2]), text)


def lines(block: re.Match[str]) -> str:
    """Return the lines of a block of formulas; each may begin with words and a colon."""
    found = []
    for line in filter(str.strip, block[1].splitlines()):
        words, colon, formula = line.strip().rpartition(": ")
        found.append(f"| {words}{colon}{role(formula.strip())}")
    colon = ":" if block.string[: block.start()].strip("\n")[-1:].isalpha() else ""
    return "\n".join([colon, "", *found, ""])


def role(formula: str) -> str:
    return f":math:`{typeset(formula).strip()}`"  # a space before its end would not end it


def see_also(name: str, names: dict[str, Any]) -> list[str]:
    """Return a section that leads from a function to its derivative, or back."""
    derivatives = [f"{name}_grad", f"{name}_jacobian"]
    found = [f"{each} : {_('Its derivative.')}" for each in derivatives if each in names]
    if (base := DERIVATIVE.sub("", name)) != name and base in names:
        found.append(f"{base} : {_('What it is the derivative of.')}")
    return ["", "See Also", "--------", *found, ""] if found else []


def process(
    app: Sphinx, what: str, name: str, obj: Any, options: object, docstring: list[str]
) -> None:
    """Write a docstring anew, before its sections are read."""
    module = name if what == "module" else name.rpartition(".")[0]
    names = vars(sys.modules[module]) if module in sys.modules else {}
    text = written(linked("\n".join(docstring), names)).split("\n")
    docstring[:] = text + (see_also(obj.__name__, names) if what == "function" else [])


def skip(
    app: Sphinx, what: str, name: str, obj: Any, by_default: bool, options: object
) -> bool | None:
    """Leave out the fields of a named tuple, which its docstring describes."""
    return True if type(obj).__name__ == "_tuplegetter" else None


def setup(app: Sphinx) -> None:
    app.connect("autodoc-skip-member", skip)
    # Napoleon reads the sections at 500.
    app.connect("autodoc-process-docstring", process, priority=400)
