"""Executes the chapters: side by side, longest first, and none whose result is known.

Before Sphinx reads the chapters, all of them are executed, each in a kernel of its own; MyST-NB
then finds their outputs here. Its function for executing a notebook is wrapped for that, in
`setup` and nowhere else. What went wrong in a chapter is reported where Sphinx reads it.
"""

import contextlib
import copy
import json
import os
import resource
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

import myst_nb.core.execute.direct as direct
import output_checks
from execution_cache import Cache
from jupyter_cache.executors.utils import ExecutionResult
from myst_nb.core.read import create_nb_reader
from nbclient import NotebookClient
from nbformat import from_dict
from nbformat.v4 import new_code_cell
from sphinx.util import logging

logger = logging.getLogger(__name__)

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
# What a setting must be: with another value, something could go wrong unseen.
STRICT = {
    "nb_execution_mode": "force",
    "nb_execution_excludepatterns": (),
    "nb_execution_allow_errors": False,
    "nb_execution_in_temp": False,
    "nb_output_stderr": "show",
    "nb_custom_formats": {},
    "nb_remove_code_outputs": False,
    "suppress_warnings": [],
}


# How many of the slowest chapters the summary names.
SLOWEST = 3


@dataclass
class Run:
    """What executing one notebook gave."""

    docname: str
    notebook: object
    seconds: float
    reused: bool = False
    files: list = field(default_factory=list)
    failures: list = field(default_factory=list)


