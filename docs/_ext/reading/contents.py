"""The contents of the book: parts and pages as the toctrees of its first page have them.

They are read from its text: a chapter that is drafted alone has the same place as in the book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from string import ascii_uppercase

from sphinx.application import Sphinx

from reading.blocks import is_reference

FIRST = "index"
TOCTREE = re.compile(r"^```\{toctree\}\n(.*?)^```", re.MULTILINE | re.DOTALL)
CAPTION = re.compile(r"^:caption: (.*)$", re.MULTILINE)
# As in `activations/why`, and in `Why <activations/why>`.
ENTRY = re.compile(r"(?:.*<)?(.+?)>?")


@dataclass(frozen=True)
class Place:
    """Where a page is: its part, and its number or, in the reference, its letter."""

    part: str
    number: str

    @property
    def is_appendix(self) -> bool:
        return self.number.isalpha()


def contents(text: str) -> Iterator[tuple[str, str]]:
    """Yield part and name of each page that the text of the first page names."""
    for tree in TOCTREE.findall(text):
        caption = CAPTION.search(tree)
        for line in map(str.strip, tree.splitlines()):
            if line and not line.startswith(":") and (entry := ENTRY.fullmatch(line)):
                yield caption[1] if caption else "", entry[1]


def numbered(text: str) -> dict[str, Place]:
    """Return the place of each page that the text of the first page names."""
    numbers, letters = map(str, count(1)), iter(ascii_uppercase)
    return {
        name: Place(part, next(letters if is_reference(name) else numbers))
        for part, name in contents(text)
    }


def places(app: Sphinx) -> dict[str, Place]:
    """Return the place of each page but the first."""
    return numbered(Path(app.srcdir, f"{FIRST}.md").read_text(encoding="utf-8"))
