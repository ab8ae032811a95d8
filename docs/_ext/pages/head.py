"""What others show of a page: description, title, picture, and the color around it."""

from __future__ import annotations

import html
import re
from typing import Any

import stack
from book import palette
from docutils import nodes
from reading import tex_words
from sphinx.application import Sphinx

from pages.address import address
from pages.card import HEIGHT, WIDTH, picture

# What is said, of what, and what it is.
Tag = tuple[str, str, object]
LONGEST = 200
SENTENCE = re.compile(r"(?<=[.?!。？！])\s+")
COMMAND = re.compile(r"\\([A-Za-z]+)(?![A-Za-z])")
UNREADABLE = re.compile(r"[\\{}^_]")


def describe(doctree: nodes.document) -> str:
    """Return the first sentences of a page, as plain text."""
    # A list of pages is of a class derived from that of paragraphs.
    paragraphs = list(doctree.findall(lambda node: type(node) is nodes.paragraph))
    paragraphs.sort(key=lambda node: not isinstance(node.parent, nodes.section))
    return next(filter(None, map(opening, paragraphs)), "")


def opening(paragraph: nodes.Element) -> str:
    """Return the first sentences of a paragraph, or '' where they are no plain text."""
    text = ""
    for sentence in SENTENCE.split(plain(paragraph)):
        longer = f"{text} {sentence}".strip()
        if UNREADABLE.search(sentence) or len(longer) > LONGEST:
            break
        text = longer
    return text


def plain(node: nodes.Node) -> str:
    """Return the text of a node on one line; of a formula, what is one letter or number."""
    if isinstance(node, nodes.math):
        return COMMAND.sub(symbol, node.astext())
    parts = map(plain, node.children) if node.children else [node.astext()]
    return " ".join("".join(parts).split()) if isinstance(node, nodes.paragraph) else "".join(parts)


def symbol(command: re.Match[str]) -> str:
    """Return the sign of a command of TeX, or the command where it has none."""
    sign = tex_words.NAMES.get(command[1]) or html.unescape(f"&{command[1]};")
    return command[0] if sign.startswith("&") else sign


def tags(app: Sphinx, pagename: str, title: str, doctree: nodes.document) -> list[Tag]:
    """Return the tags of a page as (attribute, name, content)."""
    description, url = describe(doctree), address(app, pagename)
    front = pagename == app.config.root_doc
    found: list[Tag] = [
        ("name", "description", description),
        ("property", "og:type", "website" if front else "article"),
        ("property", "og:site_name", app.config.html_title),
        ("property", "og:title", title),
        ("property", "og:description", description),
        ("property", "og:url", url),
    ]
    if url:
        found += [
            ("property", "og:image", app.config.html_baseurl + picture(app, pagename)),
            ("property", "og:image:width", WIDTH),
            ("property", "og:image:height", HEIGHT),
            ("name", "twitter:card", "summary_large_image"),
        ]
    return found


def fill(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Put the tags into the head of a page."""
    if app.builder.name != "html":
        return
    if doctree is None:  # a list or a search, which nobody should find
        found: list[Tag] = [("name", "robots", "noindex")]
    else:
        found = tags(app, pagename, app.env.titles[pagename].astext(), doctree)
    lines = [
        f'<meta {kind}="{name}" content="{html.escape(str(content))}" />'
        for kind, name, content in found
        if content
    ]
    context[stack.HEAD] = "\n".join(
        [context.get(stack.HEAD) or "", *lines, context["theme_colors"]]
    )


def read_colors(app: Sphinx) -> None:
    """Read which color a page has, light and dark."""
    tag = '<meta name="theme-color" media="(prefers-color-scheme: {})" content="{}" />'
    modes = zip(("light", "dark"), palette(app)["paper"], strict=True)
    # A part of the context of each page.
    app.config.html_context["theme_colors"] = "\n".join(tag.format(*mode) for mode in modes)


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", read_colors)
    app.connect("html-page-context", fill)
