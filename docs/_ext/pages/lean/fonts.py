"""Fonts with the signs that the site uses, and no others."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import brotli
import fontTools
from fontTools import subset
from fontTools.ttLib import TTFont
from hashed_files import digest, keep, read

# What a font in the cache depends on besides itself and its signs.
WAY = Path(__file__).read_text(encoding="utf-8") + fontTools.version + brotli.__version__
FILE = re.compile(r"url\(([^)]+\.woff2)\)")


def files(css: str) -> list[str]:
    """Return the fonts that a style sheet names, each once."""
    return list(dict.fromkeys(FILE.findall(css)))


def drawn(css: str) -> set[str]:
    """Return the signs that a style sheet draws."""
    return {sign for sign in set(css) if not sign.isascii()}


def cut(data: bytes, signs: Iterable[str], cache: Path) -> bytes:
    """Return a WOFF2 font with some signs only; from the cache if it was cut before."""
    text = "".join(sorted(signs))
    entry = cache / f"font-{digest(data, text, WAY)}.made"
    if kept := read(entry):
        return base64.b64decode(kept)
    lean = cut_now(data, text)
    keep(entry, base64.b64encode(lean).decode())
    return lean


def cut_now(data: bytes, text: str) -> bytes:
    # The date inside the font stays, so that every build gives the same bytes.
    font = TTFont(BytesIO(data), recalcTimestamp=False)
    options = subset.Options(
        flavor="woff2", hinting=False, desubroutinize=True, notdef_outline=True
    )
    options.layout_features = ["*"]
    cutter = subset.Subsetter(options)
    cutter.populate(text=text)
    cutter.subset(font)
    lean = BytesIO()
    font.flavor = "woff2"
    font.save(lean)
    return lean.getvalue()
