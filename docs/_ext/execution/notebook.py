"""Runs the cells of one notebook in a kernel of its own, and says all that went wrong."""

from __future__ import annotations

import contextlib
import json
import resource
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell

from execution import judge
from execution.judge import Failure

KERNELS = "docs/_ext/execution/jupyter/kernels"

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
    outputs: list[list[Any]]  # of each cell
    language_info: dict[str, Any]
    seconds: float
    files: list[str] = field(default_factory=list)
    failures: list[Failure] | None = None  # None where this build has not judged the outputs
    reused: bool = False
    reproduced: bool = False


@dataclass
class Kernel:
    """Where a kernel runs, and how long and how much it may."""

    root: Path
    folder: str
    variables: dict[str, str]
    timeout: int
    memory: int


def count(notebook: NotebookNode) -> int:
    return len(indices(notebook))


def fill(notebook: NotebookNode, run: Run) -> list[Failure]:
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


def run_cells(notebook: NotebookNode, kernel: Kernel) -> tuple[dict[str, Any], list[Failure]]:
    """Run the cells of a notebook; return what the kernel reports, and all failures."""
    notebook.cells.append(new_code_cell(REPORT))
    begun, error = execute(notebook, kernel)
    outputs = notebook.cells.pop().get("outputs", [])
    last = indices(notebook)[-1]
    if error:
        # Perhaps the kernel died only after the last cell.
        stopped = judge.stopped(min(begun, last), error, kernel.timeout)
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
    # After a failure, much does not run.
    return report, failures or list(idle(notebook, report["idle"]))


def idle(notebook: NotebookNode, found: list[Any]) -> Iterator[Failure]:
    """Yield the assertions that never ran."""
    places = indices(notebook)
    yield from (Failure(places[cell], line, message) for cell, line, message in found)


def indices(notebook: NotebookNode) -> list[int]:
    """Return where in a notebook its cells of code are."""
    return [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]


def execute(notebook: NotebookNode, kernel: Kernel) -> tuple[int, Exception | None]:
    """Execute a notebook in place; return the last cell that began, and what stopped it."""
    begun = indices(notebook)[0]

    def begin(cell: NotebookNode, cell_index: int) -> None:
        nonlocal begun
        begun = cell_index

    client = NotebookClient(
        notebook,
        timeout=kernel.timeout,
        kernel_name="python3",
        # An exception does not keep the other cells from running: all are reported at once.
        allow_errors=True,
        on_cell_execute=begin,
        on_notebook_start=lambda notebook: prepare_kernel(client, kernel.memory),
    )
    # No kernel of the user's, and no list of folders that are parted by a sign.
    spec = KernelSpecManager(kernel_dirs=[str(kernel.root / KERNELS)], ensure_native_kernel=False)
    client.create_kernel_manager().kernel_spec_manager = spec
    try:
        client.execute(cwd=kernel.folder, env=kernel.variables)
    except Exception as error:
        return begun, error
    finally:
        for cell in notebook.cells:
            join_streams(cell.get("outputs", []))
    return begun, None


def join_streams(outputs: list[Any]) -> None:
    """Make one output of a stream that came in pieces: how many there are is chance."""
    for place in range(len(outputs) - 1, 0, -1):
        before, output = outputs[place - 1 : place + 1]
        if output.output_type == "stream" and output.name == before.get("name"):
            before.text += output.text
            del outputs[place]


def prepare_kernel(client: NotebookClient, memory: int) -> None:
    """Listen to stderr, and let a cell that takes too much memory fail before the machine does."""
    client.kc.execute(LISTEN, silent=True)
    if hasattr(resource, "prlimit"):  # on Linux
        with contextlib.suppress(ProcessLookupError):
            limit(client.km.provisioner.pid, memory)


def limit(pid: int, memory: int) -> None:
    """Limit the memory of a process, to less than this where its user may have less."""
    _, hard = resource.prlimit(pid, resource.RLIMIT_DATA)
    most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.prlimit(pid, resource.RLIMIT_DATA, (most, most))
