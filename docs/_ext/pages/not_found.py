"""The page that a server shows for an address that does not exist: what there is instead.

It stands in for addresses of any depth, so its links begin at the root of the server.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from docutils.nodes import Element
from reading import html
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.locale import _

PAGE = "404"
ADDRESSES = ("href", "src", "action", "data-content_root")


def collect(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page, with the parts of the book and their chapters."""
    if app.builder.name == "html":
        title = _("There is no such page")
        yield PAGE, {"title": title, "pagetitle": title, "body": body(app, title)}, "page.html"


def body(app: Sphinx, title: str) -> str:
    words = _("The address may be old or mistyped. Search the book, or go on here:")
    tree = app.env.get_doctree(app.config.root_doc)
    parts = "\n".join(part(app, node) for node in tree.findall(addnodes.toctree))
    start = link(app, app.config.root_doc, _("The start of the book"))
    return (
        f"<section><h1>{escape(title)}</h1>\n<p>{escape(words)}</p>\n"
        f"<ul>\n<li>{start}</li>\n{parts}\n</ul></section>"
    )


def part(app: Sphinx, toctree: Element) -> str:
    """Return a part of the book and the chapters in it."""
    links = "\N{NO-BREAK SPACE}· ".join(link(app, name) for name in toctree["includefiles"])
    return f"<li>{escape(toctree['caption'] or _('Chapters'))}: {links}</li>"


def link(app: Sphinx, pagename: str, title: str = "") -> str:
    title = title or app.env.titles[pagename].astext()
    return f'<a href="{app.builder.get_target_uri(pagename)}">{escape(title)}</a>'


def from_the_root(app: Sphinx) -> None:
    """Let the links begin at the root, if the book has an address that tells where this is."""
    path = Path(app.outdir, f"{PAGE}.html")
    if app.config.html_baseurl and path.is_file():
        root = urlsplit(app.config.html_baseurl).path
        path.write_text(rooted(path.read_text(encoding="utf-8"), root), encoding="utf-8")


def rooted(text: str, root: str) -> str:
    """Return a page whose relative addresses begin at a root."""
    edits = []
    for element in html.elements(text):
        tag = text[element.start : element.end]
        for name in ADDRESSES:
            address = element.attributes.get(name, "/")
            parts = urlsplit(address)
            if not (address.startswith(("/", "#")) or parts.scheme):
                given = f'{name}="{escape(address)}"'
                tag = tag.replace(given, f'{name}="{root}{escape(address.removeprefix("./"))}"')
        edits.append((element.start, element.end, tag))
    return html.replaced(text, edits)


def setup(app: Sphinx) -> None:
    app.connect("html-collect-pages", collect)
