"""What each place that a search can lead to is called, for the box: by Pagefind's ids."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

FILE = "places.json"
# What stands before the JSON of a fragment.
MARK = b"pagefind_dcd"
# What a place is: a page, a section of one that teaches, or an entry of a list.
PAGE, SECTION, ENTRY = "page", "section", "entry"

# Its kind, its title, the titles above it, and its other names.
Place = list[str]


def write(bundle: Path) -> None:
    """Write the places of an index beside it."""
    text = json.dumps(dict(places(bundle)), ensure_ascii=False, separators=(",", ":"))
    (bundle / FILE).write_text(text, encoding="utf-8")


def places(bundle: Path) -> Iterator[tuple[str, Place]]:
    for path in sorted(bundle.glob("fragment/*.pf_fragment")):
        fragment = json.loads(gzip.decompress(path.read_bytes()).removeprefix(MARK))
        meta = fragment["meta"]
        above = meta.get("above") or meta.get("within", "")
        # The first page of the book names what others teach.
        listed = "within" in meta or fragment["url"].startswith("/index/")
        kind = PAGE if not above else ENTRY if listed else SECTION
        names = filter(None, meta.get("names", "").split("|"))
        yield path.stem, [kind, meta.get("title") or meta["entry"], above, *names]
