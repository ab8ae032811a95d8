"""Words that are misspelt, as codespell knows them, and words that are written twice by accident.

Only what a reader reads as text is looked at, in figures too: no code, no formulas, no
bibliography. A right word that codespell does not know goes to `words.txt`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from docutils import nodes
from reading.pieces import checked_by
from sphinx.application import Sphinx
from sphinx.util import logging
from stack import BRITISH, DRAWN, MISSPELLINGS

logger = logging.getLogger(__name__)

OURS = Path(__file__).with_name("words.txt")
MATH = re.compile(r"\$[^$]*\$")
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
    # With a capital, a British word is rather a name, as in a Centre for Mathematics.
    british = [f"{line}," for line in BRITISH.read_text(encoding="utf-8").splitlines()]
    lines = MISSPELLINGS.read_text(encoding="utf-8").splitlines()
    meant = dict(line.split("->", 1) for line in [*british, *lines])
    for line in OURS.read_text(encoding="utf-8").splitlines():
        meant.pop(line.partition("#")[0].strip().lower(), None)
    return meant


def check(pieces: Iterable[tuple[str, str, int]]) -> Iterator[tuple[int, str]]:
    """Yield line and message of the slips in a chapter's text."""
    for kind, text, line in pieces:
        if kind not in {"text", "link"}:
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


def check_figures(app: Sphinx, doctree: nodes.document) -> None:
    """Report the slips in what cells have written in their figures."""
    for cell in doctree.findall(nodes.container):
        if cell.get("nb_element") == "cell_code":
            for line, message in check(drawn(app, cell)):
                logger.warning(message, location=(app.env.docname, line), type="spelling")


def drawn(app: Sphinx, cell: nodes.container) -> Iterator[tuple[str, str, int]]:
    """Yield the texts in the figures of a cell, each with its line in the chapter's source."""
    start = max((cell.line or 0) - 2, 1)  # MyST-NB counts from below the first
    for image in cell.findall(nodes.image):
        if not image["uri"].endswith(".svg"):
            continue
        source = Path(app.env.doc2path(app.env.docname)).read_text(encoding="utf-8").splitlines()
        for text in DRAWN.findall(Path(app.srcdir, image["uri"]).read_text(encoding="utf-8")):
            lines = (i for i, line in enumerate(source[start:], start + 1) if text in line)
            yield "text", MATH.sub("", text), next(lines, start)


def load(app: Sphinx) -> None:
    """Read the words before Sphinx forks its processes."""
    misspellings()


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", load)
    app.connect("source-read", checked_by(check, "spelling"))
    app.connect("doctree-read", check_figures)