class Executor:
    """Executes notebooks, or takes their outputs from the cache."""

    def __init__(self, app):
        self.app = app
        self.cache = Cache(Path(app.confdir), app.config.execution_cache)
        self.timeout = app.config.nb_execution_timeout
        self.memory = int(app.config.execution_memory * 2**30)
        self.runs = {}

    def prepare(self, docnames):
        """Execute what is not known, longest first, on all cores."""
        waiting = {}
        for docname in docnames:
            notebook = self.read(docname)
            if notebook is None:
                continue
            key, run = self.known(notebook, self.folder(docname))
            if run:
                self.runs[key] = run
                print(f"reused    {docname} ({run.seconds:.1f} s saved)", flush=True)
            else:
                waiting[key] = docname, notebook
        if waiting:
            self.execute_all(waiting)

    def execute_all(self, waiting):
        durations = self.cache.durations()
        longest_first = sorted(waiting, key=lambda k: -durations.get(waiting[k][0], float("inf")))
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            try:
                futures = {
                    pool.submit(self.execute, *waiting[key], key): key for key in longest_first
                }
                for future in as_completed(futures):
                    self.runs[futures[future]] = future.result()
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def read(self, docname):
        """Return the notebook that MyST-NB will read from a chapter, or None."""
        env = self.app.env
        path = env.doc2path(docname)
        try:
            text = Path(path).read_text(encoding="utf-8")
            reader = create_nb_reader(path, env.myst_config, env.mystnb_config, text)
            notebook = reader and reader.read(text)
        except Exception:  # reported when Sphinx reads the file
            return None
        has_cells = notebook and any(cell.cell_type == "code" for cell in notebook.cells)
        return notebook if has_cells else None

    def folder(self, docname):
        return str(Path(self.app.env.doc2path(docname)).parent)

    def known(self, notebook, folder):
        """Return the key of a notebook and its run, if there is one."""
        key = self.cache.key(notebook, folder)
        if key in self.runs:
            return key, self.runs[key]
        entry = self.cache.load(key)
        if entry is None:
            return key, None
        notebook = copy.deepcopy(notebook)
        fill(notebook, entry["outputs"], entry["language_info"])
        # The checks may have become stricter since the entry was written.
        failures = output_checks.find(notebook)
        return key, Run(
            entry["docname"], notebook, entry["seconds"], True, entry["files"], failures
        )

    def execute(self, docname, notebook, key):
        """Execute a notebook in a kernel of its own, and keep the result if it is right."""
        notebook = copy.deepcopy(notebook)
        print(f"executing {docname} ({count(notebook)} cells)", flush=True)
        start = time.monotonic()
        report, failures = self.run(notebook, self.folder(docname))
        seconds = time.monotonic() - start
        if failures:
            print(f"failed    {docname} after {seconds:.1f} s", flush=True)
        else:
            print(f"executed  {docname} in {seconds:.1f} s", flush=True)
            self.cache.store(key, docname, notebook, seconds, report["files"])
        # A chapter that failed is read again when anything changes that it may have used.
        files = report.get("files") or self.cache.modules()
        return Run(docname, notebook, seconds, files=files, failures=failures)

    def run(self, notebook, folder):
        """Run the cells of a notebook; return what the kernel reports, and all failures."""
        notebook.cells.append(new_code_cell(REPORT))
        # An exception does not keep the other cells from running: all are reported at once.
        begun = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"][:1]
        client = NotebookClient(
            notebook,
            timeout=self.timeout,
            kernel_name="python3",
            allow_errors=True,
            resources={"metadata": {"path": folder}},
            on_cell_execute=lambda cell, cell_index: begun.append(cell_index),
            on_notebook_start=lambda notebook: prepare_kernel(client, self.memory),
        )
        stopped = None
        try:
            client.execute()
        except Exception as error:
            stopped = output_checks.stopped(begun[-1], error, self.timeout)
        outputs = notebook.cells.pop().get("outputs", [])
        last = max(i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code")
        if stopped:  # perhaps only after the last cell
            stopped = stopped._replace(index=min(stopped.index, last))
            return {}, [*output_checks.find(notebook, last=stopped.index), stopped]
        printed = "".join(output.text for output in outputs if output.get("name") == "stdout")
        late, _, report = printed.rstrip().rpartition("\n")
        try:
            report = json.loads(report)
        except ValueError:
            message = "expected a kernel with the settings of the book, got one without a witness"
            return {}, [*output_checks.find(notebook), output_checks.Failure(last, 1, message)]
        failures = output_checks.find(notebook, report["cells"], report["stderr"])
        return report, failures + output_checks.check_late(late, last)

    def result(self, notebook, docname):
        """Give MyST-NB the outputs of a notebook, and report what is wrong with them."""
        if not count(notebook):
            return ExecutionResult(notebook, None, 0)
        key, run = self.known(notebook, self.folder(docname))
        if run is None:
            run = self.runs[key] = self.execute(docname, notebook, key)
        cells = run.notebook.cells
        unusable = [any(output_checks.unusable(cell)) for cell in cells]
        outputs = [
            [] if bad else cell.get("outputs", [])
            for cell, bad in zip(cells, unusable, strict=True)
        ]
        fill(notebook, outputs, run.notebook.metadata.get("language_info"))
        for index, line, message in run.failures:
            line = code_line(self.app.env.doc2path(docname), notebook, index, line)
            logger.warning(
                "cell %d: %s",
                1 + sum(cell.cell_type == "code" for cell in notebook.cells[:index]),
                message,
                location=f"{self.app.env.doc2path(docname)}:{line}",
                type="execution",
            )
        for path in run.files:
            self.app.env.note_dependency(str(Path(self.app.confdir, path)), docname=docname)
        return ExecutionResult(notebook, None, run.seconds)


def fill(notebook, outputs, language_info):
    """Put outputs into a notebook."""
    if language_info:
        notebook.metadata["language_info"] = language_info
    number = 0
    for cell, found in zip(notebook.cells, outputs, strict=False):
        if cell.cell_type == "code":
            number += 1
            cell.outputs = [from_dict(output) for output in found]
            cell.execution_count = number


def count(notebook):
    return sum(cell.cell_type == "code" for cell in notebook.cells)


def prepare_kernel(client, size):
    """Listen to stderr, and let a cell that takes too much memory fail before the machine does."""
    client.kc.execute(LISTEN, silent=True)
    if hasattr(resource, "prlimit"):  # on Linux
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(client.km.provisioner.pid, resource.RLIMIT_DATA, (size, size))


def code_line(path, notebook, index, line):
    """Return the line of a file that a line of a cell is."""
    lines = Path(path).read_text(encoding="utf-8", errors="replace").splitlines()
    code = notebook.cells[index].source.splitlines()
    fence = notebook.metadata["source_map"][index]
    places = range(fence, len(lines) - len(code) + 1)
    return next((i for i in places if lines[i : i + len(code)] == code), fence) + line


def check_settings(app):
    """Report settings that would let failures pass; the command line may have its reasons."""
    path = Path(app.confdir, "conf.py")
    lines = path.read_text(encoding="utf-8").splitlines()
    for name, expected in STRICT.items():
        value = getattr(app.config, name)
        if name not in app.config.overrides and (value or expected) and value != expected:
            line = next((i for i, text in enumerate(lines, 1) if text.startswith(name)), 1)
            message = "expected %s = %r, got %r"
            logger.warning(message, name, expected, value, location=f"{path}:{line}")


def prepare(app, env, docnames):
    if app.config.nb_execution_mode != "off":
        app.executor.prepare(docnames)


def start(app):
    app.executor = Executor(app)

    def single_nb_execution(notebook, cwd, **settings):
        return app.executor.result(notebook, app.env.docname)

    direct.single_nb_execution = single_nb_execution


def summarize(app, error):
    """Say what was executed and what was reused, and clean the cache up after a good build."""
    runs = getattr(app, "executor", None) and app.executor.runs.values()
    if not runs:
        return
    executed = sorted((run for run in runs if not run.reused), key=lambda run: -run.seconds)
    total, reused = sum(run.seconds for run in executed), len(runs) - len(executed)
    print(f"chapters: {len(executed)} executed in {total:.1f} s, {reused} reused")
    if len(executed) > SLOWEST:
        slowest = (f"{run.docname} {run.seconds:.1f} s" for run in executed[:SLOWEST])
        print(f"slowest:  {', '.join(slowest)}")
    if error is None:
        app.executor.cache.clean()


def setup(app):
    app.add_config_value("execution_cache", "_build/cache", "", str)
    app.add_config_value("execution_memory", 4, "", (int, float))
    app.connect("builder-inited", check_settings)
    app.connect("builder-inited", start)
    app.connect("env-before-read-docs", prepare)
    app.connect("build-finished", summarize)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
