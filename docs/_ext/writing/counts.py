"""How much is checked in each chapter: counted when it is read."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from collected import Collected
from docutils import nodes
from reading.blocks import blocks_of
from sphinx.application import Sphinx

from gradbook.sphinx.equations import formula

# The lines of a cell's own settings.
OPTIONS = re.compile(r"\A(?::.*\n)+")


@dataclass
class Count:
    """What was checked in a chapter, or in the book."""

    formulas: int = 0
    steps: int = 0
    points: int = 0
    error: float = 0.0
    unchecked: int = 0
    cells: int = 0
    assertions: int = 0
    numbers: int = 0
    figures: int = 0

    def __add__(self, other: Count) -> Count:
        total = {name: getattr(self, name) + getattr(other, name) for name in vars(self)}
        return Count(**total | {"error": max(self.error, other.error)})


class Counts(Collected[Count]):
    """What was checked in each chapter, by its name."""

    def given(self, app: Sphinx, doctree: nodes.document) -> Count | None:
        """Add a chapter's formulas to what its text holds."""
        count = self.of(app.env).get(app.env.docname, Count())
        for node in doctree.findall(formula):
            data = node["data"]
            if "unchecked" in data:
                count.unchecked += 1
                continue
            count.formulas += 1
            count.steps += data["steps"]
            count.points += data["points"]
            count.error = max(count.error, data["error"])
        return count


def count_source(app: Sphinx, docname: str, source: list[str]) -> None:
    """Count what a chapter's text holds before it is read."""
    if not str(app.env.doc2path(docname)).endswith(".md"):
        return
    found = blocks_of(app, source[0])
    directives = [(block.directive[0], block.token.content) for block in found if block.directive]
    code = [content for name, content in directives if name == "code-cell"]
    inline = [child for block in found for child in block.token.children or []]
    roles = [child.meta["name"] for child in inline if child.type == "myst_role"]
    Counts.of(app.env)[docname] = Count(
        cells=len(code),
        assertions=sum(map(assertions, code)),
        numbers=roles.count("glue:text"),
        figures=[name for name, _content in directives].count("cell-figure"),
    )


def assertions(code: str) -> int:
    """Return how many statements of a cell assert something."""
    code = OPTIONS.sub("", code)
    if code.startswith("%"):
        return 0
    try:
        tree = ast.parse(code)
    except SyntaxError:  # a cell that shows one
        return 0
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Assert) or is_close(node))
    return sum(1 for _node in found)


def is_close(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    return name.startswith("assert_")


def setup(app: Sphinx) -> None:
    # After all that changes a chapter's text.
    app.connect("source-read", count_source, priority=900)
    app.add_env_collector(Counts)
