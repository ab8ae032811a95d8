"""Labels: each is given once in the whole book."""

from __future__ import annotations

from collections.abc import Iterator

from collected import Collected
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

logger = logging.getLogger(__name__)


class Labels(Collected[dict[str, int]]):
    """The labels of figures, exercises and the like that a page gives, with their lines."""

    def given(self, app: Sphinx, doctree: nodes.document) -> dict[str, int]:
        return dict(own_labels(doctree))


def own_labels(doctree: nodes.document) -> Iterator[tuple[str, int]]:
    """Yield the labels that a page gives, with their lines."""
    for name, explicit in doctree.nametypes.items():
        node = doctree.ids.get(doctree.nameids.get(name))
        if explicit and node is not None and not isinstance(node, nodes.footnote):
            yield name, node.line or 1
    for node in doctree.findall(nodes.math_block):
        if node.get("label"):
            yield node["label"], node.line or 1


def check_labels(app: Sphinx, env: BuildEnvironment) -> None:
    """Report labels that two pages have."""
    seen: dict[str, str] = {}
    for docname, found in sorted(Labels.of(env).items()):
        for label, line in found.items():
            if label in seen:
                message = "expected a label of its own, got %r as in %s"
                place = (docname, line)
                logger.warning(message, label, seen[label], location=place, type="page")
            seen.setdefault(label, f"{docname}, line {line}")


def setup(app: Sphinx) -> None:
    app.add_env_collector(Labels)
    app.connect("env-check-consistency", check_labels)
