"""Runs the cells of one notebook in a kernel of its own, and says all that went wrong."""

import contextlib
import json
import resource
from dataclasses import dataclass, field

from nbclient import NotebookClient
from nbformat import from_dict
from nbformat.v4 import new_code_cell

from execution import judge

# Before the first cell: what goes to stderr is kept, also when it comes while no cell is running.
LISTEN = "__import__('sys').stderr.echo = __import__('io').StringIO()"
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
    outputs: list  # of each cell
    language_info: dict
    seconds: float
    files: list = field(default_factory=list)
    failures: list | None = None  # None where this build has not judged the outputs
    reused: bool = False


def count(notebook):
    return sum(cell.cell_type == "code" for cell in notebook.cells)


def fill(notebook, run):
    """Put the outputs of a run into a notebook, and return what is wrong with them."""
    if run.language_info:
        notebook.metadata["language_info"] = run.language_info
    number = 0
    for cell, outputs in zip(notebook.cells, run.outputs, strict=False):
        if cell.cell_type == "code":
            number += 1
            cell.outputs = [from_dict(output) for output in outputs]
            cell.execution_count = number
    # The checks may have become stricter since the outputs were stored.
    return judge.find(notebook) if run.failures is None else run.failures


def run_cells(notebook, folder, timeout, memory):
    """Run the cells of a notebook; return what the kernel reports, and all failures."""
    notebook.cells.append(new_code_cell(REPORT))
    begun, error = execute(notebook, folder, timeout, memory)
    outputs = notebook.cells.pop().get("outputs", [])
    last = max(i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code")
    if error:
        # Perhaps the kernel died only after the last cell.
        stopped = judge.stopped(min(begun, last), error, timeout)
        return {}, [*judge.find(notebook, last=stopped.index), stopped]
    printed = "".join(output.text for output in outputs if output.get("name") == "stdout")
    late, _, report = printed.rstrip().rpartition("\n")
    try:
        report = json.loads(report)
    except ValueError:
        message = "expected a kernel with the settings of the book, got one without a witness"
        return {}, [*judge.find(notebook), judge.Failure(last, 1, message)]
    failures = judge.find(notebook, report["cells"], report["stderr"])
    return report, failures + judge.check_late(late, last)


def execute(notebook, folder, timeout, memory):
    """Execute a notebook in place; return the last cell that began, and what stopped it."""
    begun = next(i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code")

    def begin(cell, cell_index):
        nonlocal begun
        begun = cell_index

    client = NotebookClient(
        notebook,
        timeout=timeout,
        kernel_name="python3",
        # An exception does not keep the other cells from running: all are reported at once.
        allow_errors=True,
        resources={"metadata": {"path": folder}},
        on_cell_execute=begin,
        on_notebook_start=lambda notebook: prepare_kernel(client, memory),
    )
    try:
        client.execute()
    except Exception as error:
        return begun, error
    finally:
        for cell in notebook.cells:
            join_streams(cell.get("outputs", []))
    return begun, None


def join_streams(outputs):
    """Make one output of a stream that came in pieces: how many there are is chance."""
    for place in range(len(outputs) - 1, 0, -1):
        before, output = outputs[place - 1 : place + 1]
        if output.output_type == "stream" and output.name == before.get("name"):
            before.text += output.text
            del outputs[place]


def prepare_kernel(client, memory):
    """Listen to stderr, and let a cell that takes too much memory fail before the machine does."""
    client.kc.execute(LISTEN, silent=True)
    if hasattr(resource, "prlimit"):  # on Linux
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(client.km.provisioner.pid, resource.RLIMIT_DATA, (memory, memory))
