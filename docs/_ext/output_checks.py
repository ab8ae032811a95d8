"""What a cell must not leave behind.

Each failure is the index of a cell, a line in it, and a message that says what was expected and
what was found.
"""

import re
import traceback
from pathlib import Path
from typing import NamedTuple

from ipykernel import compiler
from nbclient.exceptions import CellTimeoutError

LARGEST_OUTPUT = 1_000_000
# In printed text, MyST-NB looks for carriage returns in a time that grows with a line's square.
LONGEST_TEXT = 100_000
RAISES = "raises-"
ANSI = re.compile(r"\x1b\[[0-9;]*m")
NOT_FINITE = re.compile(r"(?<![\w.])[-+]?(?:nan|inf|NaN|Infinity)\b")
# A cell asks for such a number where its code names one: math.inf, isnan, nan_to_num.
ASKED = re.compile(
    r"(?<![a-z])(?:is_?)?(?:nan|neg_?inf|pos_?inf|inf|infinity|finite)(?![a-z])", re.IGNORECASE
)
# The failure of another program would reach nobody; other magics hide or replace what a cell does.
SHELL = re.compile(
    r"^\s*(?:[\w, ]+=\s*)?!.*|\bsubprocess\b|\bos\.(?:system|popen|spawn|exec)\w*"
    r"|\bget_ipython\(\)\.(?:system|getoutput|run_\w+)\b",
    re.MULTILINE,
)
MAGIC = re.compile(r"^\s*(?:[\w, ]+=\s*)?%(%?\w+)", re.MULTILINE)
MAGICS = {"load_ext", "formula", "%formula"}
ACTIVE = re.compile(r"<(?:script|iframe|object|embed)\b|\son\w+\s*=|javascript:", re.I)
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
    yield from check_source(cell.source)
    yield from check_exceptions(cell, number)
    for output in cell.get("outputs", []):
        yield from check_output(cell, output)
    yield from unusable(cell)
    if seen and not errors(cell):
        yield from check_figures(cell, seen)


def check_source(source):
    """Yield the lines of a cell that are no Python of their own."""
    for match in SHELL.finditer(source):
        line = match[0].strip()
        yield (
            line_of(source, match),
            f"expected Python, got a shell command, whose failure nobody would see: {line!r}",
        )
    for match in MAGIC.finditer(source):
        if match[1] not in MAGICS:
            known = ", ".join(f"%{magic}" for magic in sorted(MAGICS))
            message = f"expected Python or one of {known}, got the magic '%{match[1]}'"
            yield line_of(source, match), message


def line_of(source, match):
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return source.count("\n", 0, start) + 1


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
    if wanted and {error.ename for error in came} != wanted:
        got = came[0] if came else None
        name = f"{got.ename}: {got.evalue}" if got else "none"
        line = line_in_cell(got, number) if got else 1
        yield line, f"expected the exception {' or '.join(sorted(wanted))}, got {name}"
    elif not wanted:
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
    """Yield what is wrong with one output."""
    data = {mime.rpartition("record/")[2]: text for mime, text in output.get("data", {}).items()}
    text = output.get("text", "") or data.get("text/plain", "")
    strange = NOT_FINITE.search(text)
    if strange and not ASKED.search(cell.source):
        yield 1, f"expected finite numbers, got {strange[0]!r} unasked:\n{text}"
    markup = "".join(str(data.get(mime, "")) for mime in ("text/html", "image/svg+xml"))
    if "application/javascript" in data or ACTIVE.search(markup):
        yield 1, "expected an output without a script, got one with"


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
    if seen["empty"]:
        yield 1, "expected something drawn in the figure, got an empty one"
    elif seen["figures"] > shown:
        yield 1, f"expected every figure to be shown, got {seen['figures']} made and {shown} shown"
    if shown and "plt.show()" not in cell.source:
        yield 1, "expected plt.show() at the end of a cell with a figure: pasted, it shows nothing"
