"""Words that are misspelt, as codespell knows them, and words that are written twice by accident.

Only what a reader reads as text is looked at: no code, no formulas, no bibliography. A right word
that codespell does not know goes to `words.txt`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from reading.pieces import checked_by
from sphinx.application import Sphinx
from stack import MISSPELLINGS

OURS = Path(__file__).with_name("words.txt")
WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:['’][^\W\d_]+)*(?!\w)")
# Words of grammar: "that that" and "had had" can be meant, these cannot.
TWICE = re.compile(
    r"\b(a|an|and|are|as|at|be|by|for|from|if|in|is|it|of|on|or|our|the|their|this|to|was|we|with"
    r"|you|your)\s+\1\b",
    re.IGNORECASE,
)


@cache
def misspellings() -> dict[str, str]:
    """Return what is meant by each word that is misspelt."""
    lines = MISSPELLINGS.read_text(encoding="utf-8").splitlines()
    meant = dict(line.split("->", 1) for line in lines)
    for line in OURS.read_text(encoding="utf-8").splitlines():
        meant.pop(line.partition("#")[0].strip().lower(), None)
    return meant


def check(pieces: Iterable[tuple[str, str, int]]) -> Iterator[tuple[int, str]]:
    """Yield line and message of the slips in a chapter's text."""
    for kind, text, line in pieces:
        if kind != "text":
            continue
        for word in WORD.findall(text):
            meant = misspellings().get(word.lower().replace("’", "'"))
            if meant and not is_name(word, meant):
                yield line, f"expected {suggestion(meant)}, got the word {word!r}"
        for twice in TWICE.finditer(text):
            yield line, f"expected the word once, got {twice[0]!r}"


def is_name(word: str, meant: str) -> bool:
    """Tell whether a word is rather a name: its letters are capitals, or the first one is.

    A name looks like a slip of many words, and a misspelt word of one.
    """
    return word.isupper() or (word[0].isupper() and "," in meant)


def suggestion(meant: str) -> str:
    """Return what codespell suggests; behind the last of several words it may give a reason."""
    words, _, _ = meant.rpartition(",") if "," in meant else (meant, "", "")
    return " or ".join(repr(word.strip()) for word in words.split(","))


def load(app: Sphinx) -> None:
    """Read the words before Sphinx forks its processes."""
    misspellings()


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", load)
    app.connect("source-read", checked_by(check, "spelling"))
