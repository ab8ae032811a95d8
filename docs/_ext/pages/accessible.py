"""What a page needs for those who read it by keyboard, by ear or enlarged.

A figure's long text unfolds below its caption, where everybody can read it at their own pace, and
its first sentences become the alternative text. Tables have no empty headings. Sources are a list.
Links of headings to themselves are no stops of the keyboard: there are more of them than of others.
"""

from __future__ import annotations

import re
from typing import Any

import stack
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)

# An alternative text is heard in one go: it ends with the sentence that reaches this length.
LONG_ENOUGH = 120
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


class figure_words(nodes.General, nodes.Element):
    """The long text of a figure, folded."""


class FoldWords(SphinxPostTransform):
    """Keep a figure's long text on the page, before it is turned into attributes."""

    default_priority = 490
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        for container in list(self.document.findall(nodes.container)):
            if "alternative-text" in container["classes"]:
                words = [paragraph.deepcopy() for paragraph in container.children]
                container.parent += figure_words("", *words)


class ShortenTexts(SphinxPostTransform):
    """Leave the first sentences of a text that unfolds below its picture."""

    default_priority = 510
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        for node in self.document.findall(figure_words):
            for image in node.parent.findall(nodes.image):
                image["alt"] = opening(image["alt"])


class MarkAddresses(SphinxPostTransform):
    """Mark the links whose words are an address, whole or as ``doi:…``: paper adds it to others."""

    default_priority = 410  # after the theme has shortened some of them
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        for link in self.document.findall(nodes.reference):
            _scheme, colon, rest = link.astext().partition(":")
            if colon and rest and link.get("refuri", "").endswith(rest):
                link["classes"].append("address")


def opening(text: str) -> str:
    """Return the sentences at the beginning of a text, up to the one that makes it long enough."""
    short = ""
    for sentence in SENTENCE.split(text):
        short = f"{short} {sentence}".strip()
        if len(short) >= LONG_ENOUGH:
            break
    return short


class NameColumns(SphinxTransform):
    """Drop a head of a table without any words; complain of one column without a name."""

    default_priority = 700

    def apply(self, **kwargs: object) -> None:
        for head in list(self.document.findall(nodes.thead)):
            names = [entry.astext().strip() for entry in head.findall(nodes.entry)]
            if not any(names):
                head.parent.remove(head)
            elif not all(names):
                column = names.index("") + 1
                message = "expected a heading for each column of the table, got none for column %d"
                logger.warning(message, column, location=head.parent.parent, type="accessible")


def visit_words(translator: HTML5Translator, node: nodes.Element) -> None:
    summary = _("Figure in words")
    if node.parent.get("replaced"):
        # Where scripts run, an explorer stands in the figure's place.
        printed = _("The printed figure in words")
        summary = f'<span class="still-summary">{summary}</span> '
        summary += f'<span class="explorer-summary">{printed}</span>'
    translator.body.append(f'<details class="figure-words"><summary>{summary}</summary>\n')


def depart_words(translator: HTML5Translator, node: nodes.Element) -> None:
    translator.body.append("</details>\n")


def visit_citation(translator: HTML5Translator, node: nodes.Element) -> None:
    """Begin an item of the list of sources: docutils' own role for it is deprecated."""
    if not isinstance(node.previous_sibling(), nodes.citation):
        translator.body.append('<div role="list" class="citation-list">\n')
    translator.body.append(translator.starttag(node, "div", CLASS="citation", role="listitem"))


def depart_citation(translator: HTML5Translator, node: nodes.Element) -> None:
    type(translator).depart_citation(translator, node)


def leave_out_stops(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Let the keyboard pass the links of headings, figures and formulas to themselves.

    What unfolds code is called as it reads, and not by another name for who hears it.
    """
    link = '<a class="headerlink"'
    body = context.get("body", "").replace(link, f'{link} tabindex="-1"')
    context["body"] = body.replace(stack.UNFOLDING, "<summary>")


def setup(app: Sphinx) -> None:
    app.add_node(figure_words, html=(visit_words, depart_words))
    app.add_node(nodes.citation, override=True, html=(visit_citation, depart_citation))
    app.add_post_transform(MarkAddresses)
    app.add_post_transform(FoldWords)
    app.add_post_transform(ShortenTexts)
    app.add_transform(NameColumns)
    app.connect("html-page-context", leave_out_stops)
    app.add_css_file("accessible.css", priority=900)
    for script in ("accessible.js", "focus.js"):
        app.add_js_file(script, loading_method="defer")
