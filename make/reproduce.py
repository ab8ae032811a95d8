"""Build the book twice, from nothing and in two places, and compare the sites byte by byte."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOT_COPIED = shutil.ignore_patterns("_build", ".*", "__pycache__")


def build(folder: Path) -> Path:
    """Build a copy of the book without a cache, and return its site."""
    shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
    subprocess.run([sys.executable, folder / "make" / "html.py"], check=True)
    return (folder / "_build" / "html").resolve()


def contents(site: Path) -> dict[str, bytes]:
    """Return every file of a site."""
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
        one, other = (contents(build(Path(folder, name))) for name in ("first", "second-time"))
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
