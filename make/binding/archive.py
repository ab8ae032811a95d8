"""The whole site as one zip, whose bytes depend on the site alone."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "docs/_ext"))

from reading import html

NAME = "gradbook-site.zip"
# The whole book in other forms, and the links to them, are no part of it.
APART = {".zip", ".pdf", ".epub"}
LINKS = "whole-book"
# The first moment that a zip can write; the pages themselves say from when they are.
WHEN = (1980, 1, 1, 0, 0, 0)
COMPRESSED = {".png", ".webp", ".woff2", ".whl"}
FOLDER = "gradbook"


def write(site: Path) -> Path:
    """Put the site into an archive beside its first page."""
    files = sorted(p for p in site.rglob("*") if p.is_file() and p.suffix not in APART)
    with zipfile.ZipFile(site / NAME, "w") as archive:
        for path in files:
            entry = zipfile.ZipInfo(f"{FOLDER}/{path.relative_to(site).as_posix()}", WHEN)
            entry.external_attr = 0o644 << 16
            stored = path.suffix in COMPRESSED
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, contents(path))
    return site / NAME


def contents(path: Path) -> bytes:
    """Return a file as it stands in the archive."""
    data = path.read_bytes()
    if path.suffix == ".html" and LINKS.encode() in data:
        return without_links(data.decode()).encode()
    return data


def without_links(text: str) -> str:
    """Return a page without the links to the whole book."""
    found = [one for one in html.elements(text) if LINKS in one.attributes.get("class", "").split()]
    ends = (html.end_of(text, one.name, one.start) or one.end for one in found)
    return html.replaced(text, [(one.start, end, "") for one, end in zip(found, ends, strict=True)])
