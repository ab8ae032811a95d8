"""Code that readers copy: a button beside it, and what it puts on the clipboard.

Where that is not what is shown, it stands with the code: a formula's cell becomes Python, and a
block ends with a blank line, as Python's prompt wants it.
"""

from __future__ import annotations

import html
from typing import Any

from docutils import nodes
from reading.copied import copied
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.writers.html5 import HTML5Translator

CELLS = "ipython3"
CODE = "<pre>"


def visit_code(translator: HTML5Translator, node: nodes.literal_block) -> None:
    """Write code as Sphinx does, with what is copied of it."""
    try:
        HTML5Translator.visit_literal_block(translator, node)
    finally:
        if node.get("language") == CELLS:
            translator.body[-1] = with_copy(translator.body[-1], node.astext())


def depart_code(translator: HTML5Translator, node: nodes.literal_block) -> None:
    HTML5Translator.depart_literal_block(translator, node)


def with_copy(shown: str, code: str) -> str:
    """Return the HTML of a cell's code; what is copied of it, where it differs, stands in it."""
    text = copied(code)
    if text == f"{code.rstrip()}\n":
        return shown
    return shown.replace(CODE, f'<pre data-copied="{html.escape(text)}">', 1)


def setup(app: Sphinx) -> None:
    app.add_node(nodes.literal_block, override=True, html=(visit_code, depart_code))
    words = {"copy": _("Copy"), "done": _("Copied!"), "failed": _("Failed to copy")}
    said: dict[str, Any] = {f"data-{name}": str(word) for name, word in words.items()}
    app.add_js_file("copying.js", loading_method="defer", **said)
