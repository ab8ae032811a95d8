"""The style sheets of paper and of e-books, in the colors of the palette."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROLES: dict[str, tuple[str, str]] = runpy.run_path(str(ROOT / "gradbook/plots/palette.py"))["ROLES"]
COLOR = re.compile(r"var\(--([a-z-]+)\)")


def sheet(name: str) -> str:
    """Return a style sheet with the light colors in their places, which not all readers fill."""
    text = (ROOT / "make/binding" / name).read_text(encoding="utf-8")
    return COLOR.sub(lambda place: ROLES[place[1]][0], text)
