"""The cells of a page as they were executed, with their outputs, for a reader's own notebook."""

from __future__ import annotations

import json
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from stack import executed_notebook

HIDDEN = "remove-cell"
HIDDEN_CODE = {"remove-input", "hide-input"}
# Lines are dark, and a notebook's page may be so too: a picture brings its own paper.
PAPER = '<svg style="background-color: #ffffff" '


def executed(app: Sphinx, docname: str) -> list[dict[str, Any]]:
    """Return the shown cells of a page with their outputs, as MyST-NB has stored them."""
    path = executed_notebook(app, docname)
    if app.config.nb_execution_mode == "off" or "/" not in docname or not path.is_file():
        return []
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    shown = [c for c in cells if c["cell_type"] == "code" and HIDDEN not in tags(c)]
    return shown if any(HIDDEN_CODE.isdisjoint(tags(cell)) for cell in shown) else []


def tags(cell: dict[str, Any]) -> list[str]:
    return cell["metadata"].get("tags", [])


def is_copied(cell: dict[str, Any]) -> bool:
    """Tell whether readers see the code of a cell, and copy it."""
    return (HIDDEN_CODE | {HIDDEN}).isdisjoint(tags(cell))


def text_of(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def code_of(node: nodes.Element) -> str | None:
    """Return the code that a cell or the mark of a formula shows."""
    for part in node.findall(nodes.Element):
        if part.get("nb_element") == "cell_code_source":
            return next(iter(part.findall(nodes.literal_block))).astext()
    return None


def code_cell(source: str) -> dict[str, Any]:
    empty: dict[str, Any] = {"execution_count": None, "metadata": {}, "outputs": []}
    return {"cell_type": "code", "source": source} | empty


def stored(cell: dict[str, Any]) -> dict[str, Any]:
    """Return an executed cell as a reader's notebook has it."""
    made = code_cell(text_of(cell))
    made["execution_count"] = cell["execution_count"]
    made["outputs"] = [output(each) for each in cell["outputs"]]
    if any(tag.startswith("raises-") for tag in tags(cell)):
        made["metadata"] = {"tags": ["raises-exception"]}
    return made


def output(given: dict[str, Any]) -> dict[str, Any]:
    if svg := given.get("data", {}).get("image/svg+xml"):
        text = "".join(svg).replace("<svg ", PAPER, 1)
        return given | {"data": given["data"] | {"image/svg+xml": text}}
    return given
