"""Each chapter as notebook with its outputs, and as script, beside its page.

The outputs are those of the execution that made the page. Cells that a page hides only check and
glue, and are left out: every cell that is shown runs without them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

import stack
from docutils import nodes
from pages import below_title
from reading.cells import code_of, executed, stored, text_of
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util import logging

from downloads.head import Cell, Head, head
from downloads.markdown import Writer
from downloads.picture import describe
from downloads.script import script

logger = logging.getLogger(__name__)

LINE = (
    '<p class="page-downloads" data-pagefind-ignore>{download}: '
    '<a href="{name}.ipynb" download>{notebook} (.ipynb)</a> · '
    '<a href="{name}.py" download>{script} (.py)</a></p>'
)


class Page:
    """The cells of a page's notebook, in the order of the page."""

    def __init__(self, app: Sphinx, docname: str, executed: list[Cell]) -> None:
        self.app = app
        self.docname = docname
        self.waiting = executed
        self.cells: list[Cell] = []
        numbers = stack.numbers(app.env).get(docname, {})
        self.writer = Writer(numbers, self.address, self.place, self.picture)

    def address(self, node: nodes.Element) -> str:
        """Return where a link leads for somebody who has the notebook alone, or ''."""
        target = node.get("refuri", "")
        if "://" in target:
            return target
        base = self.app.config.html_baseurl.rstrip("/")
        if not base or not (target or node.get("refid")):
            return ""
        page = f"{base}/{self.app.builder.get_target_uri(self.docname)}"
        return urljoin(page, target or f"#{node['refid']}")

    def place(self, node: nodes.Element) -> None:
        """Put the cell that a node shows after the text before it."""
        self.text()
        source = code_of(node)
        while self.waiting:
            cell = self.waiting.pop(0)
            self.cells.append(stored(cell))
            if source is None or text_of(cell).strip() == source.strip():
                return
        message = "the notebook for download has no executed cell for this one"
        logger.warning(message, location=node, type="downloads")

    def picture(self, words: str) -> None:
        describe(self.cells, words)

    def text(self) -> None:
        if written := self.writer.take():
            self.cells.append({"cell_type": "markdown", "metadata": {}, "source": written})

    def write(self, doctree: nodes.document) -> None:
        """Write the page into cells."""
        self.writer.block(doctree)
        config = self.app.config
        self.writer.blocks.append(f"*From the book {config.project}. © {config.copyright}.*")
        self.text()

    def notebook(self, head: Head) -> Cell:
        """Return the whole notebook."""
        cells = [c | {"id": f"cell-{n}"} for n, c in enumerate([*head.cells(), *self.cells])]
        kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
        metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
        return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def write(app: Sphinx, doctree: nodes.document, docname: str, cells: list[Cell]) -> None:
    """Write notebook and script of a page that shows cells."""
    first = head(app, [text_of(cell) for cell in cells])
    page = Page(app, docname, cells)
    page.write(doctree)
    text = json.dumps(page.notebook(first), indent=1, ensure_ascii=False, sort_keys=True)
    files = {"ipynb": f"{text}\n", "py": script(page.cells, first)}
    for suffix, content in files.items():
        # A name may have dots in it: the suffix comes after all of them.
        target = Path(app.outdir, f"{docname}.{suffix}")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")


def write_beside(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Write both in the process that writes the page."""
    if doctree is not None and (cells := executed(app, pagename)):
        write(app, doctree, pagename, cells)


def link(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Name both below the title of the page."""
    if doctree is not None and Path(app.outdir, f"{pagename}.ipynb").is_file():
        words = {"download": _("Download"), "notebook": _("notebook"), "script": _("script")}
        below_title.put(context, LINE.format(name=quote(pagename.rpartition("/")[2]), **words))


def setup(app: Sphinx) -> None:
    # Before the others that add to a page, of which some ask whether it has a notebook.
    app.connect("html-page-context", write_beside, priority=400)
    app.connect("html-page-context", link)
