"""Formulas that were checked: a cell with ``%%formula`` becomes a numbered equation with a mark.

MyST-NB finds the renderer of the MIME type by an entry point of the package.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from myst_nb.core.render import MimeData, MimeRenderPlugin, NbElementRenderer
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.writers.html5 import HTML5Translator

from gradbook.cells.formulas import LOAD, MIME
from gradbook.sphinx.executed import is_cell, report, source
from gradbook.sphinx.mark_words import HELD, words

__all__ = ["Renderer", "formula", "formula_mark", "setup"]

ROOM = "gradbook.sphinx"
SHOWN = "tag_show-cell"


class formula(nodes.General, nodes.Element):
    """An equation with its mark; `data` is what the cell displayed."""


class formula_mark(nodes.General, nodes.Element):
    """At how many points the equation held; it unfolds to the cell."""


class Renderer(MimeRenderPlugin):
    mime_priority_overrides = (("*", MIME, 0),)

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Node] | None:
        if data.mime_type != MIME or inline or not is_used(renderer):
            return None
        node = formula(data=data.content)
        label = data.content["label"]
        block = nodes.math_block(data.content["tex"], data.content["tex"], nowrap=False)
        block["number"] = None
        block["label"] = label or None
        block.line = data.line
        block.source = renderer.renderer.document["source"]
        if label:
            node += renderer.renderer.add_math_target(block)
        node += block
        return [node]


def is_used(renderer: NbElementRenderer) -> bool:
    """Tell whether the book that is built has the extension; others show formulas as Markdown."""
    environment = getattr(renderer.renderer, "sphinx_env", None)
    return environment is not None and ROOM in environment.app.extensions


class PlaceFormulas(SphinxTransform):
    """Let the equation take the place of the cell, whose code goes into the mark."""

    default_priority = 300

    def apply(self, **kwargs: Any) -> None:
        cells = list(self.document.findall(is_cell))
        if self.config.gradbook_warnings:
            report([cell for cell in cells if not any(cell.findall(formula))])
        for cell in cells:
            found = list(cell.findall(formula))
            if SHOWN in cell["classes"]:
                for node in found:
                    node += formula_mark("", words=words(node["data"]))
            elif found:
                node = found[0].deepcopy()
                for part in node.children:
                    part.line = cell.line - 1  # MyST-NB counts from below the fence
                node += mark(cell, node["data"])
                cell.replace_self(node)
            elif source(cell).strip() == LOAD:
                # What stands before it, such as entries of the index, has its anchor here.
                left = [nodes.container(ids=cell["ids"])] if cell["ids"] else []
                cell.parent.replace(cell, left)


def mark(cell: nodes.Element, data: dict[str, Any]) -> formula_mark:
    """Return the mark of an equation, with the code of its cell folded in it."""
    code = source(cell)
    if not code:  # the page does not show it
        return formula_mark("", words=words(data))
    block = nodes.literal_block(code, code, language="ipython3")
    return formula_mark("", block, words=words(data), nb_element="cell_code_source")


def summary(words: str) -> str:
    """Return what one sees of a folded mark: its sign alone, and the rest on demand."""
    _sign, space, rest = words.partition(f"{HELD} ")
    if not space:
        return f"<summary>{words}</summary>"
    return f'<summary title="{rest}">{HELD} <span>{rest}</span></summary>'


def visit_formula(translator: HTML5Translator, node: formula) -> None:
    translator.body.append(translator.starttag(node, "div", CLASS="formula"))


def depart_formula(translator: HTML5Translator, node: formula) -> None:
    translator.body.append("</div>\n")


def visit_mark(translator: HTML5Translator, node: formula_mark) -> None:
    if node.children:
        translator.body.append(f'<details class="formula-mark">{summary(node["words"])}')
    else:
        translator.body.append(f'<p class="formula-mark">{node["words"]}')


def depart_mark(translator: HTML5Translator, node: formula_mark) -> None:
    translator.body.append("</details>" if node.children else "</p>")


def skip(translator: object, node: nodes.Element) -> None:
    raise nodes.SkipNode


def ignore(translator: object, node: nodes.Element) -> None:
    """Leave the equation to stand by itself."""


def setup(app: Sphinx) -> None:
    # Where nothing unfolds, the equation stands by itself.
    others = ("latex", "text", "man", "texinfo")
    alone: dict[str, Any] = {name: (ignore, ignore) for name in others}
    left_out: dict[str, Any] = {name: (skip, None) for name in others}
    app.add_node(formula, html=(visit_formula, depart_formula), **alone)
    app.add_node(formula_mark, html=(visit_mark, depart_mark), **left_out)
    app.add_transform(PlaceFormulas)
