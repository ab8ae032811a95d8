"""What a cell must not leave behind.

Each failure is the index of a cell, a line in it, and a message that says what was expected and
what was found.
"""

import os
import re
import sys
import traceback
from pathlib import Path
from typing import NamedTuple

from checks import code
from ipykernel import compiler
from nbclient.exceptions import CellTimeoutError
from reading import syntax

LARGEST_OUTPUT = 1_000_000
# In printed text, MyST-NB looks for carriage returns in a time that grows with a line's square.
LONGEST_TEXT = 100_000
RAISES = "raises-"
SHOWS_INF = "shows-inf"
ANSI = re.compile(r"\x1b\[[0-9;]*m")
NOT_FINITE = re.compile(r"(?<![\w.])[-+]?(?:nan|inf|NaN|Infinity)\b")
# A cell asks for such a number where its code names one: math.inf, isnan, nan_to_num.
ASKED = re.compile(
    r"(?<![a-z])(?:is_?)?(?:nan|neg_?inf|pos_?inf|inf|infinity|finite)(?![a-z])", re.IGNORECASE
)
ACTIVE = re.compile(
    r"<(?:script|iframe|object|embed|form)\b|javascript:"
    r"|<[a-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*?\son\w+\s*=",
    re.IGNORECASE,
)
# A style of an output would change the whole page.
STYLE = re.compile(r"<(?:style|link|meta|base)\b", re.I)
REMOTE = re.compile(r"\s(?:src|poster|data)\s*=\s*[\"']?(?:https?:)?//[^\s\"'>]*", re.I)
ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")
COMMENT = re.compile(r"#.*")
TAG = re.compile(r"<[^>]*>")
RENDERED = {
    "application/javascript",
    "text/plain",
    "text/html",
    "text/latex",
    "text/markdown",
    "image/svg+xml",
}
GLUE = "application/papermill.record/"
SVG = "image/svg+xml"


class Failure(NamedTuple):
    index: int
    line: int
    message: str


def stopped(index, error, timeout):
    """Return what ended a notebook in a cell: the time limit, or the death of the kernel."""
    if isinstance(error, CellTimeoutError):
        return Failure(index, 1, f"expected an end within {timeout} s, got a cell that still runs")
    reason = traceback.format_exception_only(error)[-1].strip()
    return Failure(index, 1, f"expected a kernel that lives, got a dead one ({reason})")


