"""An edition of the book: from when it is, and the command that makes it of the built site."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from surroundings import epoch

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "_build"


def moment() -> time.struct_time:
    """Return the time of the commit, so that the same sources give the same bytes."""
    return time.gmtime(epoch(ROOT))


def make(kind: str, write: Callable[[Path, Path], Path]) -> int:
    """Write an edition beside the site."""
    site = BUILD / "html"
    if not site.is_dir():
        sys.exit(f"{kind}: there is no site yet; make html builds it")
    made = write(site.resolve(), BUILD / f"gradbook.{kind}")
    print(f"The book is in {made.relative_to(ROOT)}")
    return 0
