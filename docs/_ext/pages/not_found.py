"""The page that a server shows for an address that does not exist: what there is instead.

It stands in for addresses of any depth, so its links begin at the root of the server.
"""

import html
import re
from pathlib import Path
from urllib.parse import urlsplit

from sphinx import addnodes
from sphinx.locale import _

PAGE = "404"
RELATIVE = re.compile(r'\b(href|src|action|data-content_root)="(?!/|#|[a-z]+:)(?:\./)?')


def collect(app):
    """Yield the page, with the parts of the book and their chapters."""
    if app.builder.name == "html":
        title = _("There is no such page")
        yield PAGE, {"title": title, "pagetitle": title, "body": body(app, title)}, "page.html"


def body(app, title):
    words = _("The address may be old or mistyped. Search the book, or go on here:")
    tree = app.env.get_doctree(app.config.root_doc)
    parts = "\n".join(part(app, node) for node in tree.findall(addnodes.toctree))
    start = link(app, app.config.root_doc, _("The start of the book"))
    return (
        f"<section><h1>{html.escape(title)}</h1>\n<p>{html.escape(words)}</p>\n"
        f"<ul>\n<li>{start}</li>\n{parts}\n</ul></section>"
    )


def part(app, toctree):
    """Return a part of the book and the chapters in it."""
    links = " · ".join(link(app, name) for name in toctree["includefiles"])
    return f"<li>{html.escape(toctree['caption'] or _('Chapters'))}: {links}</li>"


def link(app, pagename, title=None):
    title = title or app.env.titles[pagename].astext()
    return f'<a href="{app.builder.get_target_uri(pagename)}">{html.escape(title)}</a>'


def from_the_root(app, error):
    """Let the links begin at the root, if the book has an address that tells where this is."""
    path = Path(app.outdir, f"{PAGE}.html")
    if error is None and app.config.html_baseurl and path.is_file():
        root = urlsplit(app.config.html_baseurl).path
        text = RELATIVE.sub(rf'\1="{root}', path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")


def setup(app):
    app.connect("html-collect-pages", collect)
