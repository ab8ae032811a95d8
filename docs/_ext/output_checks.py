"""What a cell must not leave behind, beyond an exception.

Each failure is the index of a cell and a message that says what is wrong and what was expected.
"""

import re
import traceback

from nbclient.exceptions import CellExecutionError, CellTimeoutError

LARGEST_OUTPUT = 1_000_000
NOT_FINITE = re.compile(r"(?<![\w.])[-+]?(?:nan|inf|NaN|Infinity)\b")
ANSI = re.compile(r"\x1b\[[0-9;]*m")
SHELL = re.compile(r"^\s*(?:!|%%?(?:bash|sh|script|system|sx|!)\b)", re.MULTILINE)
RAISES = "raises-"


def failure(notebook, error, timeout):
    """Return what stopped a notebook: an exception, the time limit, or a kernel's death."""
    cells = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    if isinstance(error, CellExecutionError):
        index = next(i for i in cells if errors(notebook.cells[i]))
        return index, exception(errors(notebook.cells[index])[0])
    begun = [i for i in cells if "iopub.execute_input" in timing(notebook.cells[i])]
    index = max(begun, default=cells[0])
    if isinstance(error, CellTimeoutError):
        return index, f"still running after {timeout} s, the time limit of a cell"
    return index, f"the kernel died ({last_line(error)})"


def timing(cell):
    return cell.metadata.get("execution", {})


def last_line(error):
    return traceback.format_exception_only(error)[-1].strip()


def errors(cell):
    return [output for output in cell.get("outputs", []) if output.output_type == "error"]


def exception(output):
    """Return an exception with its line in the cell, which the traceback names."""
    text = ANSI.sub("", "\n".join(output.traceback))
    lines = re.findall(r"Cell In\[\d+\], line (\d+)", text) or re.findall(
        r"File <ipython-input[^>]*>:(\d+)|\(<ipython-input[^)]*, line (\d+)\)", text
    )
    place = f" (line {lines[0]} of the cell)" if lines and isinstance(lines[0], str) else ""
    return f"{output.ename}: {output.evalue}{place}\n{text}"


def find(notebook, witnessed):
    """Return the failures of the cells that ran to their end."""
    found, number = [], 0
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        seen = witnessed[number] if witnessed else None
        found += [(index, message) for message in check(cell, seen) if message]
        number += 1
    return found


def check(cell, seen):
    """Yield what is wrong with one cell."""
    yield expected_exception(cell)
    if SHELL.search(cell.source):
        yield "expected Python, got a shell command, whose failure nobody would see"
    for output in cell.outputs:
        yield from check_output(cell, output)
    if seen:
        yield from check_figures(cell, seen)


def expected_exception(cell):
    wanted = [tag.removeprefix(RAISES) for tag in cell.metadata.get("tags", []) if RAISES in tag]
    if not wanted:
        return None
    came = [output.ename for output in errors(cell)] or ["none"]
    return None if came == wanted else f"expected the exception {wanted[0]}, got {came[0]}"


def check_output(cell, output):
    """Yield what is wrong with one output."""
    if output.output_type == "stream" and output.name == "stderr":
        yield f"expected nothing on stderr, got:\n{output.text}"
    data = output.get("data", {})
    text = output.get("text", "") or data.get("text/plain", "")
    if NOT_FINITE.search(text) and not re.search(r"nan|inf", cell.source, re.IGNORECASE):
        yield f"expected finite numbers, got {NOT_FINITE.search(text)[0]!r} unasked:\n{text}"
    size = len(str(output))
    if size > LARGEST_OUTPUT:
        yield f"expected an output of at most {LARGEST_OUTPUT} characters, got {size}"
    if "application/javascript" in data or "<script" in data.get("text/html", "").lower():
        yield "expected an output without a script, got one with"


def check_figures(cell, seen):
    """Yield what is wrong with the figures that a cell made."""
    shown = sum("image/svg+xml" in o.get("data", {}) for o in cell.outputs)
    if seen["empty"]:
        yield "expected something drawn in the figure, got an empty one"
    elif seen["figures"] > shown:
        yield f"expected every figure to be shown, got {seen['figures']} made and {shown} shown"
    if shown and "plt.show()" not in cell.source:
        yield "expected plt.show() at the end of a cell with a figure: pasted, it shows nothing"
