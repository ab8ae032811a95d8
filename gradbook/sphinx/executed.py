"""The cells of a page as MyST-NB executed them, and what of their formulas does not hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from docutils import nodes
from sphinx.util import logging

from gradbook.cells.files import SUFFIXES, cells_of
from gradbook.cells.formulas import is_formula

__all__ = ["is_cell", "report", "source"]

logger = logging.getLogger(__name__)

ANNOUNCED = "tag_raises-"
COLOR = re.compile(r"\x1b\[[\d;]*m")
# How the magic tells the line of a cell, and what is wrong there.
LINE = re.compile(r"Cell In\[\d+\], line (\d+)\s+")
RAISED = re.compile(rf"(?:{LINE.pattern})?FormulaError: ")
KIND = re.compile(r"\AFormulaError: ")
CODE = "cell_code_source"


def is_cell(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def source(cell: nodes.Element) -> str:
    """Return the code of a cell."""
    parts = (part for part in cell.children if part.get("nb_element") == CODE)
    return "".join(block.astext() for part in parts for block in part.findall(nodes.literal_block))


def outputs(cell: nodes.Element) -> str:
    """Return what a cell printed or raised."""
    parts = (part for part in cell.children if part.get("nb_element") != CODE)
    blocks = (block.astext() for part in parts for block in part.findall(nodes.literal_block))
    return COLOR.sub("", "\n".join(blocks)).strip()


def report(cells: Sequence[nodes.Element]) -> None:
    """Report cells that displayed no formula: those that are wrong, and those that did not run.

    Where MyST-NB stops at the first error, all that is below does not run: that is said once.
    """
    waiting = []
    for cell in cells:
        said = outputs(cell)
        # Where the code of a cell is not shown, its error tells that it is a formula.
        if is_announced(cell) or not (is_formula(source(cell)) or RAISED.match(said)):
            continue
        if said:
            warn(cell, said)
        else:
            waiting.append(cell)
    if waiting:
        say(f"expected formulas that ran, got {len(waiting)} that did not", waiting[0])


def is_announced(cell: nodes.Element) -> bool:
    """Tell whether a cell says that it raises."""
    return any(name.startswith(ANNOUNCED) for name in cell["classes"])


def warn(cell: nodes.Element, said: str) -> None:
    """Report what a cell raised, at the line that it names."""
    line = LINE.match(said)
    said = KIND.sub("", said[line.end() :] if line else said)
    say(f"expected a formula that holds, got:\n{said}", cell, int(line[1]) if line else 1)


def say(message: str, cell: nodes.Element, line: int = 1) -> None:
    logger.warning("%s", message, location=place(cell, line), type="gradbook", subtype="formula")


def place(cell: nodes.Element, line: int) -> str | nodes.Element:
    """Return where a line of a cell stands in its file, or else where its page says it is."""
    path = Path(cell.source or "")
    if path.suffix not in SUFFIXES or not path.is_file():
        return cell
    for written in cells_of(path):
        # MyST-NB counts from below the fence; in a notebook, it has no lines.
        same = written.source.strip() == source(cell).strip()
        if same if path.suffix == ".ipynb" else written.line >= cell.line - 1:
            return f"{path}:{written.at(line)}"
    return cell
