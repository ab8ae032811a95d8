"""The numbers of a sentence as people write them: 3.7·10⁻¹¹ where a cell has 3.7e-11."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from gradbook.sphinx.mark_words import power

NUMBER = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)e([+-]\d+)\b")
CODE = (nodes.literal, nodes.FixedTextElement, nodes.math, addnodes.desc_signature)
EXPONENT = re.compile(r"(?<=10)([⁻⁰¹²³⁴-⁹]+)(?![^<]*>)")


def written(text: str) -> str:
    """Return a text with its numbers as powers of ten; 1e-06 is 10⁻⁶ alone."""
    return NUMBER.sub(lambda number: power(number[1], number[2]).removeprefix("1·"), text)


def is_prose(node: nodes.Node) -> bool:
    """Tell whether a node is a text that is read as words, and not as code."""
    if not isinstance(node, nodes.Text):
        return False
    above: nodes.Node | None = node.parent
    while above is not None and not isinstance(above, CODE):
        above = above.parent
    return above is None


class WritePowers(SphinxPostTransform):
    """Write the numbers of all sentences, once those from cells have come."""

    default_priority = 450

    def run(self, **kwargs: Any) -> None:
        for text in list(self.document.findall(is_prose)):
            if (new := written(text.astext())) != text.astext():
                text.parent.replace(text, nodes.Text(new))


def marked(html: str) -> str:
    """Mark exponents, whose letters are small, for a style sheet; not those of attributes."""
    return EXPONENT.sub(r'<span class="exponent">\1</span>', html)


def mark(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    context["body"] = marked(context.get("body", ""))


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", mark)
    app.add_post_transform(WritePowers)
