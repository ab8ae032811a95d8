"""Captions and alternative texts for the figures that cells draw.

After a cell that shows one figure::

    ```{cell-figure} fig-label
    The caption, one paragraph.

    The alternative text: what somebody who cannot see the figure must know.
    ```

Both are Markdown, so glued numbers and translations reach them. The SVG of the cell moves into the
figure, together with a twin in the colors of a dark page.
"""

import gzip
import re
from pathlib import Path

from book import palette
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from writing import dark_figures

logger = logging.getLogger(__name__)

PIXELS_A_POINT = 4 / 3
# What one figure may weigh, gzipped.
HEAVY = 40_000


class CellFigure(SphinxDirective):
    required_arguments = 1
    has_content = True

    def run(self):
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
        self.options["name"] = self.arguments[0]
        self.add_name(figure)
        return [figure]


def cell_images(node):
    """Return the SVG images that a cell shows."""
    if not (isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"):
        return []
    return [
        image
        for mime in node.findall(nodes.container)
        if mime.get("mime_type", "").startswith("image/")
        for image in mime.findall(nodes.image)
    ]


def cell_before(figure):
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


def place(app, doctree):
    """Move each cell's image into its figure; complain of figures and images left alone."""
    for figure in list(
        doctree.findall(lambda n: isinstance(n, nodes.figure) and "cell-figure" in n["classes"])
    ):
        cell = cell_before(figure)
        images = cell_images(cell) if cell else []
        if len(images) != 1:
            logger.warning(
                "cell-figure %r: expected one figure from the cell before it, got %d",
                figure["ids"][0],
                len(images),
                location=figure,
                type="cell_figure",
            )
            continue
        if not size(Path(app.srcdir, images[0]["uri"]).read_text(encoding="utf-8")):
            logger.warning(
                "cell-figure %r: expected a figure of Matplotlib, with width and height in points",
                figure["ids"][0],
                location=figure,
                type="cell_figure",
            )
            continue
        figure.insert(0, both_modes(app, images[0], figure))
        bundle = next(p for p in parents(images[0]) if p.get("nb_element") == "mime_bundle")
        output = bundle.parent
        output.remove(bundle)
        if not output.children:
            output.parent.remove(output)
    for cell in doctree.findall(nodes.container):
        if cell_images(cell):
            logger.warning(
                "expected a cell-figure with caption and alternative text after this figure",
                location=cell,
                type="cell_figure",
            )


def parents(node):
    while node.parent is not None:
        node = node.parent
        yield node


def both_modes(app, image, figure):
    """Return the image for light pages and its twin for dark ones, with their sizes."""
    original = Path(app.srcdir, image["uri"])
    svg = original.read_text(encoding="utf-8")
    cache = Path(app.confdir, app.config.execution_cache)
    pictures = dark_figures.both(svg, app.figure_colors, cache)
    pages = nodes.container(classes=["figure-modes"])
    for mode, picture in zip(("light", "dark"), pictures, strict=True):
        file = original.with_name(f"{original.stem}-{mode}.svg")
        file.write_text(picture, encoding="utf-8")
        complain_of_bytes(picture, figure)
        node = image.copy()
        node["uri"] = image["uri"].replace(original.name, file.name)
        node["candidates"] = {"*": node["uri"]}
        node["classes"] = [f"only-{mode}"]
        node["width"], node["height"] = size(svg)
        node["loading"] = "lazy"
        app.env.images.add_file(app.env.docname, node["uri"])
        pages += node
    # The site gets the two and not what the cell drew.
    app.env.images.pop(image["uri"], None)
    return pages


def complain_of_bytes(picture, figure):
    """A figure that has become heavy has surfaces or fields drawn line by line."""
    if len(picture) > HEAVY and (heavy := len(gzip.compress(picture.encode(), mtime=0))) > HEAVY:
        logger.warning(
            "the figure has %d bytes, gzipped, of at most %d: draw what is dense in it with "
            "rasterized=True",
            heavy,
            HEAVY,
            location=figure,
            type="cell_figure",
        )


def size(svg):
    """Return width and height of a Matplotlib SVG in CSS pixels, or () for another picture."""
    opening = svg.partition("<svg")[2].partition(">")[0]
    sides = [re.search(rf'\b{side}="([\d.]+)pt"', opening) for side in ("width", "height")]
    return tuple(str(round(float(s[1]) * PIXELS_A_POINT)) for s in sides) if all(sides) else ()


class DescribeFigures(SphinxPostTransform):
    """Turn a figure's alternative text into the attribute of its images."""

    default_priority = 500

    def run(self, **kwargs):
        for container in list(self.document.findall(nodes.container)):
            if "alternative-text" in container["classes"]:
                text = " ".join(paragraph.astext() for paragraph in container.children)
                for image in container.parent.findall(nodes.image):
                    image["alt"] = " ".join(text.split())
                container.parent.remove(container)


def read_palette(app):
    app.figure_colors = dict(palette(app).values())


def setup(app):
    app.add_directive("cell-figure", CellFigure)
    app.add_post_transform(DescribeFigures)
    app.connect("builder-inited", read_palette)
    app.connect("doctree-read", place, priority=600)
