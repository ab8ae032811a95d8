"""Pages with what they need and no more."""

from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    # While somebody writes, pages are rewritten one by one and share what is here.
    app.add_config_value("lean_pages", True, "", bool)
