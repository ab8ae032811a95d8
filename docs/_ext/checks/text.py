"""Text: marks that were meant as markup and are read as text, and what the reader cannot see."""

import re
import unicodedata
from itertools import pairwise

from reading.blocks import is_reference

STRAY = {
    ("$$", "$"): "expected formulas between pairs of dollar signs",
    ("```", ":::", "{code-cell}"): "expected a fence in lines of its own",
    ("**", "~~", "`"): "expected a pair of these marks",
    ("](", "][", "[^"): "expected a link or a footnote with its target",
    ("{{", "{%"): "expected a value through {glue:text}",
    ("TODO", "FIXME", "XXX"): "expected finished text",
}
TEX = re.compile(r"\\[A-Za-z(\[]")
ROLE = re.compile(r"\{[A-Za-z][\w:-]*\}")
ENTITY = re.compile(r"&\w+;")
HEADING = re.compile(r"#+[^\s#]")
TABLE = re.compile(r"\|.*\|\s*$")
RST_ROLE = re.compile(r":[a-z]+:$")
# Lines that a merge leaves; the one between them would make a heading of a sentence.
CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7}) |={7}$")
# Formats of Unicode that have a use: joined letters and signs.
JOINERS = "\u200c\u200d"
BROKEN = "\ufffd"
# Schemes of a link that leads to the same thing for every reader.
# A link with a space in its middle, and a word that is written twice.
SLIPS = re.compile(
    r"\] \([^)\s]*(?:\.md|#|://)[^)\s]*\)|\b(the|a|an|of|to|is|in|and|with|for)\s+\1\b"
)
INVISIBLE = {"Cc", "Cf", "Co", "Cn", "Zl", "Zp"}
SCHEMES = {"http", "https", "mailto"}


def check_characters(text):
    """Yield characters that nobody sees, and the marks of an unfinished merge."""
    for number, line in enumerate(text.split("\n"), 1):
        for sign in line.rstrip("\r").replace("\t", " "):
            hidden = unicodedata.category(sign) in INVISIBLE and sign not in JOINERS
            if hidden or sign == BROKEN:
                name = unicodedata.name(sign, "a control character")
                yield number, f"expected characters that can be seen, got {name} U+{ord(sign):04X}"
        if CONFLICT.match(line):
            yield number, f"expected a finished merge, got {line.strip()!r}"


def check_math(block):
    """Yield an empty line in a formula, whose end is missing, and a formula without content."""
    inner = [i for i, line in enumerate(block.lines) if not line.strip(" >")]
    if not block.token.content.strip():
        yield block.line, "expected a formula, got an empty one"
    elif inner:
        message = "expected '$$' at the end of this formula, got an empty line"
        yield block.line, f"{message} ({block.line + inner[0]})"


def check_inline(block, docname):
    """Yield slips within a paragraph."""
    for child, following in pairwise([*(block.token.children or []), None]):
        text = child.content
        if child.type == "html_inline":
            yield block.locate(text), f"expected Markdown, got raw HTML: {text!r}"
        elif child.type == "myst_role":
            yield from check_role(block, child, docname)
        elif child.type == "code_inline" and "{code-cell}" in text:
            yield block.locate("{code-cell}"), "expected ``` before {code-cell}, got an inline code"
        elif child.type == "text_special" and TEX.match(child.markup):
            got = child.markup
            yield block.locate(got), f"expected formulas between dollar signs, got {got} in a text"
        elif child.type in {"link_open", "image"}:
            yield from check_target(block, child)
        elif child.type == "text":
            yield from check_text(block, text, following)
            for slip in SLIPS.finditer(text):
                yield block.locate(slip[0]), f"expected a link or one word, got {slip[0]!r}"


def check_role(block, child, docname):
    """Yield values that come from another page."""
    text = child.content
    if child.meta["name"] == "sub-ref":
        yield block.locate(text), f"expected a value of a cell, got {{sub-ref}}`{text}`"
    if "::" in text and child.meta["name"].startswith("glue") and not is_reference(docname):
        message = "expected a value of this chapter's own cells, got one of another page"
        yield block.locate(text), f"{message}: {text!r}"


def check_target(block, child):
    """Yield links that lead elsewhere on each machine, and pictures from the network."""
    address = child.attrs.get("href") or child.attrs.get("src") or ""
    scheme = re.match(r"([A-Za-z][\w+.-]*):", address)
    if child.type == "image" and (scheme or address.startswith("//")):
        yield block.locate(address), f"expected a picture beside the chapter, got {address!r}"
    elif scheme and scheme[1].lower() not in SCHEMES:
        yield block.locate(address), f"expected a link with https:, got {address!r}"


def check_text(block, text, following):
    """Yield marks that were meant as markup and are read as text."""
    for marks, expected in STRAY.items():
        mark = next((mark for mark in marks if mark in text), None)
        if mark:
            yield block.locate(mark), f"{expected}, got {mark!r} in a text"
    patterns = {
        ROLE: "expected a backtick right after the name of a role",
        ENTITY: "expected a character that HTML knows",
    }
    for pattern, expected in patterns.items():
        mark = pattern.search(text)
        if mark and mark[0] != "{code-cell}":
            yield block.locate(mark[0]), f"{expected}, got {mark[0]!r} in a text"
    yield from check_begin(block, text)
    role = RST_ROLE.search(text)
    if role and following and following.type == "code_inline":
        name = role[0].strip(":")
        yield block.locate(role[0]), f"expected {{{name}}} before the backtick, got {role[0]!r}"


def check_begin(block, text):
    """Yield lines that were meant as a heading or as a row of a table."""
    if HEADING.match(text) and block.lines and block.lines[0].lstrip(" >").startswith("#"):
        yield block.locate(text), f"expected a space after the sign of a heading, got {text!r}"
    if TABLE.match(text):
        yield block.locate(text), f"expected a table with its rule of dashes, got {text!r}"


def count_cells(line):
    """Return how many cells a row of a table has; Markdown drops those that are too many."""
    return len(re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|")))
