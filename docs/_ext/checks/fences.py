"""Fences without an end, cells that would not run, and options of cells that nobody knows.

That all code on a page comes from a cell is seen when the page is read.
"""

import re
from collections.abc import Iterator

from myst_nb.core.read import MystMetadataParsingError, _read_fenced_cell
from reading.blocks import Block, is_reference

Found = Iterator[tuple[int, str]]

# What a cell asks of MyST-NB and of this book.
TAGS = re.compile(
    r"(?:remove|hide)-(?:cell|input|output)|scroll-output|show-cell|note-[\w-]+|raises-[A-Z]\w*"
    r"|shows-inf"
)
KNOWN_TAGS = (
    "remove-cell, remove-input, remove-output, hide-cell, hide-input, hide-output, scroll-output, "
    "show-cell, shows-inf, note-…, raises-…"
)
# Directives that show a file which nothing checks.
UNCHECKED = {"include", "raw", "raw-cell"}
FENCE = re.compile(r"(`{3,}|~{3,}|:{3,})")
OUTSIDE = (
    "expected a cell between ``` at the left margin, outside directives, lists and quotes: "
    "this one does not run"
)


def check_fence(block: Block, docname: str) -> Found:
    """Yield what is wrong with a fenced block."""
    yield from check_end(block)
    name, argument = block.directive or ("", "")
    if block.token.type == "colon_fence" and not name:
        yield block.line, f"expected a directive as in :::{{note}}, got {block.lines[0].strip()!r}"
    if name in UNCHECKED:
        yield block.line, f"expected text, a {{code-cell}} or {{module-source}}, got {{{name}}}"
    elif name == "code-cell":
        yield from check_cell(block, argument)
    elif name == "toctree" and docname != "index":
        yield block.line, "expected the order of the pages in index.md alone, got another toctree"
    elif name == "math" and not block.token.content.strip():
        yield block.line, "expected a formula, got an empty one"
    elif name.startswith("glue") and "doc" in block.options and not is_reference(docname):
        line = block.options["doc"][1]
        yield line, "expected a value of this chapter's own cells, got the option :doc:"


def check_end(block: Block) -> Found:
    """Yield a fence that is never closed, or that swallows another one."""
    mark = block.token.markup
    opening = next((line for line in block.lines[1:-1] if opens_fence(line, mark)), None)
    if not block.lines[-1].strip(" >").startswith(mark) or len(block.lines) == 1:
        yield block.line, f"expected {mark!r} at the end of this fence, got none"
    elif opening:
        got = f"{opening.strip()!r} in line {block.locate(opening)} inside it"
        yield block.line, f"expected {mark!r} at the end of this fence, got {got}"


def opens_fence(line: str, markup: str) -> bool:
    """Tell whether a line can only be meant to open another fence."""
    mark = FENCE.match(line)
    after = line[mark.end() :] if mark else ""
    return bool(mark and mark[1].startswith(markup) and re.match(r"\s*[{\w]", after))


def check_cell(block: Block, argument: str) -> Found:
    """Yield what keeps a cell from running, and options and tags that nobody knows."""
    if block.nested or block.token.type != "fence":
        yield block.line, OUTSIDE
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


def check_options(block: Block, options: dict[str, object]) -> Found:
    """Yield options of a cell that are not known, and tags."""
    for name in options.keys() - {"tags"}:
        yield block.locate(str(name)), f"expected no option of a cell but 'tags', got {name!r}"
    tags = options.get("tags", [])
    if not isinstance(tags, list):
        yield block.locate("tags"), f"expected tags as in ':tags: [remove-cell]', got {tags!r}"
        return
    for tag in map(str, tags):
        if tag == "raises-exception":
            expected = "the exception's name in the tag, as in raises-ValueError"
            yield block.locate(tag), f"expected {expected}, got {tag!r}"
        elif not TAGS.fullmatch(tag):
            yield block.locate(tag), f"expected one of the tags {KNOWN_TAGS}, got {tag!r}"
