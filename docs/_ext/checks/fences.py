"""Fences: what looks like code and would not run, and cells with options that nobody knows."""

import re

from myst_nb.core.read import MystMetadataParsingError, _read_fenced_cell
from reading.blocks import UNCHECKED, is_reference

TAGS = re.compile(r"remove-cell|remove-input|hide-input|show-cell|note-[\w-]+|raises-[A-Z]\w*")
KNOWN_TAGS = "remove-cell, remove-input, hide-input, show-cell, note-…, raises-…"
PLAIN = {"console", "text"}
# Directives with classes, which can hide their text.
STYLED = {"container", "div", "class", "rst-class"}
# Directives that leave text out in one builder or another.
SOMETIMES = {"only", "ifconfig"}
RST_CODE = re.compile(
    r"^\s*\.\. (?:code|code-block|sourcecode|raw|include|literalinclude|parsed-literal)::"
    r"|^(?!\s*\.\.).*::$|^\s*>>> "
)
CLASS = re.compile(r"(?::[\w-]+:.*\n)*:class:")
RST_SOMETIMES = re.compile(
    r"^\s*\.\. (?:only|ifconfig|container|class|rst-class)::|^\s*:class:|\|today\|"
)
FENCE = re.compile(r"(`{3,}|~{3,}|:{3,})")


def check_fence(block, docname):
    """Yield what is wrong with a fenced block."""
    yield from check_end(block)
    if not block.directive:
        yield from check_plain(block)
        return
    name, argument = block.directive
    if name in UNCHECKED:
        yield block.line, f"expected a {{code-cell}} or {{module-source}}, got {{{name}}}"
    elif name in STYLED or CLASS.match(block.token.content):
        yield block.line, f"expected plain text, got a class in {{{name}}}, which can hide it"
    elif name in SOMETIMES:
        yield block.line, f"expected text that every reader sees, got {{{name}}}"
    elif name == "code-cell":
        yield from check_cell(block, argument)
    elif name == "eval-rst":
        yield from check_rst(block)
    elif name == "toctree" and docname != "index":
        yield block.line, "expected the order of the pages in index.md alone, got another toctree"
    elif name == "math" and not block.token.content.strip():
        yield block.line, "expected a formula, got an empty one"
    elif name.startswith("glue") and ":doc:" in block.token.content and not is_reference(docname):
        line = block.locate(":doc:")
        yield line, "expected a value of this chapter's own cells, got the option :doc:"


def check_end(block):
    """Yield a fence that is never closed, or that swallows another one."""
    mark = block.token.markup
    opening = next((line for line in block.lines[1:-1] if opens_fence(line, mark)), None)
    if not block.lines[-1].strip(" >").startswith(mark) or len(block.lines) == 1:
        yield block.line, f"expected {mark!r} at the end of this fence, got none"
    elif opening:
        got = f"{opening.strip()!r} in line {block.locate(opening)} inside it"
        yield block.line, f"expected {mark!r} at the end of this fence, got {got}"


def opens_fence(line, markup):
    """Tell whether a line can only be meant to open another fence."""
    mark = FENCE.match(line)
    return mark and mark[1].startswith(markup) and re.match(r"\s*[{\w]", line[mark.end() :])


def check_plain(block):
    """Yield a fence that is no directive and shows code."""
    info = block.token.info.split()
    if not info or info[0] not in PLAIN or block.token.type == "colon_fence":
        known = " or ".join(sorted(PLAIN))
        got = f"the fence {info[0]!r}" if info else "a bare fence"
        yield block.line, f"expected a {{code-cell}}, or {known} for what is no Python, got {got}"


def check_rst(block):
    """Yield code, and text for some readers alone, in another markup."""
    for i, line in enumerate(block.lines[1:], block.line + 1):
        if RST_CODE.search(line):
            yield i, f"expected a {{code-cell}}, got code that does not run: {line.strip()!r}"
        elif RST_SOMETIMES.search(line):
            yield i, f"expected text that every reader sees, got {line.strip()!r}"


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
    yield from check_options(block, options)
    if not "".join(body).strip():
        yield block.line, "expected code in this cell, got none"


def check_options(block, options):
    """Yield options of a cell that are not known, and tags."""
    for name in options.keys() - {"tags"}:
        yield block.locate(str(name)), f"expected no option of a cell but 'tags', got {name!r}"
    tags = options.get("tags", [])
    if not isinstance(tags, list):
        yield block.locate("tags"), f"expected tags as in ':tags: [remove-cell]', got {tags!r}"
        return
    for tag in tags:
        if not TAGS.fullmatch(str(tag)):
            message = f"expected one of the tags {KNOWN_TAGS}, got {tag!r}"
            yield block.locate(str(tag)), message
