"""Captions and alternative texts for the figures that cells draw.

After a cell that shows one figure::

    ```{cell-figure} fig-label
    The caption, one paragraph.

    The alternative text: what somebody who cannot see the figure must know.
    ```

Both are Markdown, so glued numbers and translations reach them. The SVG of the cell moves into the
figure, together with a twin in the colors of a dark page.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from book import palette
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from writing import figure_modes

logger = logging.getLogger(__name__)

# What one figure may weigh, gzipped.
HEAVY = 40_000


class CellFigure(SphinxDirective):
    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        paragraphs = [n for n in self.parse_content_to_nodes() if isinstance(n, nodes.paragraph)]
        if len(paragraphs) < 2:
            raise self.error(
                "cell-figure: expected a caption, an empty line and an alternative text, "
                f"got {len(paragraphs)} paragraph(s)"
            )
        figure = nodes.figure(classes=["cell-figure"])
        self.set_source_info(figure)
        caption = nodes.caption(paragraphs[0].rawsource, "", *paragraphs[0].children)
        self.set_source_info(caption)
        figure += caption
        figure += nodes.container("", *paragraphs[1:], classes=["alternative-text"])
        if paragraphs[0].astext() == paragraphs[1].astext():
            warn(figure, "cell-figure: expected an alternative text, got the caption again")
        self.options["name"] = self.arguments[0]
        self.add_name(figure)
        return [figure]


def cell_images(node: nodes.Node) -> list[nodes.image]:
    """Return the SVG images that a cell shows."""
    if not (isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"):
        return []
    return [
        image
        for mime in node.findall(nodes.container)
        if mime.get("mime_type", "").startswith("image/")
        for image in mime.findall(nodes.image)
    ]


def cell_before(figure: nodes.figure) -> nodes.Element | None:
    """Return the cell that shows a figure; cells without one may stand between."""
    siblings = figure.parent.children
    for node in reversed(siblings[: siblings.index(figure)]):
        if cell_images(node):
            return node
        if node.get("nb_element") != "cell_code" and not isinstance(
            node, nodes.comment | nodes.target
        ):
            return None
    return None


def is_cell_figure(node: nodes.Node) -> bool:
    return isinstance(node, nodes.figure) and "cell-figure" in node["classes"]


def place_all(app: Sphinx, doctree: nodes.document) -> None:
    """Move each cell's image into its figure; complain of figures and images left alone."""
    for figure in list(doctree.findall(is_cell_figure)):
        place(app, figure)
    for cell in doctree.findall(nodes.container):
        if cell_images(cell):
            message = "expected a cell-figure with caption and alternative text after this figure"
            report(app, cell, message)


def place(app: Sphinx, figure: nodes.figure) -> None:
    """Move the image of the cell before a figure into it."""
    cell = cell_before(figure)
    images = cell_images(cell) if cell else []
    start = f"cell-figure {figure['ids'][0]!r}: expected "
    if len(images) != 1:
        warn(figure, f"{start}one figure from the cell before it, got {len(images)}")
    elif not figure_modes.size(Path(app.srcdir, images[0]["uri"]).read_text(encoding="utf-8")):
        warn(figure, f"{start}a figure of Matplotlib, with width and height in points")
    else:
        modes = read_modes(app, images[0])
        if cell and modes.fault:
            report(app, cell, modes.fault)
        complain_of_bytes(modes, figure)
        figure.insert(0, both_modes(app, images[0], modes))
        take_out(images[0])


def warn(place: nodes.Element | tuple[str, int], message: str) -> None:
    logger.warning("%s", message, location=place, type="cell_figure")


def report(app: Sphinx, cell: nodes.Element, message: str) -> None:
    """Report at the line that opens a cell; MyST-NB counts from below its first."""
    warn((app.env.docname, (cell.line or 3) - 2), message)


def take_out(image: nodes.image) -> None:
    """Remove an image from the outputs of its cell, and outputs that have no other."""
    bundle = next(p for p in parents(image) if p.get("nb_element") == "mime_bundle")
    output = bundle.parent
    output.remove(bundle)
    if not output.children:
        output.parent.remove(output)


def parents(node: nodes.Node) -> Iterator[nodes.Element]:
    while node.parent is not None:
        node = node.parent
        yield node


def read_modes(app: Sphinx, image: nodes.image) -> figure_modes.Modes:
    svg = Path(app.srcdir, image["uri"]).read_text(encoding="utf-8")
    cache = Path(app.confdir, app.config.execution_cache)
    return figure_modes.both(svg, palette(app), cache)


def both_modes(app: Sphinx, image: nodes.image, modes: figure_modes.Modes) -> nodes.container:
    """Return the image for light pages and its twin for dark ones, with their sizes."""
    original = Path(app.srcdir, image["uri"])
    pages = nodes.container(classes=["figure-modes"])
    for mode, picture in (("light", modes.light), ("dark", modes.dark)):
        file = original.with_name(f"{original.stem}-{mode}.svg")
        file.write_text(picture, encoding="utf-8")
        node = image.copy()
        node["uri"] = image["uri"].replace(original.name, file.name)
        node["candidates"] = {"*": node["uri"]}
        node["classes"] = [f"only-{mode}"]
        node["width"], node["height"] = figure_modes.size(picture)
        node["loading"] = "lazy"
        app.env.images.add_file(app.env.docname, node["uri"])
        pages += node
    # The site gets the two and not what the cell drew.
    app.env.images.pop(image["uri"], None)
    return pages


def complain_of_bytes(modes: figure_modes.Modes, figure: nodes.figure) -> None:
    """A figure that has become heavy has surfaces or fields drawn line by line."""
    large = [svg for svg in (modes.light, modes.dark) if len(svg) > HEAVY]
    weight = max((len(gzip.compress(svg.encode(), mtime=0)) for svg in large), default=0)
    if weight > HEAVY:
        message = (
            f"the figure has {weight} bytes, gzipped, of at most {HEAVY}: draw what is dense in it "
            "with rasterized=True"
        )
        warn(figure, message)


class DescribeFigures(SphinxPostTransform):
    """Turn a figure's alternative text into the attribute of its images."""

    default_priority = 500

    def run(self, **kwargs: Any) -> None:
        for container in list(self.document.findall(nodes.container)):
            if "alternative-text" in container["classes"]:
                text = " ".join(paragraph.astext() for paragraph in container.children)
                for image in container.parent.findall(nodes.image):
                    image["alt"] = " ".join(text.split())
                container.parent.remove(container)


def setup(app: Sphinx) -> None:
    app.add_directive("cell-figure", CellFigure)
    app.add_post_transform(DescribeFigures)
    app.connect("doctree-read", place_all)
