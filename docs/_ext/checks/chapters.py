"""What the source of a chapter shows before it is read: code that would not run, and slips."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from reading.blocks import Block, blocks_of, is_fence
from sphinx.util import logging

from checks.fences import check_fence
from checks.files import check_encoding, check_folder, check_kind
from checks.header import check_header, check_headings
from checks.raw_html import check_html
from checks.text import check_characters, check_inline, check_math, count_cells

logger = logging.getLogger(__name__)

Found = Iterator[tuple[int, str]]

# After these, MyST-NB would stop, and the faults of other chapters would be lost.
UNREADABLE = re.compile("front matter|expected options as|expected tags as|got an empty page")


def check(text: str, found: list[Block], docname: str) -> Found:
    """Yield line and message of all that is wrong with a chapter's source."""
    yield from check_characters(text)
    yield from check_header(found)
    yield from check_headings(found)
    for block in found:
        yield from check_block(block, docname)
    yield from check_tables(found)


def check_block(block: Block, docname: str) -> Found:
    """Yield what is wrong with one block."""
    kind = block.token.type
    if is_fence(block.token):
        yield from check_fence(block, docname)
    elif kind == "html_block":
        yield from check_html(block)
    elif kind == "myst_block_break" and block.token.content.strip():
        yield block.line, f"expected nothing after '+++', got {block.token.content.strip()!r}"
    elif kind.startswith("math_block"):
        yield from check_math(block)
    elif kind == "inline":
        yield from check_inline(block, docname)


def check_tables(found: list[Block]) -> Found:
    """Yield the rows of tables that are longer or shorter than the head."""
    columns = 0
    for block in found:
        if block.token.type == "thead_open":
            columns = count_cells(block.lines[0])
        elif block.token.type == "tr_open" and count_cells(block.lines[0]) != columns:
            got = f"{count_cells(block.lines[0])}: {block.lines[0].strip()!r}"
            yield block.line, f"expected a row of {columns} cells, as in the head, got {got}"


def check_source(app: Any, docname: str, source: list[str]) -> None:
    """Report what is wrong with a chapter; what cannot be read at all is taken out."""
    other = check_kind(Path(app.env.doc2path(docname)))
    if other is not None:
        source[0] = other
        return
    try:
        found = list(check(source[0], blocks_of(app, source[0]), docname))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        found = [(mark.line + 2 if mark else 1, f"expected front matter in YAML, got {error}")]
    for line, message in sorted(set(found)):
        logger.warning(message, location=(docname, line), type="source")
    if any(UNREADABLE.search(message) for _, message in found):
        source[0] = f"# {docname}\n"


def setup(app: Any) -> None:
    app.connect("env-before-read-docs", check_encoding, priority=100)
    app.connect("env-before-read-docs", check_folder, priority=100)
    app.connect("source-read", check_source)
