"""HTML in a chapter, which PDF and EPUB would lose, and what Markdown has instead."""

import re
from collections.abc import Iterator

from reading.blocks import Block

COMMENT = re.compile(r"\s*<!--.*?-->\s*", re.DOTALL)
TAG = re.compile(r"</?([a-z]+)", re.IGNORECASE)
MARKDOWN = {
    **dict.fromkeys(("b", "strong"), "**…**"),
    **dict.fromkeys(("i", "em"), "*…*"),
    **dict.fromkeys(("code", "tt"), "`…`"),
    **{name: f"{{{name}}}`…`" for name in ("kbd", "sub", "sup")},
    "br": "a backslash at the end of the line",
    "a": "[text](address)",
    "img": "![text](file)",
    "details": "a fence with {dropdown}",
}


def refused(text: str) -> str:
    """Return what is wrong with a piece of HTML, and what to write instead if it is known."""
    tag = TAG.match(text)
    instead = MARKDOWN.get(tag[1].lower()) if tag else None
    expected = f"Markdown, {instead}," if instead else "Markdown,"
    return f"expected {expected} got raw HTML: {text!r}"


def check_html(block: Block) -> Iterator[tuple[int, str]]:
    """Yield raw HTML; a comment for authors is none, unless it swallows the rest of the page."""
    text = block.token.content
    if text.lstrip().startswith("<!--") and "-->" not in text:
        yield block.line, "expected '-->' at the end of this comment, got none"
    elif not COMMENT.fullmatch(text):
        yield block.line, refused(block.lines[0].strip())
