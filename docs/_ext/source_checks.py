"""What the source of a chapter shows before it is read: code that would not run, and slips.

The chapter is parsed as MyST-NB parses it, and what stands in its directives is parsed too.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import yaml
from markdown_it.renderer import RendererHTML
from myst_nb.core.read import MystMetadataParsingError, _read_fenced_cell
from myst_parser.parsers.mdit import create_md_parser
from sphinx.util import logging

logger = logging.getLogger(__name__)

HEADER = {"file_format": "mystnb", "kernelspec": {"name": "python3"}}
TAGS = re.compile(r"remove-cell|remove-input|hide-input|note-[\w-]+|raises-[A-Z]\w*")
KNOWN_TAGS = "remove-cell, remove-input, hide-input, note-…, raises-…"
PLAIN = {"console", "text"}
# Directives that show code which nothing runs, or text which nothing checks.
UNCHECKED = {
    *("code", "code-block", "sourcecode", "literalinclude", "parsed-literal", "highlight"),
    *("doctest", "testcode", "raw", "raw-cell", "include"),
}
# Directives whose content is no Markdown.
VERBATIM = {"code-cell", "toctree", "eval-rst", "math", "csv-table", "glossary", "bibliography"}
RST_CODE = re.compile(
    r"^\s*\.\. (?:code|code-block|sourcecode|raw|include|literalinclude|parsed-literal)::"
    r"|^(?!\s*\.\.).*::$|^\s*>>> "
)
RST_ROLE = re.compile(r":[a-z]+:$")
# After these, MyST-NB would stop, and the faults of other chapters would be lost.
UNREADABLE = re.compile("front matter|expected options as|expected tags as")
FENCE = re.compile(r"(`{3,}|~{3,}|:{3,})")


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
            yield from blocks(parser, token.content, first + start + 1, nested=True)


def is_fence(token):
    return token.type in {"fence", "colon_fence"}


def check(text, parser, docname):
    """Yield line and message of all that is wrong with a chapter's source."""
    found = list(blocks(parser, text))
    fences = [block for block in found if is_fence(block.token)]
    yield from check_header(text, found, fences)
    yield from check_headings(found)
    for block in found:
        if is_fence(block.token):
            yield from check_fence(block, docname)
        elif block.token.type == "code_block":
            yield block.line, "expected a {code-cell}, or no indentation, got an indented block"
        elif block.token.type == "html_block":
            yield block.line, f"expected Markdown, got raw HTML: {block.lines[0].strip()!r}"
        elif block.token.type == "myst_block_break":
            yield block.line, "expected no block break, whose tags can hide text, got '+++'"
        elif block.token.type.startswith("math_block"):
            yield from check_math(block)
        elif block.token.type == "inline":
            yield from check_inline(block, docname)


def check_header(text, found, fences):
    """Yield front matter that is not the book's, and cells without it."""
    if found and found[0].token.type == "front_matter":
        given = yaml.safe_load(found[0].token.content)
        if not isinstance(given, dict):
            yield 1, f"expected front matter with file_format and kernelspec, got {given!r}"
            return
        for key in [k for k in given if given[k] != HEADER.get(k)]:
            expected = f"{key}: {HEADER[key]!r}" if key in HEADER else "file_format and kernelspec"
            line = found[0].locate(f"{key}:")
            yield line, f"expected nothing but {expected} in the front matter, got {key!r}"
        for key in HEADER.keys() - given.keys():
            yield 1, f"expected {key!r} in the front matter, got none, so that no cell runs"
    elif any(block.directive and block.directive[0] == "code-cell" for block in fences):
        yield 1, "expected the header of a chapter before its cells, got none, so that no cell runs"


def check_headings(found):
    """Yield headings that stand twice, and those under which there is nothing."""
    seen = {}
    content = [block for block in found if block.token.type != "front_matter" and not block.nested]
    starts = [i for i, block in enumerate(found) if block.token.type == "heading_open"]
    if not starts:
        yield 1, f"expected a title and text, got {'no title' if content else 'an empty page'}"
    for i in starts:
        title = found[i + 1].token.content
        if title in seen:
            yield found[i].line, f"expected headings that differ, got {title!r} as in {seen[title]}"
        seen.setdefault(title, f"line {found[i].line}")
        after = found[i + 2] if i + 2 < len(found) else None
        if after is None or (
            after.token.type == "heading_open" and after.token.tag <= found[i].token.tag
        ):
            yield found[i].line, f"expected text under the heading {title!r}, got nothing"


def check_fence(block, docname):
    """Yield what is wrong with a fenced block."""
    token = block.token
    opening = next((line for line in block.lines[1:-1] if opens_fence(line, token.markup)), None)
    if not block.lines[-1].strip(" >").startswith(token.markup) or len(block.lines) == 1:
        yield block.line, f"expected {token.markup!r} at the end of this fence, got none"
    elif opening:
        got = f"{opening.strip()!r} in line {block.locate(opening)} inside it"
        yield block.line, f"expected {token.markup!r} at the end of this fence, got {got}"
    if not block.directive:
        kind = token.info.split()[0] if token.info.strip() else ""
        if kind not in PLAIN or token.type == "colon_fence":
            known = " or ".join(sorted(PLAIN))
            message = f"expected a {{code-cell}}, or {known} for what is no Python, got "
            yield block.line, message + (f"the fence {kind!r}" if kind else "a bare fence")
        return
    name, argument = block.directive
    if name in UNCHECKED:
        yield block.line, f"expected a {{code-cell}} or {{module-source}}, got {{{name}}}"
    elif name == "code-cell":
        yield from check_cell(block, argument)
    elif name == "eval-rst":
        for i, line in enumerate(block.lines[1:], block.line + 1):
            if RST_CODE.search(line):
                yield i, f"expected a {{code-cell}}, got code that does not run: {line.strip()!r}"
    elif name.startswith("glue") and ":doc:" in token.content and not is_reference(docname):
        line = block.locate(":doc:")
        yield line, "expected a value of this chapter's own cells, got the option :doc:"


