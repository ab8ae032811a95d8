"""What a reader takes along: notebook and script of a chapter, the wheel, the whole book."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from downloads import install, notebook, whole_book

# Parts that listen to the same event are called in this order. Of two lines below a title, the
# one that is put there last is read first.
PARTS = (install, notebook, whole_book)


def setup(app: Sphinx) -> ExtensionMetadata:
    for part in PARTS:
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
