"""The contents beside a page: its own part is open, the others unfold.

Who walks by keyboard passes a part in one step, and the chapters of one part, not those of all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import stack
from docutils import nodes
from sphinx.application import Sphinx

# A part as the theme writes it: a heading, and the list of its pages.
PART = re.compile(
    r'<p aria-level="2" class="caption" role="heading">'
    r'(<span class="caption-text">.*?</span>)</p>\s*'
    r'(<ul class="(current )?[^>]*>.*?</ul>)',
    re.DOTALL,
)


def folded(contents: str) -> str:
    """Return the contents with each part as what unfolds; the part of the page is open."""

    def part(found: re.Match[str]) -> str:
        title, pages, current = found.groups()
        opened = " open" if current else ""
        return f"<details{opened}>\n<summary>{title}</summary>\n{pages}\n</details>"

    return PART.sub(part, contents)


def fold(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Let the theme's contents come folded."""
    written: Callable[..., str] | None = context.get(stack.CONTENTS)
    if written:
        context[stack.CONTENTS] = lambda *some, **named: folded(str(written(*some, **named)))


def setup(app: Sphinx) -> None:
    # After the theme has said how it writes them.
    app.connect("html-page-context", fold, priority=900)
