"""Text: marks that were meant as markup and are read as text, and what the reader cannot see."""

import re
import unicodedata
from collections.abc import Iterator

from markdown_it.token import Token
from reading.blocks import Block, is_reference

from checks.raw_html import refused

Found = Iterator[tuple[int, str]]

# Signs for what is no text in a line: an escaped sign, code, and all else.
ESCAPED, CODE, ELSE = "\x01", "\x02", "\x03"
# What was meant as markup where it is read as text, and what to write.
STRAY = {
    re.compile("<!--"): "the two ends of a comment",
    re.compile(r"\$\$?"): r"formulas between pairs of dollar signs, or \$ for the sign",
    re.compile(r"```|:::|\{code-cell\}"): "a fence in lines of its own",
    re.compile(
        r"\*\*(?=\S)|(?<=\S)\*\*|\*\* [^*]+ \*\*|(?<![\w*(])\*(?=\w)|~~|`"
    ): "a pair of these marks",
    re.compile(
        r"\]\(|\]\[|\[\^|\[[^\]]*\(https?:|\)\[\S*(?:\.md|://)"
    ): "a link or a footnote with its target",
    re.compile(r"\{\{ *\w+ *\}\}|\{%"): "a value through {glue:text}",
    re.compile(r",,|(?<=\w) [,;](?=\s|\Z)|(?<=\w)\.\.(?=\s|\Z)"): "one sign after a word",
    re.compile(
        r"\b(?:TODO|FIXME|XXX|TBD)\b|\?\?\?|(?i:lorem ipsum)"
    ): "finished text, or a comment, which begins with %",
    re.compile(r"&[a-z]+;"): "a character that HTML knows",
    re.compile(r"\\[A-Za-z]+\s?[{_^]|(?:\A|(?<=[\s(]))\\[A-Za-z]{2,}(?![\\\w])"): (
        "formulas between dollar signs"
    ),
    re.compile(
        rf"(?:\{{[a-z][\w:-]*\}} ?|:[a-z]+:)(?={CODE})"
        r"|\{(?:ref|numref|eq|doc|cite|glue(?::\w+)?)\}"
    ): ("a role as in {ref}`label`"),
    # Lines that were meant as a row of a table, as an item of a list.
    re.compile(r"\A\|.*\s\|\s.*\|\s*\Z|\A\|[-: |]+\Z"): "a table with its rule of dashes",
    re.compile(r"\A(?:[-*+]|\d+\.)[^\W\d_]{2,}"): "a space after the sign of an item in a list",
    re.compile(rf"\] \([^)\s]*(?:\.md|#|://)[^)\s]*\)|(?:\A|\s)!\s(?={ELSE})"): (
        "a link or a picture in one piece"
    ),
}
PAIRS = {"(": ")", "[": "]"}
# Half-open intervals, and faces; letters and numbers of a list, as in `a)`.
PAIRED = re.compile(r"[\[(][^\[\]()]*[,;][^\[\]()]*[\])]|[:;]-?[()]")
BRACKET = re.compile(r"(?P<item>(?:\A|(?<=\s))(?:\w|\d\d|[ivx]+)(?=\)))?(?P<sign>[()\[\]])")
DIRECTIVE = re.compile(r"\{[\w-]+\}\s+\S")
HEADING = re.compile(r"[ >]*(#+[^\s#].*)")
TEX = re.compile(r"\\\((.*?)\\\)|\\\[(.*?[\\^_=].*?)\\\]")
# Lines that a merge leaves; the one between them would make a heading of a sentence.
CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7}) |={7}$")
WORD = re.compile(r"[^\W\d_]+")
# Formats of Unicode that have a use: joined letters and signs.
JOINERS = "\u200c\u200d"
BROKEN = "\ufffd"
INVISIBLE = {"Cc", "Cf", "Co", "Cn", "Zl", "Zp"}
# Schemes of a link that leads to the same thing for every reader.
SCHEMES = {"http", "https", "mailto"}


def check_characters(text: str) -> Found:
    """Yield characters that nobody sees, and the marks of an unfinished merge."""
    for number, line in enumerate(text.split("\n"), 1):
        for sign in line.rstrip("\r").replace("\t", " "):
            hidden = unicodedata.category(sign) in INVISIBLE and sign not in JOINERS
            if hidden or sign == BROKEN:
                name = unicodedata.name(sign, "a control character")
                yield number, f"expected characters that can be seen, got {name} U+{ord(sign):04X}"
        for word in [] if line.isascii() else WORD.findall(line):
            if {"LATIN", "CYRILLIC"} <= {unicodedata.name(s, "").partition(" ")[0] for s in word}:
                yield number, f"expected a word in letters of one script, got {word!r}"
        if CONFLICT.match(line):
            yield number, f"expected a finished merge, got {line.strip()!r}"


