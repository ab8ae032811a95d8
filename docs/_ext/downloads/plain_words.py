"""The words of a line as plain Markdown: formulas between dollar signs, references as text."""

from __future__ import annotations

import re
from collections.abc import Callable

from docutils import nodes
from sphinx import addnodes
from writing.explorer import explorer_caption

BACKSLASH = "\\"
SPECIAL = re.compile(r"([\\`*_$\[\]<|])")
NOTHING = (
    *(nodes.target, nodes.comment, nodes.image, nodes.colspec, nodes.substitution_definition),
    *(addnodes.index, nodes.system_message, explorer_caption),
)


def fenced(code: str, language: str = "") -> str:
    """Return code between fences that are longer than those in it."""
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", code)), 0)
    return f"{fence}{language}\n{code.rstrip()}\n{fence}"


def escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text)


class Words:
    """Writes what stands in a line; `address` returns where a link leads, or ''."""

    def __init__(self, address: Callable[[nodes.Element], str]) -> None:
        self.address = address

    def words(self, node: nodes.Element) -> str:
        """Return the text of a paragraph, one sentence a line as in the source."""
        return "".join(map(self.word, node.children)).strip()

    def word(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.Text):
            return escaped(node.astext())
        if isinstance(node, nodes.math):
            tex = node.astext().strip()
            # A bar would end the cell of a table.
            return f"${tex.replace('|', BACKSLASH + 'vert ') if in_table(node) else tex}$"
        if isinstance(node, nodes.literal):
            code = node.astext()
            return f"`{code.replace('|', BACKSLASH + '|') if in_table(node) else code}`"
        inner = "".join(map(self.word, node.children))
        if isinstance(node, nodes.strong | nodes.emphasis):
            mark = "**" if isinstance(node, nodes.strong) else "*"
            return f"{mark}{inner}{mark}"
        if isinstance(node, nodes.reference) and (target := self.address(node)):
            return f"[{inner}]({target})"
        if isinstance(node, nodes.footnote_reference):
            return escaped(f"[{inner}]")
        return "" if isinstance(node, NOTHING) else inner


def in_table(node: nodes.Node | None) -> bool:
    while node is not None and not isinstance(node, nodes.entry):
        node = node.parent
    return node is not None
