"""The landing page takes the whole width: no table of its few sections stands beside it."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

WITHOUT_SECTIONS = "html_theme.sidebar_secondary.remove"


def widen(app: Sphinx, doctree: nodes.document) -> None:
    if app.env.docname == app.config.root_doc:
        app.env.metadata[app.env.docname][WITHOUT_SECTIONS] = "true"


def setup(app: Sphinx) -> None:
    app.connect("doctree-read", widen)
