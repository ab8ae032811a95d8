"""What stands around the text of a page: head and foot, colors, letters, addresses."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from pages import (
    accessible,
    address,
    brand,
    contents,
    copying,
    foot,
    front,
    general_index,
    head,
    lean,
    not_found,
    palette,
    repository,
    whereabouts,
)

# Parts that listen to the same event are called in this order.
PARTS = (
    accessible,
    contents,
    copying,
    general_index,
    palette,
    brand,
    address,
    head,
    whereabouts,
    foot,
    front,
    repository,
    not_found,
    lean,
)


def setup(app: Sphinx) -> ExtensionMetadata:
    for part in PARTS:
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
