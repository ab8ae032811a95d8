"""Where a page is, above its title: book, part, and the number that its formulas begin with.

Who comes from a search, on a phone, sees neither sidebar nor contents.
"""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from reading import html
from reading.contents import Place, places
from sphinx.application import Sphinx
from sphinx.locale import _


def line(book: str, uri: str, place: Place) -> str:
    """Return the line as HTML."""
    number = _("Appendix") if place.is_appendix else _("Chapter")
    words = [f'<a href="{escape(uri)}">{escape(book)}</a>', escape(place.part)]
    words.append(f"{number}\N{NO-BREAK SPACE}{place.number}")
    return f'<p class="page-place" data-pagefind-ignore>{" · ".join(filter(None, words))}</p>\n'


def add(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Put the line above the title of a page."""
    place = places(app).get(pagename)
    title = html.start_of(context.get("body", ""), "h1") if place else None
    if place and title is not None and app.builder.name == "html":
        uri = app.builder.get_relative_uri(pagename, app.config.root_doc)
        above = line(app.config.html_title, uri, place)
        context["body"] = html.replaced(context["body"], [(title, title, above)])


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", add)
