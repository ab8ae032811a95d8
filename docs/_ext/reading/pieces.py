"""What a reader reads of a chapter's source, piece by piece, with its lines."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from markdown_it.token import Token
from sphinx.util import logging

from reading.blocks import Block, blocks_of, is_fence

logger = logging.getLogger(__name__)

# In the place of what is no text: mathematics, code, values of cells, links.
ELSE = "…"
DECIMAL = re.compile(r"(?<![\w.])[-+]?\d*\.\d+(?:e[-+]?\d+)?%?(?![\w.])")
# How PyTorch and NumPy print values.
PRINTED = {"tensor", "array"}
# Blocks that show no language: what stands there may be meant as an output.
PLAIN = {"", "text", "none", "output", "console"}
BLOCKS = {"code-block", "code", "sourcecode", "parsed-literal"}
COMMAND = "$ "
# Roles that lead elsewhere, or have a source: what they show is no result of this chapter.
LEADING = re.compile(r"ref|numref|eq|doc|term|any|download|fact|cite.*|glue.*|py:.*|pep|rfc")


class Piece(NamedTuple):
    """A line of "text", the text of a "link" or a formula ("math") in it, or a "cell".

    What may be meant as the "output" of one is no prose.
    """

    kind: str
    text: str
    line: int


def pieces(found: Iterable[Block]) -> Iterator[Piece]:
    """Yield all that a reader reads of the blocks of a chapter, and its cells."""
    for block in found:
        name = block.directive[0] if block.directive else ""
        if block.token.type == "inline":
            yield from inline_pieces(block.token.children or [], block.line)
        elif name == "code-cell":
            yield Piece("cell", block.token.content, block.line + 1)
        elif is_fence(block.token):
            yield from fenced(block, name)


def fenced(block: Block, name: str) -> Iterator[Piece]:
    """Yield what a reader reads of a block that is no Markdown: text, or numbers of an output."""
    language = block.directive[1] if block.directive else block.token.info.strip()
    for i, text in enumerate(block.token.content.splitlines(), block.line + 1):
        if name in {"eval-rst", "csv-table"} and not text.lstrip().startswith(("..", ":")):
            yield Piece("text", text, i)
        elif (not name or name in BLOCKS) and language in PLAIN and not text.startswith(COMMAND):
            yield Piece("output", text, i)


def inline_pieces(children: list[Token], line: int) -> Iterator[Piece]:
    """Yield the lines of a paragraph, a heading or a cell of a table, and what stands in them."""
    text, depth = "", 0
    for child in children:
        if child.type in {"softbreak", "hardbreak"}:
            yield Piece("text", text, line)
            text, line = "", line + 1
        elif child.type in {"link_open", "link_close"}:
            yield Piece("text", str(child.attrs.get("title", "")), line)
            depth += child.nesting
            text += ELSE * (depth > 0)
        elif is_math(child):
            yield Piece("math", child.content, line)
            text += ELSE
        elif child.type == "image":
            yield Piece("text", child.content, line)
        elif depth:
            yield Piece("link", read(child), line)
        elif not child.type.endswith(("_open", "_close")):
            text += read(child)
    yield Piece("text", text, line)


def is_math(token: Token) -> bool:
    role = token.type == "myst_role" and token.meta["name"] == "math"
    return role or token.type == "math_inline"


def read(token: Token) -> str:
    """Return the text of a token, or a sign in its place."""
    if token.type == "code_inline" and is_value(token.content):
        return decimals(token.content)
    role = token.type == "myst_role" and not LEADING.fullmatch(token.meta["name"])
    return token.content if role or token.type.startswith("text") else ELSE


def is_value(code: str) -> bool:
    """Tell whether code is a number or a value as it is printed; other code has names in it."""
    try:
        tree = ast.parse(code.strip().rstrip("%"), mode="eval").body
    except (SyntaxError, ValueError):
        return False
    if isinstance(tree, ast.Call) and ast.unparse(tree.func).rpartition(".")[2] in PRINTED:
        tree = ast.Tuple(tree.args)
    return not any(isinstance(node, ast.Name | ast.Call) for node in ast.walk(tree))


def decimals(text: str) -> str:
    """Return the numbers with a decimal point in a text that is no prose."""
    return f" {ELSE} ".join(DECIMAL.findall(text)) or ELSE


def checked_by(check: Callable[[list[Piece]], Iterable[tuple[int, str]]], kind: str) -> Any:
    """Return a handler of source-read that reports what `check` yields, as warnings of a kind."""

    def check_source(app: Any, docname: str, source: list[str]) -> None:
        if str(app.env.doc2path(docname)).endswith(".md"):
            found = check(list(pieces(blocks_of(app, source[0]))))
            for line, message in sorted(set(found)):
                logger.warning(message, location=(docname, line), type=kind)

    return check_source
