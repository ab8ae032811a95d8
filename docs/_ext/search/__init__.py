"""The search of the site."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from search import index, names

# Parts that listen to the same event are called in this order.
PARTS = (names, index)


def setup(app: Sphinx) -> ExtensionMetadata:
    for part in PARTS:
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
