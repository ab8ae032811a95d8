"""Executes the cells of a notebook in a kernel of its own, and follows how far it came."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient
from nbformat import NotebookNode
from reading.cells import is_copied

KERNELS = "docs/_ext/execution/jupyter/kernels"
# In bytes, of a socket: the system's own limit, less the number that Jupyter adds.
LONGEST_NAME = 90
# Before a cell that readers copy, elsewhere.
ALONE = "__import__('sys').modules['gradbook_witness'].alone.begin()"
# Before the first cell: what goes to stderr is kept, also when it comes while no cell is running.
LISTEN = "__import__('sys').stderr.echo = __import__('io').StringIO()"


@dataclass
class Kernel:
    """Where a kernel runs, and how long and how much it may."""

    root: Path
    folder: str
    variables: dict[str, str]
    timeout: int
    memory: int

    @property
    def elsewhere(self) -> bool:
        return "GRADBOOK_ELSEWHERE" in self.variables


@dataclass
class Progress:
    """How far an execution came: the last cell that began, and the outputs of those that ended."""

    begun: int
    ended: dict[int, str] = field(default_factory=dict)

    def begin(self, cell: NotebookNode, cell_index: int) -> None:
        self.begun = cell_index

    def end(self, cell: NotebookNode, cell_index: int, execute_reply: Any) -> None:
        join_streams(cell.get("outputs", []))
        self.ended[cell_index] = json.dumps(cell.get("outputs", []))

    def changed(self, notebook: NotebookNode) -> Iterator[int]:
        """Yield the cells whose outputs are no longer those with which they ended."""
        for index in indices(notebook):
            outputs = json.dumps(notebook.cells[index].get("outputs", []))
            if outputs != self.ended.get(index, outputs):
                yield index


def indices(notebook: NotebookNode) -> list[int]:
    """Return where in a notebook its cells of code are."""
    return [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]


def outputs(notebook: NotebookNode) -> list[list[Any]]:
    """Return what each cell of code gave; texts between them may come and go."""
    return [notebook.cells[index].get("outputs", []) for index in indices(notebook)]


def execute(notebook: NotebookNode, kernel: Kernel) -> tuple[Progress, Exception | None]:
    """Execute a notebook in place; return how far that came, and what stopped it."""
    progress = Progress(indices(notebook)[0])

    def begin(cell: NotebookNode, cell_index: int) -> None:
        progress.begin(cell, cell_index)
        if kernel.elsewhere and is_copied(cell):
            client.kc.execute(ALONE, silent=True)

    client: Any = NotebookClient(
        notebook,
        timeout=kernel.timeout,
        kernel_name="python3",
        # An exception does not keep the other cells from running: all are reported at once.
        allow_errors=True,
        on_cell_execute=begin,
        on_cell_executed=progress.end,
        on_notebook_start=lambda notebook: prepare(client, kernel.memory),
    )
    # No kernel of the user's, and no list of folders that are parted by a sign.
    spec = KernelSpecManager(kernel_dirs=[str(kernel.root / KERNELS)], ensure_native_kernel=False)
    manager = client.create_kernel_manager()
    manager.kernel_spec_manager = spec
    try:
        with sockets(manager):
            client.execute(cwd=kernel.folder, env=kernel.variables)
    except Exception as error:
        return progress, error
    finally:
        for cell in notebook.cells:
            join_streams(cell.get("outputs", []))
    return progress, None


@contextlib.contextmanager
def sockets(manager: Any) -> Iterator[None]:
    """Let a kernel be reached by files, where a system has such: a machine may have no network."""
    with tempfile.TemporaryDirectory(prefix="gradbook-") as folder:
        name = Path(folder, "kernel")
        if os.name == "posix" and len(os.fsencode(name)) <= LONGEST_NAME:
            manager.transport, manager.ip = "ipc", str(name)
        yield


def join_streams(outputs: list[Any]) -> None:
    """Make one output of a stream that came in pieces: how many there are is chance."""
    for place in range(len(outputs) - 1, 0, -1):
        before, output = outputs[place - 1 : place + 1]
        if output.output_type == "stream" and output.name == before.get("name"):
            before.text += output.text
            del outputs[place]


def prepare(client: Any, memory: int) -> None:
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