def check_math(block: Block) -> Found:
    """Yield an empty line in a formula, whose end is missing, and a formula without content."""
    inner = [i for i, line in enumerate(block.lines) if not line.strip(" >")]
    if not block.token.content.strip():
        yield block.line, "expected a formula, got an empty one"
    elif inner:
        message = "expected '$$' at the end of this formula, got an empty line"
        yield block.line, f"{message} ({block.line + inner[0]})"


def check_inline(block: Block, docname: str) -> Found:
    """Yield slips within a paragraph."""
    children = block.token.children or []
    for child, following in zip(children, [*children[1:], None], strict=False):
        yield from check_part(block, child, docname)
        if child.type == "link_open" and following and following.type == "link_close":
            address = str(child.attrs["href"])
            if "://" in address:
                yield block.locate(address), f"expected a text for the link to {address}, got none"
    lines = flow(children)
    yield from ((block.line + number, message) for number, message in unpaired(lines))
    for number, line in enumerate(lines):
        yield from ((block.line + number, message) for message in stray(line))
        if number and (item := re.match(r"\d\d?[.)]\s", line)):
            got = item[0].strip()
            yield block.line + number, f"expected an empty line before a list, got {got!r}"
    for number, raw in enumerate(block.lines, block.line):
        if heading := HEADING.match(raw):
            yield number, f"expected a space after the sign of a heading, got {heading[1]!r}"
        if tex := TEX.search(raw):
            yield number, f"expected formulas between dollar signs, got {tex[0]!r}"


def check_part(block: Block, child: Token, docname: str) -> Found:
    """Yield what is wrong with a part of a paragraph that is no plain text."""
    text = child.content
    if child.type == "html_inline" and not text.startswith("<!--"):
        yield block.locate(text), refused(text)
    elif child.type == "myst_role":
        yield from check_role(block, child, docname)
    elif child.type == "code_inline" and "``" in child.markup and DIRECTIVE.match(text):
        got = text.split()[0]
        yield block.locate(got), f"expected ``` before {got}, got an inline code"
    elif child.type in {"link_open", "image"}:
        yield from check_target(block, child)


def flow(children: list[Token]) -> list[str]:
    """Return the lines of a paragraph, with a sign for each part that is no text."""
    lines = [""]
    for child in children:
        if child.type in {"softbreak", "hardbreak"}:
            lines.append("")
        elif child.type == "text" or (child.type == "text_special" and child.markup[1:].isalpha()):
            lines[-1] += child.content
        elif child.type == "text_special":
            lines[-1] += ESCAPED
        elif not child.type.endswith(("_open", "_close")) or child.type == "link_open":
            lines[-1] += CODE if child.type == "code_inline" else ELSE
    return lines


def unpaired(lines: list[str]) -> Found:
    """Yield brackets without their other half in a paragraph: number of the line, message."""
    opened: list[tuple[int, str]] = []
    for number, line in enumerate(lines):
        for match in BRACKET.finditer(PAIRED.sub("", line)):
            sign = match["sign"]
            if sign in PAIRS:
                opened.append((number, sign))
            elif opened and PAIRS[opened[-1][1]] == sign:
                opened.pop()
            elif not match["item"]:
                yield number, f"expected a bracket that opens before {sign!r}, got none"
    yield from ((n, f"expected a bracket that closes {sign!r}, got none") for n, sign in opened)


def stray(line: str) -> Iterator[str]:
    """Yield what is wrong with a line of text."""
    for pattern, expected in STRAY.items():
        for match in list(pattern.finditer(line))[:1]:
            yield f"expected {expected}, got {match[0].strip()!r} in a text"


def check_role(block: Block, child: Token, docname: str) -> Found:
    """Yield values that come from another page, or from the day."""
    text, name = child.content, child.meta["name"]
    if name == "sub-ref":
        yield block.locate(text), f"expected a value of a cell, got {{sub-ref}}`{text}`"
    if "::" in text and name.startswith("glue") and not is_reference(docname):
        message = "expected a value of this chapter's own cells, got one of another page"
        yield block.locate(text), f"{message}: {text!r}"


def check_target(block: Block, child: Token) -> Found:
    """Yield links that lead elsewhere on each machine, and pictures from the network."""
    address = str(child.attrs.get("href") or child.attrs.get("src") or "")
    scheme = re.match(r"([A-Za-z][\w+.-]*):", address)
    if child.type == "image" and (scheme or address.startswith("//")):
        yield block.locate(address), f"expected a picture beside the chapter, got {address!r}"
    elif scheme and scheme[1].lower() not in SCHEMES:
        yield block.locate(address), f"expected a link with https:, got {address!r}"


def count_cells(line: str) -> int:
    """Return how many cells a row of a table has; Markdown drops those that are too many."""
    return len(re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|")))
