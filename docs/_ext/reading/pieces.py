"""What a reader reads of a chapter's source, piece by piece, with its lines.

The source is parsed as MyST parses it, and what stands in its directives is parsed too.
"""

import re

from markdown_it.renderer import RendererHTML
from myst_parser.parsers.mdit import create_md_parser
from sphinx.util import logging

logger = logging.getLogger(__name__)

# Directives whose content is no text, and those whose argument is a name or a file.
NO_TEXT = {"code-cell", "toctree", "math", "module-source", "bibliography", "fault-table"}
NAMED = {"cell-figure", "exercise", "solution", "solution-start", "solution-end", "checked"}
NAMED |= {"image", "figure", "include", "literalinclude", "code", "code-block", "code-cell"}
NAMED |= {"div", "container", "glossary", "pip-line", "gallery", "whole-book", "errata"}
SPOKEN_OPTION = re.compile(r"^:(?:alt|caption):(.*)$", re.MULTILINE)
# A number between backticks is typed; code of its own has names or signs in it.
DECIMAL = re.compile(r"[-+]?\d*\.\d+(?:e[-+]?\d+)?%?")
OPTION = re.compile(r"^:[\w-]+:.*$")
# Roles that lead elsewhere; what stands in front of their target is text.
REFERENCE = re.compile(r"ref|numref|eq|doc|term|any|download|cite.*|glue.*|py:.*")


def strict_parser(config):
    """Return the parser of the chapters."""
    return create_md_parser(config, RendererHTML)


def pieces(parser, text, first=1):
    """Yield (kind, text, line) of all that a reader reads, and of the cells.

    The kinds are "text", "math" and "cell"; `first` is the line on which `text` begins.
    """
    line = first
    for token in parser.parse(text):
        line = first + token.map[0] if token.map else line
        if token.type == "inline":
            yield from inline_pieces(token.children, line)
        elif token.type in {"fence", "colon_fence"} and token.info.startswith("{"):
            yield from directive_pieces(parser, token, line)


def inline_pieces(children, line):
    """Yield the pieces of a paragraph, a heading or a cell of a table."""
    for before, child in zip([None, *children], children, strict=False):
        if child.type in {"softbreak", "hardbreak"}:
            line += 1
        elif child.type == "math_inline":
            yield "math", child.content, line
        elif child.type == "myst_role" and REFERENCE.fullmatch(child.meta["name"]):
            yield "text", child.content.rpartition("<")[0], line
        elif child.type == "myst_role":
            yield "math" if child.meta["name"] == "math" else "text", child.content, line
        elif is_text(child) and not (before and before.info == "auto"):
            yield "text", child.content, line


def is_text(token):
    number = token.type == "code_inline" and DECIMAL.fullmatch(token.content.strip())
    return number or token.type in {"text", "image"}


def directive_pieces(parser, token, line):
    """Yield the pieces of a directive: its title, its spoken options and its content."""
    name, _, argument = token.info[1:].partition("}")
    if name == "code-cell":
        yield "cell", token.content, line + 1
    elif name == "eval-rst":
        for i, text in enumerate(token.content.splitlines(), line + 1):
            yield "text", "" if text.lstrip().startswith(("..", ":")) else text, i
    elif name not in NO_TEXT:
        if name not in NAMED:
            yield from pieces(parser, argument.strip(), line)
        for option in SPOKEN_OPTION.finditer(token.content):
            yield "text", option[1], line + 1 + token.content.count("\n", 0, option.start())
        lines = token.content.splitlines()
        for i, text in enumerate(lines):
            if not OPTION.match(text):
                break
            lines[i] = ""
        yield from pieces(parser, "\n".join(lines), line + 1)


def pieces_of(app, text):
    """Return the pieces of a chapter, which several checks read one after the other."""
    if getattr(app, "text_in_pieces", (None,))[0] != text:
        found = list(pieces(strict_parser(app.env.myst_config), text))
        app.text_in_pieces = text, found
    return app.text_in_pieces[1]


def checked_by(check, kind):
    """Return a handler of source-read that reports what `check` yields, as warnings of a kind."""

    def check_source(app, docname, source):
        if str(app.env.doc2path(docname)).endswith(".md"):
            found = check(pieces_of(app, source[0]))
            for line, message in sorted(set(found)):
                logger.warning(message, location=(docname, line), type=kind)

    return check_source
