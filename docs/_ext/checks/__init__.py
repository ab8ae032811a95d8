"""Checks what is written: chapters, numbers, code of the module, pages."""

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from checks import chapters, code, inline_math, labels, links, numbers, pages, spelling, static

# Parts that listen to the same event are called in this order.
PARTS = (
    chapters,
    labels,
    pages,
    links,
    numbers,
    inline_math,
    spelling,
    code,
    static,
)


def setup(app: Sphinx) -> ExtensionMetadata:
    for part in PARTS:
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
