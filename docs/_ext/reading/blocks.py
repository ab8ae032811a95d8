"""The blocks of a chapter, parsed as MyST-NB parses it; what stands in its directives too."""

import re
from dataclasses import dataclass

from markdown_it.renderer import RendererHTML
from myst_parser.parsers.mdit import create_md_parser

# Directives that show code which nothing runs, or text which nothing checks or not all can read.
UNCHECKED = {
    *("code", "code-block", "sourcecode", "literalinclude", "parsed-literal", "highlight"),
    *("doctest", "testcode", "raw", "raw-cell", "include"),
}
# Directives whose content is no Markdown.
VERBATIM = {"code-cell", "toctree", "eval-rst", "math", "csv-table", "bibliography"}


@dataclass
class Block:
    """A token of the parser, and where it stands."""

    token: object
    first: int  # the file's line on which it begins, counted from 0
    lines: list  # its own lines
    nested: bool

    @property
    def line(self):
        return self.first + 1

    @property
    def directive(self):
        """Return name and argument where this is a directive, or None."""
        match = re.match(r"\{([\w:-]+)\}\s*(.*)", self.token.info)
        return match and (match[1].lower(), match[2])

    def locate(self, text):
        """Return the line of a text in this block."""
        return self.line + next((i for i, line in enumerate(self.lines) if text in line), 0)


def blocks(parser, text, first=0, nested=False):
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
        if is_fence(token) and block.directive and block.directive[0] not in VERBATIM | UNCHECKED:
            text = token.content
            if block.directive[0] == "glossary":  # its definitions are indented, and no code
                text = "\n".join(map(str.strip, text.splitlines()))
            yield from blocks(parser, text, first + start + 1, nested=True)


def is_fence(token):
    return token.type in {"fence", "colon_fence"}


def is_reference(docname):
    """Tell whether a page belongs to the reference part, which may show values of chapters."""
    return docname.startswith("reference/")


def strict_parser(config):
    """Return MyST's parser; an escaped character stays apart from other text."""
    parser = create_md_parser(config, RendererHTML)
    parser.disable("text_join")
    return parser
