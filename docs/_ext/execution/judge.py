"""What a cell must not leave behind.

Each failure is the index of a cell, a line in it, and a message that says what was expected and
what was found.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from nbclient.exceptions import CellTimeoutError
from reading import syntax
from stack import name_of_cell

from execution import figures
from execution.outputs import check_output, line_of_output, unusable

RAISES = "raises-"
ANSI = re.compile(r"\x1b\[[0-9;]*m")
# IPython ran it: a shell's command, a question or another magic.
NO_PYTHON = (
    "expected Python, %%formula or %load_ext gradbook.formula, got {!r}, which can fail unseen or "
    "say something else on another machine"
)


class Failure(NamedTuple):
    index: int  # type: ignore[assignment]
    line: int
    message: str


def stopped(index: int, error: Exception, timeout: int) -> Failure:
    """Return what ended a notebook in a cell: the time limit, or the death of the kernel."""
    if isinstance(error, CellTimeoutError):
        return Failure(index, 1, f"expected an end within {timeout} s, got a cell that still runs")
    reason = traceback.format_exception_only(error)[-1].strip()
    return Failure(index, 1, f"expected a kernel that lives, got a dead one ({reason})")


def find(
    notebook: Any,
    witnessed: Sequence[dict[str, Any]] = (),
    stderr: str = "",
    last: int | None = None,
) -> list[Failure]:
    """Return the failures of the cells, up to the one with the index `last`.

    `witnessed` says of each cell which figures it made; `stderr` is all that the kernel wrote
    there, also when no cell was running.
    """
    cells = [(i, cell) for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    names = {name_of_cell(cell.source): i for i, cell in cells}
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


def check(cell: Any, number: int, seen: dict[str, Any] | None) -> Iterator[tuple[int, str]]:
    """Yield line and message of all that is wrong with one cell."""
    yield from check_exceptions(cell, number)
    for output in cell.get("outputs", []):
        for message in check_output(cell, output):
            yield line_of_output(cell, output), message
    yield from unusable(cell)
    _, line = syntax.parse(cell.source)
    if line and not errors(cell):
        yield line, NO_PYTHON.format(cell.source.splitlines()[line - 1].strip())
    if seen:
        yield from map(tuple, seen.get("acts", []))
    if seen and seen.get("raised") and not errors(cell):
        yield 1, f"expected exceptions to be seen, got a hidden {seen['raised']}"
    elif seen and not errors(cell):
        yield from figures.check(cell, seen["figures"])


def errors(cell: Any) -> list[Any]:
    return [output for output in cell.get("outputs", []) if output.output_type == "error"]


def check_exceptions(cell: Any, number: int) -> Iterator[tuple[int, str]]:
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
            text = ANSI.sub("", "\n".join(error.traceback)).strip()
            said = f"{error.ename}: {error.evalue}"  # the traceback ends with it
            message = f"expected no exception, got {said}\n{text.removesuffix(said)}"
            yield line_in_cell(error, number), message.rstrip()


def line_in_cell(error: Any, number: int) -> int:
    """Return the line of a cell at which an exception came up, as its traceback says."""
    text = ANSI.sub("", "\n".join(error.traceback))
    for place in (rf"Cell In\[{number}\], line", r"Cell In\[\d+\], line", "File <tokenize>:"):
        found = re.search(place + r"\s*(\d+)", text)
        if found:
            return int(found[1])
    return 1


def check_stderr(text: str, index: int, names: dict[str, int]) -> Iterator[Failure]:
    """Yield what came on stderr, at the cell and line that it names: a thread's may be earlier."""
    if text.strip():
        places = re.findall(r"ipykernel_\d+[/\\](\d+)\.py(?::|\", line )(\d+)", text)
        own = [place for place in places if place[0] in names] or [("", 1)]
        # A traceback ends at the line that failed; the first of several warnings is as good.
        name, line = own[-1 if "Traceback" in text else 0]
        message = f"expected nothing on stderr, got:\n{text}"
        yield Failure(names.get(name, index), int(line), message)


def check_late(text: str, index: int) -> list[Failure]:
    """Return what was printed after the last cell, which no page would show."""
    message = f"expected nothing printed after the last cell, got:\n{text}"
    return [Failure(index, 1, message)] if text.strip() else []


def changed_later(notebook: Any, index: int) -> Failure:
    """Return the failure of an output that a later cell changed."""
    line = syntax.line_of_call(notebook.cells[index].source, "display")
    message = "expected an output that stays as its cell made it, got one that a later cell changed"
    return Failure(index, line, message)
