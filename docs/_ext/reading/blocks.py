"""A chapter as blocks: parsed once, as MyST parses it, with what stands in its directives.

All that asks what a chapter's source says takes these blocks: the checks of text, the pieces that
a reader reads, and the counts of what was checked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

# Directives whose content is no Markdown.
VERBATIM = {
    *("code-cell", "code", "code-block", "sourcecode", "parsed-literal", "doctest", "testcode"),
    *("literalinclude", "include", "raw", "raw-cell", "toctree", "eval-rst", "math", "csv-table"),
    *("bibliography", "module-source", "fault-table", "index", "file", "session"),
}
# Directives whose argument is a name or a file, and no title.
NAMED = {
    *("cell-figure", "exercise", "solution", "solution-start", "solution-end", "checked", "image"),
    *("explorer", "versionadded", "versionchanged", "deprecated"),
    *("figure", "div", "container", "glossary", "pip-line", "gallery", "whole-book", "errata"),
}
OPTION = re.compile(r":([\w-]+):(.*)")
SPOKEN = {"alt", "caption"}


@dataclass
class Block:
    """A token of the parser, and where it stands."""

    token: Token
    first: int  # the file's line on which it begins, counted from 0
    lines: list[str]  # its own lines
    nested: bool
    # The options of a directive, each with its line.
    options: dict[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def line(self) -> int:
        return self.first + 1

    @property
    def directive(self) -> tuple[str, str] | None:
        """Return name and argument where this is a directive, or None."""
        match = re.match(r"\{([\w:-]+)\}\s*(.*)", self.token.info)
        return (match[1].lower(), match[2].strip()) if match and is_fence(self.token) else None

    def locate(self, text: str) -> int:
        """Return the line of a text in this block."""
        return self.line + next((i for i, line in enumerate(self.lines) if text in line), 0)


def blocks(parser: MarkdownIt, text: str, first: int = 0, nested: bool = False) -> Iterator[Block]:
    """Yield all blocks of a text, those in its directives too."""
    lines = text.splitlines()
    level = 0
    for token in parser.parse(text):
        level += token.nesting
        if not token.map or token.nesting < 0:
            continue
        start, end = token.map
        block = Block(token, first + start, lines[start:end], nested or level > 0)
        if token.type == "front_matter" and nested:  # the options of a directive
            continue
        yield block
        if block.directive and block.directive[0] not in VERBATIM:
            yield from inside(parser, block)


def inside(parser: MarkdownIt, block: Block) -> Iterator[Block]:
    """Yield the blocks of a directive: its title, its spoken options, its content."""
    name, argument = block.directive or ("", "")
    lines = block.token.content.splitlines()
    if name == "glossary":  # its definitions are indented, and no code
        lines = [line.strip() for line in lines]
    for i, line in enumerate(lines):
        match = OPTION.fullmatch(line)
        if not match:
            break
        block.options[match[1]] = match[2].strip(), block.line + i + 1
        lines[i] = ""
    if name not in NAMED:
        yield from blocks(parser, argument, block.first, nested=True)
    for option in sorted(SPOKEN & block.options.keys()):
        spoken, at = block.options[option]
        yield from blocks(parser, spoken, at - 1, nested=True)
    yield from blocks(parser, "\n".join(lines), block.first + 1, nested=True)


def is_fence(token: Token) -> bool:
    return token.type in {"fence", "colon_fence"}


def is_reference(docname: str) -> bool:
    """Tell whether a page belongs to the reference part, which may show values of chapters."""
    return docname.startswith("reference/")


def strict_parser(config: MdParserConfig) -> MarkdownIt:
    """Return MyST's parser; an escaped character stays apart from other text."""
    parser = create_md_parser(config, RendererHTML)
    parser.disable("text_join")
    return parser


def blocks_of(app: Any, text: str) -> list[Block]:
    """Return the blocks of the chapter that is read; they are kept until the next one is."""
    if getattr(app, "read_blocks", (None,))[0] != text:
        app.read_blocks = text, list(blocks(strict_parser(app.env.myst_config), text))
    return app.read_blocks[1]
