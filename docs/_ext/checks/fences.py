"""Fences: what looks like code and would not run, and cells with options that nobody knows."""

import re
from collections.abc import Iterator

from myst_nb.core.read import MystMetadataParsingError, _read_fenced_cell
from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound
from reading.blocks import UNCHECKED, Block, is_reference

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
# Names that Pygments does not have for Python, and those of languages whose code is Python's.
PYTHON = re.compile(r"(?:i?py|ipython|python|sage|numpy|pycon|code-cell|torch)[\w.]*", re.IGNORECASE)
RST_CODE = re.compile(
    r"^\s*\.\. (?:code|code-block|sourcecode|raw|include|literalinclude|parsed-literal)::"
    r"|^(?!\s*\.\.).*::$|^\s*>>> "
)
FENCE = re.compile(r"(`{3,}|~{3,}|:{3,})")
OUTSIDE = (
    "expected a cell between ``` at the left margin, outside directives, lists and quotes: "
    "this one does not run"
)


def check_fence(block: Block, docname: str) -> Found:
    """Yield what is wrong with a fenced block."""
    yield from check_end(block)
    if not block.directive:
        yield from check_plain(block)
        return
    name, argument = block.directive
    if name in {"code", "code-block", "sourcecode"} and argument:
        yield from check_language(block, argument)
    elif name in UNCHECKED:
        yield block.line, f"expected a {{code-cell}} or {{module-source}}, got {{{name}}}"
    elif name == "code-cell":
        yield from check_cell(block, argument)
    elif name == "eval-rst":
        yield from check_rst(block)
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


def check_plain(block: Block) -> Found:
    """Yield a fence that does not name what it holds, or that holds code."""
    info = block.token.info.split()
    if not info or block.token.type == "colon_fence":
        got = f"the fence {info[0]!r}" if info else "a bare fence"
        yield (
            block.line,
            f"expected a {{code-cell}}, or the name of another language such as text, got {got}",
        )
    else:
        yield from check_language(block, info[0])


def check_language(block: Block, name: str) -> Found:
    """Yield code in Python that is no cell, and languages that nobody knows."""
    expected = "expected a {code-cell}, which runs, or the name of another language such as text"
    try:
        find_lexer_class_by_name(name)
        known = True
    except ClassNotFound:
        known = False
    if PYTHON.fullmatch(name) or not known:
        yield block.line, f"{expected}, got the fence {name!r}"


def check_rst(block: Block) -> Found:
    """Yield code in another markup."""
    for i, line in enumerate(block.lines[1:], block.line + 1):
        if RST_CODE.search(line):
            yield i, f"expected a {{code-cell}}, got code that does not run: {line.strip()!r}"


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
