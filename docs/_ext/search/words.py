"""The words of the book, for a search whose words are mistyped: those of most places first."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

from reading import html

FILE = "words.json"
# Letters of Latin script: in others, one does not search by whole words.
WORD = re.compile(r"[A-Za-zÀ-ɏ_]{4,}")


def write(texts: Path, target: Path) -> None:
    """Write the words of all texts in a folder, as a list, into another one."""
    places: Counter[str] = Counter()
    for path in texts.rglob("*.html"):
        text = html.words(path.read_text(encoding="utf-8"))
        places.update({word.lower() for word in WORD.findall(text)})
    words = sorted(places, key=lambda word: (-places[word], word))
    list_ = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    (target / FILE).write_text(list_, encoding="utf-8")
