"""A fact that no cell computes, with its source: {fact}`60,000 images <key>`.

It reads as its words and a citation of the bibliography.
"""

from typing import Any

from docutils import nodes
from sphinx.util import logging
from sphinxcontrib.bibtex.roles import CiteRole

logger = logging.getLogger(__name__)


class FactRole(CiteRole):
    def result_nodes(
        self, document: nodes.document, env: Any, node: nodes.Element, is_ref: bool
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        if not self.has_explicit_title:
            message = "fact: expected words and a source, as in {fact}`60,000 images <key>`, got %r"
            logger.warning(message, self.text, location=self.get_location(), type="fact")
            return [nodes.Text(self.text)], []
        node["refdomain"], node["reftype"] = "cite", "p"
        cited, messages = super().result_nodes(document, env, node, is_ref)
        return [nodes.Text(f"{self.title} "), *cited], messages


def setup(app: Any) -> None:
    app.add_role("fact", FactRole())
