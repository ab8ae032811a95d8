"""Facts of the book that every room may ask for, read from the one place where each stands."""

import ast
import runpy
from pathlib import Path

# What others wrote, with its licenses.
VENDOR = Path(__file__).with_name("vendor")
EDITIONS = {
    "zip": ("gradbook-site.zip", "The site as a zip, to be read offline"),
    "pdf": ("gradbook.pdf", "The book as PDF"),
    "epub": ("gradbook.epub", "The book as EPUB"),
}


def palette(app):
    """Return the colors of the book by their roles, each for light and for dark pages."""
    return runpy.run_path(str(Path(app.confdir, "gradbook/plots/palette.py")))["ROLES"]


def module_version(app):
    text = Path(app.confdir, "gradbook/__init__.py").read_text(encoding="utf-8")
    return next(
        node.value.value
        for node in ast.parse(text).body
        if isinstance(node, ast.Assign) and node.targets[0].id == "__version__"
    )


def reading_order(app):
    """Return the documents in the order of the book."""
    toctree = app.env.toctree_includes
    found = [app.config.root_doc]
    for name in found:
        found += toctree.get(name, [])
    return found


def files_of_editions(config):
    """Return the files that are made when the pages are done."""
    editions = ("zip", *config.book_editions.split(","))
    return [EDITIONS[edition][0] for edition in editions if edition in EDITIONS]
