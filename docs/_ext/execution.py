"""Executes the chapters: side by side, longest first, and none whose result is known.

Before Sphinx reads the chapters, all of them are executed, each in a kernel of its own; MyST-NB
then finds their outputs here. Its function for executing a notebook is wrapped for that, in
`setup` and nowhere else. What went wrong in a chapter is reported where Sphinx reads it.
"""

import copy
import json
import os
import re
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
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import from_dict
from nbformat.v4 import new_code_cell
from sphinx.util import logging

logger = logging.getLogger(__name__)

REPORT = "print(__import__('sys').modules['gradbook_witness'].report())"


@dataclass
class Run:
    """What executing one notebook gave."""

    notebook: object
    seconds: float
    reused: bool = False
    files: list = field(default_factory=list)
    # Index of the cell, and what is wrong with it.
    failures: list = field(default_factory=list)


class Executor:
    """Executes notebooks, or takes their outputs from the cache."""

    def __init__(self, app):
        self.app = app
        self.cache = Cache(Path(app.confdir), app.config.execution_cache)
        self.timeout = app.config.nb_execution_timeout
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
        except UnicodeDecodeError:  # reported by Sphinx when it reads the file
            return None
        reader = create_nb_reader(path, env.myst_config, env.mystnb_config, text)
        notebook = reader and reader.read(text)
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
        return key, Run(notebook, entry["seconds"], reused=True, files=entry["files"])

    def execute(self, docname, notebook, key):
        """Execute a notebook in a kernel of its own, and keep the result if it is right."""
        notebook = copy.deepcopy(notebook)
        print(f"executing {docname} ({count(notebook)} cells)", flush=True)
        notebook.cells.append(new_code_cell(REPORT))
        client = NotebookClient(
            notebook,
            timeout=self.timeout,
            kernel_name="python3",
            resources={"metadata": {"path": self.folder(docname)}},
        )
        start = time.monotonic()
        failures = []
        try:
            client.execute()
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            failures.append(output_checks.failure(notebook, error, self.timeout))
        seconds = time.monotonic() - start
        report = json.loads(notebook.cells.pop().outputs[0].text) if not failures else {}
        failures += output_checks.find(notebook, report.get("cells"))
        if failures:
            print(f"failed    {docname} after {seconds:.1f} s", flush=True)
        else:
            print(f"executed  {docname} in {seconds:.1f} s", flush=True)
            self.cache.store(key, docname, notebook, seconds, report["files"])
        # A chapter that failed runs again when anything changes that it may have used.
        files = report.get("files") or self.cache.modules()
        return Run(notebook, seconds, files=files, failures=failures)

    def result(self, notebook, docname):
        """Give MyST-NB the outputs of a notebook, and report what is wrong with them."""
        key, run = self.known(notebook, self.folder(docname))
        if run is None:
            run = self.runs[key] = self.execute(docname, notebook, key)
        outputs = [cell.get("outputs", []) for cell in run.notebook.cells]
        fill(notebook, outputs, run.notebook.metadata.get("language_info"))
        for index, message in run.failures:
            line = code_line(self.app.env.doc2path(docname), notebook, index, message)
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


def code_line(path, notebook, index, message):
    """Return the line of a file that a message about a cell means."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    code = notebook.cells[index].source.splitlines() or [""]
    fence = notebook.metadata["source_map"][index]
    first = next((i for i in range(fence, len(lines)) if lines[i] == code[0]), fence)
    named = re.search(r"\bline (\d+)\b", message.partition("\n")[0])
    return first + (int(named[1]) if named else 1)


def prepare(app, env, docnames):
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
    executed = [run.seconds for run in runs if not run.reused]
    reused = sum(run.reused for run in runs)
    print(f"chapters: {len(executed)} executed in {sum(executed):.1f} s, {reused} reused")
    if error is None:
        app.executor.cache.clean()


def setup(app):
    app.add_config_value("execution_cache", "_build/cache", "", str)
    app.connect("builder-inited", start)
    app.connect("env-before-read-docs", prepare)
    app.connect("build-finished", summarize)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