def find(notebook, witnessed=(), stderr="", last=None):
    """Return the failures of the cells, up to the one with the index `last`.

    `witnessed` says of each cell which figures it made; `stderr` is all that the kernel wrote
    there, also when no cell was running.
    """
    cells = [(i, cell) for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    names = {file_name(cell.source): i for i, cell in cells}
    found = []
    for number, (index, cell) in enumerate(cells, 1):
        if last is not None and index > last:
            break
        seen = witnessed[number - 1] if number <= len(witnessed) else None
        found += [Failure(index, *failure) for failure in check(cell, number, seen)]
        texts = [o.text for o in cell.get("outputs", []) if o.get("name") == "stderr"]
        found += check_stderr("".join(texts), index, names)
        for text in texts:
            stderr = stderr.replace(text, "", 1)
    return found + list(check_stderr(stderr, cells[-1][0] if cells else 0, names))


def check(cell, number, seen):
    """Yield line and message of all that is wrong with one cell."""
    said = list(code.check(cell.source))
    yield from said
    lines = {line for line, _ in said}
    yield from check_exceptions(cell, number)
    for output in cell.get("outputs", []):
        for message in check_output(cell, output):
            yield line_of_output(cell, output), message
    yield from unusable(cell)
    _, line = syntax.parse(cell.source)
    if line and line not in lines and not errors(cell):
        yield line, f"expected Python, got {cell.source.splitlines()[line - 1].strip()!r}"
    if seen:
        yield from (tuple(act) for act in seen.get("acts", []) if act[0] not in lines)
    if seen and seen.get("raised") and not errors(cell):
        yield 1, f"expected exceptions to be seen, got a hidden {seen['raised']}"
    elif seen and not errors(cell):
        yield from check_figures(cell, seen)


def errors(cell):
    return [output for output in cell.get("outputs", []) if output.output_type == "error"]


def unusable(cell):
    """Yield what a page cannot take: too much, or pictures of another kind."""
    outputs = cell.get("outputs", [])
    printed = sum(len(output.get("text", "")) for output in outputs)
    if printed > LONGEST_TEXT:
        yield 1, f"expected at most {LONGEST_TEXT} printed characters, got {printed}"
    size = sum(len(str(output)) for output in outputs) - printed
    if size > LARGEST_OUTPUT:
        yield 1, f"expected at most {LARGEST_OUTPUT} characters of output, got {size}"
    for mimes in (output.get("data", {}).keys() for output in outputs):
        other = [mime for mime in mimes if mime.startswith("image/")]
        if other and SVG not in other:
            yield 1, f"expected a picture as {SVG}, got {other[0]}"


def check_exceptions(cell, number):
    """Yield exceptions that were not expected, and expected ones that did not come."""
    wanted = {t.removeprefix(RAISES) for t in cell.metadata.get("tags", []) if RAISES in t}
    came = errors(cell)
    if "AssertionError" in wanted:
        yield 1, "expected assertions that hold, got the tag of one that fails"
    if wanted and {error.ename for error in came} != wanted:
        got = came[0] if came else None
        name = f"{got.ename}: {got.evalue}" if got else "none"
        line = line_in_cell(got, number) if got else 1
        yield line, f"expected the exception {' or '.join(sorted(wanted))}, got {name}"
    elif wanted:
        failed = line_in_cell(came[0], number)
        dead = syntax.code_after(cell.source, failed)
        if dead:
            yield dead, f"expected code that runs, got some after the {came[0].ename} that ends it"
    else:
        for error in came:
            text = ANSI.sub("", "\n".join(error.traceback))
            message = f"expected no exception, got {error.ename}: {error.evalue}\n{text}"
            yield line_in_cell(error, number), message


def line_in_cell(error, number):
    """Return the line of a cell at which an exception came up, as its traceback says."""
    text = ANSI.sub("", "\n".join(error.traceback))
    for place in (rf"Cell In\[{number}\], line", r"Cell In\[\d+\], line", "File <tokenize>:"):
        found = re.search(place + r"\s*(\d+)", text)
        if found:
            return int(found[1])
    return 1


def check_output(cell, output):
    """Yield what is wrong with one output of a cell."""
    data = {mime.removeprefix(GLUE): text for mime, text in output.get("data", {}).items()}
    html = TAG.sub(" ", str(data.get("text/html", "")))
    text = "\n".join(filter(None, [output.get("text"), data.get("text/plain"), html]))
    strange = NOT_FINITE.search(text)
    asked = SHOWS_INF in cell.metadata.get("tags", []) or ASKED.search(COMMENT.sub("", cell.source))
    if strange and not asked:
        hint = f"(the tag {SHOWS_INF} asks for it)"
        yield f"expected finite numbers, got {strange[0]!r} unasked {hint}:\n{text}"
    for found in machine_traces(text):
        yield f"expected the same output in every build, got {found!r}"
    if data and not RENDERED & data.keys() and not any(m.startswith("image/") for m in data):
        yield f"expected an output that a page can show, got {' and '.join(data)}"
    yield from check_markup(data)


def check_markup(data):
    """Yield what an output must not bring into a page."""
    markup = "".join(str(data.get(mime, "")) for mime in ("text/html", SVG, "text/markdown"))
    if "application/javascript" in data or ACTIVE.search(markup):
        yield "expected an output without a script, got one with"
    if STYLE.search(str(data.get("text/html", ""))):
        yield "expected an output without a style of its own, got one with"
    remote = REMOTE.search(markup)
    if remote:
        yield f"expected an output that needs no network, got {remote[0].strip()!r}"


def machine_traces(text):
    """Yield addresses in memory and folders of this machine."""
    yield from ADDRESS.findall(text)
    yield from [folder for folder in (os.getcwd(), sys.prefix) if folder in text][:1]


def line_of_output(cell, output):
    """Return the line of a cell that an output comes from, or 1 where it cannot be known."""
    if output.output_type == "execute_result":
        return syntax.last_line(cell.source)
    key = output.get("metadata", {}).get("scrapbook", {}).get("name")
    if key:
        return syntax.line_of_call(cell.source, "glue", key)
    if output.output_type == "stream":
        return syntax.line_of_call(cell.source, "print")
    return syntax.line_of_call(cell.source, "display")


def check_stderr(text, index, names):
    """Yield what came on stderr, at the cell and line that it names: a thread's may be earlier."""
    if text.strip():
        places = re.findall(r"ipykernel_\d+[/\\](\d+)\.py(?::|\", line )(\d+)", text)
        own = [place for place in places if place[0] in names] or [("", 1)]
        # A traceback ends at the line that failed; the first of several warnings is as good.
        name, line = own[-1 if "Traceback" in text else 0]
        message = f"expected nothing on stderr, got:\n{text}"
        yield Failure(names.get(name, index), int(line), message)


def check_late(text, index):
    """Return what was printed after the last cell, which no page would show."""
    message = f"expected nothing printed after the last cell, got:\n{text}"
    return [Failure(index, 1, message)] if text.strip() else []


def file_name(source):
    """Return the name under which the kernel compiles a cell."""
    return Path(compiler.get_file_name(source)).stem


def check_figures(cell, seen):
    """Yield what is wrong with the figures that a cell made."""
    shown = sum(SVG in output.get("data", {}) for output in cell.get("outputs", []))
    made = seen["figures"]
    for line in seen["empty"]:
        yield line, "expected something drawn in the figure, got an empty one"
    for line in seen["lost"]:
        yield line, "expected a curve with finite points, got one without, which nobody sees"
    for line in seen["hidden"]:
        yield line, "expected curves within their axes, with a width and a color, got a hidden one"
    if not seen["empty"] and len(made) > shown:
        yield made[0], f"expected every figure to be shown, got {len(made)} made and {shown} shown"
    if shown and "plt.show()" not in cell.source:
        yield (
            syntax.last_line(cell.source),
            "expected plt.show() at the end of a cell with a figure: pasted, it shows nothing",
        )
