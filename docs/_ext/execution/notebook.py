"""Runs the cells of one notebook in a kernel of its own, and says all that went wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell

from execution import judge
from execution.client import Kernel, execute, indices
from execution.judge import Failure

# The last cell of each chapter: threads and tasks that cells left behind come to their end, and
# what failed in them comes to light.
REPORT = """
import asyncio, gc, json, sys, threading, traceback
def of_cell(task):
    code = getattr(task.get_coro(), "cr_code", None)
    return "ipykernel_" in getattr(code, "co_filename", "")
for thread in threading.enumerate():
    if thread is not threading.main_thread() and not thread.daemon:
        thread.join(2)
        if thread.is_alive():
            print("a thread still runs:", thread.name, file=sys.stderr)
tasks = [task for task in asyncio.all_tasks() if of_cell(task)]
if tasks and (await asyncio.wait(tasks, timeout=2))[1]:
    print("a task still runs", file=sys.stderr)
for task in [each for each in gc.get_objects() if issubclass(type(each), asyncio.Task)]:
    if of_cell(task) and task.done() and not task.cancelled() and task._log_traceback:
        traceback.print_exception(task.exception())
report = json.loads(sys.modules["gradbook_witness"].report())
print(json.dumps(report | {"stderr": sys.stderr.echo.getvalue()}))
"""


@dataclass
class Run:
    """What executing one notebook gave."""

    docname: str
    outputs: list[list[Any]]  # of each cell of code
    language_info: dict[str, Any]
    seconds: float
    files: list[str] = field(default_factory=list)
    failures: list[Failure] | None = None  # None where this build has not judged the outputs
    reused: bool = False
    reproduced: bool = False
    # Of each file that a cell asked for: the number of the cell and the line.
    places: dict[str, list[int]] = field(default_factory=dict)


def count(notebook: NotebookNode) -> int:
    return len(indices(notebook))


def fill(notebook: NotebookNode, run: Run) -> list[Failure]:
    """Put the outputs of a run into a notebook, and return what is wrong with them."""
    if run.language_info:
        notebook.metadata["language_info"] = run.language_info
    cells = [notebook.cells[index] for index in indices(notebook)]
    for number, (cell, outputs) in enumerate(zip(cells, run.outputs, strict=False), 1):
        cell.outputs = [from_dict(output) for output in outputs]
        cell.execution_count = number
    # The checks may have become stricter since the outputs were stored.
    return judge.find(notebook) if run.failures is None else run.failures


def run_cells(notebook: NotebookNode, kernel: Kernel) -> tuple[dict[str, Any], list[Failure]]:
    """Run the cells of a notebook; return what the kernel reports, and all failures."""
    notebook.cells.append(new_code_cell(REPORT))
    progress, error = execute(notebook, kernel)
    outputs = notebook.cells.pop().get("outputs", [])
    last = indices(notebook)[-1]
    if error:
        # Perhaps the kernel died only after the last cell.
        stopped = judge.stopped(min(progress.begun, last), error, kernel.timeout)
        return {}, [*judge.find(notebook, last=stopped.index), stopped]
    printed = "".join(output.text for output in outputs if output.get("name") == "stdout")
    late, _, said = printed.rstrip().rpartition("\n")
    try:
        report = json.loads(said)
    except ValueError:
        message = "expected a kernel with the settings of the book, got one without a witness"
        return {}, [*judge.find(notebook), Failure(last, 1, message)]
    failures = judge.find(notebook, report["cells"], report["stderr"])
    failures += judge.check_late(late, last)
    failures += [judge.changed_later(notebook, index) for index in progress.changed(notebook)]
    # After a failure, much does not run.
    return report, failures or list(idle(notebook, report["idle"]))


def idle(notebook: NotebookNode, found: list[Any]) -> Iterator[Failure]:
    """Yield the assertions that never ran."""
    places = indices(notebook)
    yield from (Failure(places[cell], line, message) for cell, line, message in found)
