"""The general index has one heading for all Chinese terms, and not one for each of their signs."""

from __future__ import annotations

import re

from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

CHINESE = re.compile(r"[\u4e00-\u9fff]")
HEADING = "中文"


class GroupTerms(SphinxTransform):
    """Give each entry that begins with a Chinese sign its heading, before Sphinx collects them."""

    default_priority = 400

    def apply(self, **kwargs: object) -> None:
        for node in self.document.findall(addnodes.index):
            node["entries"] = [
                (kind, text, *rest, heading or (HEADING if CHINESE.match(text) else None))
                for kind, text, *rest, heading in node["entries"]
            ]


def setup(app: Sphinx) -> None:
    app.add_transform(GroupTerms)
