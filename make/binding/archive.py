"""The whole site as one zip, whose bytes depend on the site alone."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

NAME = "gradbook-site.zip"
# The whole book in other forms, and the links to them, are no part of it.
APART = {".zip", ".pdf", ".epub"}
LINKS = re.compile(r'<div class="whole-book\b.*?</div>', re.DOTALL)
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
    if path.suffix == ".html" and b"whole-book" in data:
        return LINKS.sub("", data.decode()).encode()
    return data
