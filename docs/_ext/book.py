"""Facts of the book that every room may ask for, read from the one place where each stands."""

from __future__ import annotations

import ast
import runpy
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

# What others wrote, with its licenses.
VENDOR = Path(__file__).with_name("vendor")
EDITIONS = {
    "zip": ("gradbook-site.zip", "The site as a zip, to be read offline"),
    "pdf": ("gradbook.pdf", "The book as PDF"),
    "epub": ("gradbook.epub", "The book as EPUB"),
}


def palette(app: Sphinx) -> dict[str, tuple[str, str]]:
    """Return the colors of the book by their roles, each for light and for dark pages."""
    return runpy.run_path(str(Path(app.confdir, "gradbook/plots/palette.py")))["ROLES"]


def module_version(app: Sphinx) -> str:
    text = Path(app.confdir, "gradbook/__init__.py").read_text(encoding="utf-8")
    assignments = (node for node in ast.parse(text).body if isinstance(node, ast.Assign))
    values = {ast.unparse(node.targets[0]): node.value for node in assignments}
    return ast.literal_eval(values["__version__"])


def wheel_name(app: Sphinx) -> str:
    return f"gradbook-{module_version(app)}-py3-none-any.whl"


def reading_order(app: Sphinx) -> list[str]:
    """Return the documents in the order of the book."""
    toctree = app.env.toctree_includes
    found = [app.config.root_doc]
    for name in found:
        found += toctree.get(name, [])
    return found


def files_of_editions(config: Config) -> list[str]:
    """Return the files that are made when the pages are done."""
    editions = ("zip", *config.book_editions.split(","))
    return [EDITIONS[edition][0] for edition in editions if edition in EDITIONS]
