"""A figure that a reader's hand can change, where the browser runs scripts.

Right after a figure::

    ```{explorer} descent
    The caption below the explorer, where that of the figure does not fit it.
    ```

That figure is what everybody sees who has no scripts, and what is printed. With scripts, its
picture is replaced by `_static/explorers/descent.mjs`, which pages without an explorer do not load,
and its caption by that of the explorer, if there is one.
The words around its handles are in `explorer_words`; what it computes is compared with the numbers
that a cell of the page has glued as `explorer-descent` (`explorer_numbers`).
"""

from __future__ import annotations

import json
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from writing import explorer_scripts, explorer_words
from writing.figure import is_cell_figure

logger = logging.getLogger(__name__)

SHEET = "explorer.css"


class explorer(nodes.General, nodes.Element):
    """What a script finds on the page: the explorer's name and its words."""


class explorer_caption(nodes.Inline, nodes.TextElement):
    """The caption of a figure where scripts run."""


class Explorer(SphinxDirective):
    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        known = sorted(explorer_words.words())
        if name not in known:
            raise self.error(f"explorer: expected one of {', '.join(known)}, got {name!r}")
        paragraphs = self.parse_content_to_nodes()
        if not all(isinstance(node, nodes.paragraph) for node in paragraphs) or paragraphs[1:]:
            raise self.error("explorer: expected a caption of one paragraph, or none")
        node = explorer("", *paragraphs, name=name)
        self.set_source_info(node)
        return [node]


def place_all(app: Sphinx, doctree: nodes.document) -> None:
    """Move each explorer into the figure before it, below the picture."""
    for node in list(doctree.findall(explorer)):
        figure = node.previous_sibling()
        if figure is None or not is_cell_figure(figure):
            message = "explorer: expected a cell-figure right before it, which is its static form"
            logger.warning("%s", message, location=node, type="explorer")
        else:
            node.parent.remove(node)
            figure.insert(1, node)  # type: ignore[attr-defined]
            # What the words say is seen without scripts alone.
            figure["replaced"] = not node["picture"]
            if node.children:
                place_caption(figure, node.pop(0))  # type: ignore[arg-type]


def place_caption(figure: nodes.figure, paragraph: nodes.paragraph) -> None:
    """Give a figure the caption that it has where scripts run, beside the one that it has."""
    caption = next(figure.findall(nodes.caption))
    still = nodes.inline("", "", *caption.children, classes=["still-caption"])
    caption.children = []
    new = explorer_caption(paragraph.rawsource, "", *paragraph.children, translatable=True)
    new.source, new.line = paragraph.source, paragraph.line
    caption += [still, nodes.Text(" "), new]


def ask_for_scripts(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Let a page with explorers load what they need."""
    names = {node["name"] for node in doctree.findall(explorer)} if doctree else set()
    for name in sorted(names):
        app.add_js_file(explorer_scripts.file(name), loading_method="defer")
    if names:
        # It stays apart from the sheet of all pages: with a medium, it is of this page.
        app.add_css_file(SHEET, media="screen")


def visit(translator: HTML5Translator, node: explorer) -> None:
    name = node["name"]
    facts = {"words": explorer_words.words()[name], "picture": node["picture"]}
    given = json.dumps(facts, ensure_ascii=False)
    # No sign of an end stands in what a script holds.
    given = given.replace("<", r"\u003c")
    start = f'<div class="explorer" data-explorer="{name}"><script type="application/json">'
    translator.body.append(f"{start}{given}</script></div>\n")
    raise nodes.SkipNode


def visit_caption(translator: HTML5Translator, node: explorer_caption) -> None:
    translator.body.append('<span class="explorer-caption">')


def depart_caption(translator: HTML5Translator, node: explorer_caption) -> None:
    translator.body.append("</span>")


def setup(app: Sphinx) -> None:
    app.add_node(explorer, html=(visit, None))
    app.add_node(explorer_caption, html=(visit_caption, depart_caption))
    app.add_directive("explorer", Explorer)
    # After the figures have their pictures.
    app.connect("doctree-read", place_all)
    app.connect("html-page-context", ask_for_scripts)
