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

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

logger = logging.getLogger(__name__)


class gallery(nodes.General, nodes.Element):
    """The list of figures."""


class gallery_entry(nodes.General, nodes.Element):
    """One figure with the title of its chapter."""


class Gallery(SphinxDirective):
    has_content = True

    def run(self):
        self.assert_has_content()
        node = gallery()
        self.set_source_info(node)
        galleries(self.env).add(self.env.docname)
        for paragraph in "\n".join(self.content).split("\n\n"):
            label, _newline, text = paragraph.strip().partition("\n")
            if not text.strip():
                raise self.error(f"gallery: expected a text below the label {label!r}, got none")
            node += gallery_entry(label=label.strip(), alt=" ".join(text.split()))
        return [node]


def figures(env):
    """Return for each figure's label its page and its pictures."""
    if not hasattr(env, "gradbook_figures"):
        env.gradbook_figures = {}
    return env.gradbook_figures


def galleries(env):
    """Return the pages with a gallery."""
    if not hasattr(env, "gradbook_galleries"):
        env.gradbook_galleries = set()
    return env.gradbook_galleries


def collect(app, doctree):
    """Remember the pictures of a page, when its cells' figures are in their places."""
    for figure in doctree.findall(nodes.figure):
        if "cell-figure" in figure["classes"]:
            pictures = [image.deepcopy() for image in figure.findall(nodes.image)]
            for picture in pictures:
                picture.document = None  # or the whole page would be kept with it
            for label in figure["names"]:  # none, where another one on the page has it
                figures(app.env)[label] = app.env.docname, figure["ids"][0], pictures


def forget(app, env, docname):
    known = figures(env)
    for label in [label for label, (page, *_rest) in known.items() if page == docname]:
        del known[label]
    galleries(env).discard(docname)


def merge(app, env, docnames, other):
    known = figures(other)
    figures(env).update({label: known[label] for label in known if known[label][0] in docnames})
    galleries(env).update(galleries(other) & set(docnames))


def rewritten(app, env):
    """Return the pages that show figures of others."""
    return sorted(galleries(env))


def fill(app, doctree, docname):
    """Put the pictures into the galleries of a page."""
    for node in doctree.findall(gallery):
        for entry in node.children:
            if entry["label"] not in figures(app.env):
                logger.warning(
                    "gallery: expected the label of a cell-figure, got %r",
                    entry["label"],
                    location=node,
                    type="gallery",
                )
                continue
            fill_entry(app, docname, entry)


def fill_entry(app, docname, entry):
    page, anchor, pictures = figures(app.env)[entry["label"]]
    entry["uri"] = app.builder.get_relative_uri(docname, page) + "#" + anchor
    entry["title"] = app.env.titles[page].astext()
    for picture in pictures:
        image = picture.deepcopy()
        image["alt"], image["loading"] = entry["alt"], "lazy"
        # The picture leads to its chapter, not to its own file.
        image["classes"].append("no-scaled-link")
        entry += image


def visit_gallery(translator, node):
    translator.body.append(translator.starttag(node, "div", CLASS="gallery"))


def depart_gallery(translator, node):
    translator.body.append("</div>\n")


def visit_entry(translator, node):
    uri = translator.attval(node.get("uri", ""))
    translator.body.append(f'<figure class="gallery-entry"><a href="{uri}">')
    # Within an element of their own, the pictures of one mode do not hide the title.
    translator.body.append('<span class="figure-modes">')


def depart_entry(translator, node):
    title = translator.encode(node.get("title", ""))
    translator.body.append(f"</span><figcaption>{title}</figcaption></a></figure>\n")


def setup(app):
    app.add_node(gallery, html=(visit_gallery, depart_gallery))
    app.add_node(gallery_entry, html=(visit_entry, depart_entry))
    app.add_directive("gallery", Gallery)
    # After the cells' figures are placed.
    app.connect("doctree-read", collect, priority=700)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("env-updated", rewritten)
    app.connect("doctree-resolved", fill)