def opens_fence(line, markup):
    """Tell whether a line can only be meant to open another fence."""
    mark = FENCE.match(line)
    return mark and mark[1].startswith(markup) and re.match(r"\s*[{\w]", line[mark.end() :])


def check_cell(block, argument):
    """Yield what keeps a cell from running, and options and tags that nobody knows."""
    if block.nested or block.token.type != "fence":
        yield (
            block.line,
            "expected a cell between ``` at the left margin, outside directives, lists and quotes: "
            "this one does not run",
        )
        return
    if argument not in {"", "python", "python3", "ipython3"}:
        yield block.line, f"expected nothing after {{code-cell}}, got {argument!r}"
    try:
        options, body = _read_fenced_cell(block.token, 0, "Code")
    except MystMetadataParsingError as error:
        yield block.line, f"expected options as in ':tags: [remove-cell]', got {error}"
        return
    for name in options.keys() - {"tags"}:
        yield block.locate(str(name)), f"expected no option of a cell but 'tags', got {name!r}"
    tags = options.get("tags", [])
    if not isinstance(tags, list):
        yield block.locate("tags"), f"expected tags as in ':tags: [remove-cell]', got {tags!r}"
        tags = []
    for tag in tags:
        if not TAGS.fullmatch(str(tag)):
            message = f"expected one of the tags {KNOWN_TAGS}, got {tag!r}"
            yield block.locate(str(tag)), message
    if not "".join(body).strip():
        yield block.line, "expected code in this cell, got none"


def check_math(block):
    """Yield an empty line in a formula: its end is missing."""
    inner = [i for i, line in enumerate(block.lines) if not line.strip(" >")]
    if inner:
        message = "expected '$$' at the end of this formula, got an empty line"
        yield block.line, f"{message} ({block.line + inner[0]})"


def check_inline(block, docname):
    """Yield slips within a paragraph."""
    children = block.token.children or []
    for child, following in pairwise([*children, None]):
        text = child.content
        if child.type == "html_inline":
            yield block.locate(text), f"expected Markdown, got raw HTML: {text!r}"
        elif child.type == "myst_role" and "::" in text and child.meta["name"].startswith("glue"):
            if not is_reference(docname):
                message = "expected a value of this chapter's own cells, got one of another page"
                yield block.locate(text), f"{message}: {text!r}"
        elif child.type == "code_inline" and "{code-cell}" in text:
            yield block.locate("{code-cell}"), "expected ``` before {code-cell}, got an inline code"
        elif child.type == "text":
            yield from check_text(block, text, following)


def check_text(block, text, following):
    """Yield marks that were meant as markup and are read as text."""
    stray = {
        ("$$", "$"): "expected formulas between pairs of dollar signs",
        ("```", ":::", "{code-cell}"): "expected a fence in lines of its own",
    }
    for marks, expected in stray.items():
        mark = next((mark for mark in marks if mark in text), None)
        if mark:
            yield block.locate(mark), f"{expected}, got {mark!r} in a text"
    role = RST_ROLE.search(text)
    if role and following and following.type == "code_inline":
        name = role[0].strip(":")
        yield block.locate(role[0]), f"expected {{{name}}} before the backtick, got {role[0]!r}"


def is_reference(docname):
    return docname.startswith("reference/")


def strict_parser(config):
    """Return MyST's parser; an escaped character stays apart from other text."""
    parser = create_md_parser(config, RendererHTML)
    parser.disable("text_join")
    return parser


def check_source(app, docname, source):
    """Report what is wrong with a chapter; what cannot be read at all is taken out."""
    path = Path(app.env.doc2path(docname))
    if path.suffix != ".md":
        message = "expected a chapter in Markdown, got {}, whose {} would be published unseen"
        content = "stored outputs" if path.suffix == ".ipynb" else "code"
        logger.warning(message.format(path.suffix, content), location=f"{path}:1", type="source")
        source[0] = EMPTY_NOTEBOOK if path.suffix == ".ipynb" else docname
        return
    try:
        found = list(check(source[0], strict_parser(app.env.myst_config), docname))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        found = [(mark.line + 2 if mark else 1, f"expected front matter in YAML, got {error}")]
    for line, message in sorted(set(found)):
        logger.warning(message, location=(docname, line), type="source")
    if any(UNREADABLE.search(message) for _, message in found):
        source[0] = f"# {docname}\n"


EMPTY_NOTEBOOK = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'


def check_encoding(app, env, docnames):
    """Report files that are no UTF-8, at which Sphinx would stop, and take them out."""
    for docname in list(docnames):
        path = Path(env.doc2path(docname))
        data = path.read_bytes()
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            message = f"expected UTF-8, got the byte 0x{data[error.start]:02x}"
            line = data.count(b"\n", 0, error.start) + 1
            logger.warning(message, location=f"{path}:{line}", type="source")
            docnames.remove(docname)
            env.found_docs.discard(docname)


def setup(app):
    app.connect("env-before-read-docs", check_encoding, priority=100)
    app.connect("source-read", check_source)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
