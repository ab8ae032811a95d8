"""The general index has one heading for all Chinese terms, and one entry for each module.

Sphinx would give each of the Chinese signs a heading, and each module two entries without a link.
"""

from __future__ import annotations

import re

from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

CHINESE = re.compile(r"[\u4e00-\u9fff]")
HEADING = "中文"


class GroupTerms(SphinxTransform):
    """Write entries anew, before Sphinx collects them."""

    default_priority = 400

    def apply(self, **kwargs: object) -> None:
        for node in self.document.findall(addnodes.index):
            node["entries"] = [rewritten(*entry) for entry in node["entries"]]


def rewritten(kind: str, text: str, target: str, main: str, heading: str | None) -> tuple:
    """Return an entry with its heading; the pair of a word and a module becomes one entry."""
    first, _sign, second = text.partition("; ")
    if kind == "pair" and target.startswith("module-"):
        kind, text = "single", f"{second} ({first})"
    return kind, text, target, main, heading or (HEADING if CHINESE.match(text) else None)


def setup(app: Sphinx) -> None:
    app.add_transform(GroupTerms)
