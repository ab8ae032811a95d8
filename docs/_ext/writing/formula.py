"""Every displayed formula of the book is a cell; after an unchecked one comes a checked one."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from gradbook.sphinx.equations import formula

logger = logging.getLogger(__name__)


def check_displayed(app: Sphinx, doctree: nodes.document) -> None:
    """Report displayed formulas that no cell checks, and unchecked ones that stand alone."""
    alone = None
    for node in doctree.findall(lambda n: isinstance(n, formula | nodes.math_block)):
        if isinstance(node, formula):
            if "unchecked" in node["data"] and alone is not None:
                report(alone)
            alone = node if "unchecked" in node["data"] else None
        elif not (isinstance(node.parent, formula) or is_output(node)):
            message = "expected a formula cell, got a displayed formula that nothing checks"
            logger.warning(message, location=node, type="formula")
    if alone is not None:
        report(alone)


def is_output(node: nodes.Node) -> bool:
    """Tell whether a cell has displayed a formula; that its code has computed it is seen there."""
    while node.parent is not None and node.get("nb_element") != "mime_bundle":
        node = node.parent
    return node.parent is not None


def report(node: formula) -> None:
    message = "expected a checked formula after one that is not checked"
    logger.warning(message, location=node[-2], type="formula")


def setup(app: Sphinx) -> None:
    app.connect("doctree-read", check_displayed)
