"""Figures of the chapters as a gallery that leads into them.

Each entry is the label of a `cell-figure` and, below it, what the figure shows::

    ```{gallery}
    fig-label
    What it shows, for somebody who cannot see it.

    fig-other
    ...
    ```

The pictures are those that the chapters' cells drew in this build, and no file of their own.
"""

from __future__ import annotations

from collected import Collected, Gathering
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from writing.figure import is_cell_figure

logger = logging.getLogger(__name__)

# Where a figure is on its page, and its picture for each mode.
Placed = tuple[str, list[nodes.image]]


class gallery(nodes.General, nodes.Element):
    """The list of figures."""


class gallery_entry(nodes.General, nodes.Element):
    """One figure with the title of its chapter."""


class Gallery(SphinxDirective):
    has_content = True

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        node = gallery()
        self.set_source_info(node)
        for paragraph in "\n".join(self.content).split("\n\n"):
            label, _newline, text = paragraph.strip().partition("\n")
            if not text.strip():
                raise self.error(f"gallery: expected a text below the label {label!r}, got none")
            node += gallery_entry(label=label.strip(), alt=" ".join(text.split()))
        return [node]


class Pictures(Collected[dict[str, Placed]]):
    """The pictures of all pages, by the labels of their figures."""

    def given(self, app: Sphinx, doctree: nodes.document) -> dict[str, Placed]:
        found: dict[str, Placed] = {}
        for figure in doctree.findall(is_cell_figure):
            pictures = [image.deepcopy() for image in figure.findall(nodes.image)]
            for picture in pictures:
                picture.document = None  # or the whole page would be kept with it
            for label in figure["names"]:  # none, where another one on the page has it
                found[label] = figure["ids"][0], pictures
        return found


class Galleries(Gathering):
    node = gallery


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the pictures into the galleries of a page."""
    if not any(True for _gallery in doctree.findall(gallery)):
        return
    places = {
        label: (page, *placed)
        for page, known in Pictures.of(app.env).items()
        for label, placed in known.items()
    }
    for entry in doctree.findall(gallery_entry):
        if entry["label"] in places:
            fill_entry(app, docname, entry, *places[entry["label"]])
        else:
            message = "gallery: expected the label of a cell-figure, got %r"
            logger.warning(message, entry["label"], location=entry.parent, type="gallery")


def fill_entry(
    app: Sphinx,
    docname: str,
    entry: gallery_entry,
    page: str,
    anchor: str,
    pictures: list[nodes.image],
) -> None:
    entry["uri"] = app.builder.get_relative_uri(docname, page) + "#" + anchor
    entry["title"] = app.env.titles[page].astext()
    for picture in pictures:
        image = picture.deepcopy()
        image["alt"], image["loading"] = entry["alt"], "lazy"
        # The picture leads to its chapter, not to its own file.
        image["classes"].append("no-scaled-link")
        entry += image


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
    app.add_env_collector(Pictures)
    app.add_env_collector(Galleries)
    app.connect("doctree-resolved", fill)
