"""Build the book twice, in two places and zones, and compare the sites byte by byte.

The first build runs each chapter here and elsewhere, and compares. The second one needs to run
none: it takes what the first one has reproduced.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CACHE = Path("_build", "cache")
NOT_COPIED = shutil.ignore_patterns("_build", ".*", "__pycache__")


def build(folder: Path, cache: Path | None, **variables: str) -> Path:
    """Build a copy of the book with the cache of another one, if any, and return its folder."""
    shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
    if cache:
        shutil.copytree(cache, folder / CACHE)
    environment = os.environ | {"GRADBOOK_TWICE": "1"} | variables
    subprocess.run([sys.executable, "-I", folder / "make" / "html.py"], env=environment, check=True)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of the site of a copy."""
    site = (folder / "_build" / "html").resolve()
    return {str(p.relative_to(site)): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def difference(one: bytes, other: bytes) -> str:
    """Return the first place where two files differ."""
    place = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if place is None:
        return f"{len(one)} and {len(other)} bytes"
    start = max(place - 40, 0)
    return f"at byte {place}: {one[start : place + 40]!r} and {other[start : place + 40]!r}"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        first = build(Path(folder, "first"), None, TZ="UTC")
        second = build(Path(folder, "second-time"), first / CACHE, TZ="ELSE-14")
        one, other = contents(first), contents(second)
    differing = sorted(name for name in one | other if one.get(name) != other.get(name))
    for name in differing:
        if name in one and name in other:
            print(f"{name}: {difference(one[name], other[name])}")
        else:
            print(f"{name}: only in the {'first' if name in one else 'second'} site")
    print(f"{len(one)} files, {sum(map(len, one.values()))} bytes; {len(differing)} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
