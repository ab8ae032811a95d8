"""Where the book is published: the address of its site and that of its repository.

Both stand in `conf.py`, as `html_baseurl` and `book_repository`, and are empty for a book that is
published nowhere. The workflow that publishes it names them in the environment, so a copy of the
repository has nothing to set. With an address, the site has a map for search engines.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import stack
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

logger = logging.getLogger(__name__)

# Of each setting: what stands for it in the environment, and what it must look like.
SETTINGS = {
    "html_baseurl": ("BOOK_ADDRESS", r"https?://[^/?#\s]+(/[^?#\s]*)?", "https://HOST/PATH/"),
    "book_repository": (
        "BOOK_REPOSITORY",
        r"https://github\.com/[\w.-]+/[\w.-]+",
        "https://github.com/OWNER/NAME",
    ),
}
SITEMAP = """<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{}</urlset>
"""


def read_settings(app: Sphinx, config: Config) -> None:
    """Take what the environment says, and stop at what is no address."""
    for name, (variable, pattern, expected) in SETTINGS.items():
        given = os.environ.get(variable, "").strip()
        value = (given or config[name]).rstrip("/")
        if value and not re.fullmatch(pattern, value):
            message = "%s: expected %s, got %r"
            place = None if given else line_of(app, name)
            logger.warning(message, variable if given else name, expected, value, location=place)
            value = ""
        config[name] = f"{value}/" if value and name == "html_baseurl" else value


def line_of(app: Sphinx, name: str) -> str:
    """Return file and line of a setting."""
    path = Path(app.confdir, "conf.py")
    lines = path.read_text(encoding="utf-8").splitlines()
    return f"{path}:{next((n for n, text in enumerate(lines, 1) if name in text), 1)}"


def address(app: Sphinx, pagename: str) -> str | None:
    """Return the address of a page, or None if the book has none."""
    if not app.config.html_baseurl:
        return None
    uri = "" if pagename == app.config.root_doc else app.builder.get_target_uri(pagename)
    return app.config.html_baseurl + uri


def name_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give a page of the book its canonical address; the others have none."""
    context[stack.CANONICAL] = address(app, pagename) if doctree is not None else None


def write_map(app: Sphinx) -> None:
    """Write the map of the site, and tell robots of it where they would look."""
    base = app.config.html_baseurl
    if app.builder.name != "html" or not base:
        return
    urls = "".join(
        f"<url><loc>{escape(address(app, name) or base)}</loc></url>\n"
        for name in sorted(app.env.found_docs)
    )
    Path(app.outdir, "sitemap.xml").write_text(SITEMAP.format(urls), encoding="utf-8")
    if urlsplit(base).path == "/":  # below a folder, no robot reads it
        text = f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n"
        Path(app.outdir, "robots.txt").write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> None:
    app.add_config_value("book_repository", "", "html", str)
    app.connect("config-inited", read_settings, priority=100)
    app.connect("html-page-context", name_page)
