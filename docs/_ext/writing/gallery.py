"""Small drawings that lead into chapters.

After a cell that shows as many figures, each entry is the file of a page and, below it, what its
drawing shows::

    ```{gallery}
    part/chapter.md
    What it shows, for somebody who cannot see it.

    part/other.md
    ...
    ```

The drawings become twins for light pages and dark ones, as other figures do.
"""

from __future__ import annotations

from pathlib import Path

from collected import Gathering
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from writing.figure import both_modes, cell_before, cell_images, read_modes, report, take_out

logger = logging.getLogger(__name__)


class gallery(nodes.General, nodes.Element):
    """The list of drawings."""


class gallery_entry(nodes.General, nodes.Element):
    """One drawing with the title of its page."""


class Gallery(SphinxDirective):
    has_content = True

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        node = gallery()
        self.set_source_info(node)
        for paragraph in "\n".join(self.content).split("\n\n"):
            page, _newline, text = paragraph.strip().partition("\n")
            if not text.strip():
                raise self.error(f"gallery: expected a text below the page {page!r}, got none")
            node += gallery_entry(page=page.strip(), alt=" ".join(text.split()))
        return [node]


class Galleries(Gathering):
    node = gallery


def place_all(app: Sphinx, doctree: nodes.document) -> None:
    """Move the drawings of the cell before each gallery into its entries."""
    for node in doctree.findall(gallery):
        cell = cell_before(node)
        images = cell_images(cell) if cell else []
        if cell is None or len(images) != len(node.children):
            expected = "expected from the cell before it as many figures as pages"
            warn(node, f"gallery: {expected}, {len(node.children)}, got {len(images)}")
            continue
        for entry, image in zip(list(node.children), images, strict=True):
            modes = read_modes(app, image)
            if modes.fault:
                report(app, cell, modes.fault)
            for picture in list(both_modes(app, image, modes).children):
                picture["alt"] = entry["alt"]
                # The picture leads to its chapter, not to its own file.
                picture["classes"].append("no-scaled-link")
                entry += picture
            take_out(image)


def name_all(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give each drawing the address and the title of its page."""
    for entry in doctree.findall(gallery_entry):
        page = entry["page"]
        if not Path(app.srcdir, page).is_file():
            warn(entry.parent, f"gallery: expected the file of a page, got {page!r}")
            continue
        page = page.removesuffix(".md")
        # The draft of one page has not read the others.
        entry["title"] = page
        if page in app.env.titles:
            entry["title"] = app.env.titles[page].astext()
            entry["uri"] = app.builder.get_relative_uri(docname, page)


def warn(node: nodes.Element, message: str) -> None:
    logger.warning("%s", message, location=node, type="gallery")


def visit_gallery(translator: HTML5Translator, node: gallery) -> None:
    translator.body.append(translator.starttag(node, "div", CLASS="gallery"))


def depart_gallery(translator: HTML5Translator, node: gallery) -> None:
    translator.body.append("</div>\n")


def visit_entry(translator: HTML5Translator, node: gallery_entry) -> None:
    uri = translator.attval(node.get("uri", ""))
    translator.body.append(f'<figure class="gallery-entry"><a href="{uri}">')
    # Within an element of their own, the pictures of one mode do not hide the title.
    translator.body.append('<span class="figure-modes">')


def depart_entry(translator: HTML5Translator, node: gallery_entry) -> None:
    title = translator.encode(node.get("title", ""))
    translator.body.append(f"</span><figcaption>{title}</figcaption></a></figure>\n")


def setup(app: Sphinx) -> None:
    app.add_node(gallery, html=(visit_gallery, depart_gallery))
    app.add_node(gallery_entry, html=(visit_entry, depart_entry))
    app.add_directive("gallery", Gallery)
    app.add_env_collector(Galleries)
    app.connect("doctree-read", place_all)
    app.connect("doctree-resolved", name_all)
