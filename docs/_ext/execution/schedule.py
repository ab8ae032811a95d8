"""Executes the chapters: side by side, longest first, and none whose result is known.

Before Sphinx reads the chapters, all of them are executed, each in a kernel of its own; MyST-NB
then finds their outputs here. Its function for executing a notebook is wrapped for that, in
`start` and nowhere else. What went wrong in a chapter is reported where Sphinx reads it.

What is published has been reproduced: a chapter runs again elsewhere, and must give the same.
"""

from __future__ import annotations

import copy
import os
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from jupyter_cache.executors.utils import ExecutionResult
from myst_nb.core.read import create_nb_reader
from nbformat import NotebookNode
from stack import myst_nb_direct

from execution import circumstances, judge, twice
from execution.cache import Cache
from execution.circumstances import Circumstances
from execution.client import Kernel
from execution.kernels import Kernels, cores
from execution.notebook import Run, count, fill, run_cells
from execution.outputs import unusable
from execution.report import report

TWICE = "GRADBOOK_TWICE"


class Executor:
    """Executes notebooks, or takes their outputs from the cache."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.root = Path(app.confdir)
        self.cache = Cache(self.root, app.config.execution_cache)
        self.kernels = Kernels(app)
        self.twice = bool(app.config.execution_twice)
        self.runs: dict[str, Run] = {}

    def prepare(self, docnames: list[str]) -> None:
        """Execute what is not known, longest first, on all cores."""
        waiting: dict[str, tuple[str, NotebookNode]] = {}
        for docname in docnames:
            key, notebook = self.read(docname)
            if key and notebook:
                waiting[key] = docname, notebook
            elif key:
                saved = self.runs[key].seconds
                print(f"reused    {docname} ({saved:.1f} s saved)", flush=True)
        if waiting:
            self.execute_all(waiting)

    def read(self, docname: str) -> tuple[str, NotebookNode | None]:
        """Return the key of a chapter, if it has cells; and its notebook, if it has to run.

        A text that was read before is not parsed: its key is noted. A wrong note would cost time
        and nothing else, for `result` computes the key of what MyST-NB itself reads.
        """
        env, path = self.app.env, self.app.env.doc2path(docname)
        try:
            text = Path(path).read_text(encoding="utf-8")
            noted = self.cache.noted_key(path, text)
            if noted is not None and (noted == "" or self.is_done(noted)):
                return noted, None
            reader = create_nb_reader(path, env.myst_config, env.mystnb_config, text)
            notebook = reader and reader.read(text)
        except Exception:  # reported when Sphinx reads the file
            return "", None
        key = self.key(docname, notebook) if notebook and count(notebook) else ""
        self.cache.note_key(path, text, key)
        return key, None if self.is_done(key) else notebook

    def key(self, docname: str, notebook: NotebookNode) -> str:
        return self.cache.key(notebook, self.folder(docname))

    def folder(self, docname: str) -> str:
        return os.path.dirname(self.app.env.doc2path(docname))

    def known(self, key: str) -> Run | None:
        """Return the run with a key, if there is one."""
        if key and key not in self.runs and (entry := self.cache.load(key)):
            self.runs[key] = Run(**entry, reused=True)
        return self.runs.get(key)

    def is_done(self, key: str) -> bool:
        """Tell whether a run is known that has been reproduced, where it has to be."""
        run = self.known(key)
        return run is not None and bool(run.reproduced or run.failures or not self.twice)

    def execute_all(self, waiting: dict[str, tuple[str, NotebookNode]]) -> None:
        durations = self.cache.durations()
        _ = self.kernels.here, self.twice and self.kernels.elsewhere

        def longest_first(key: str) -> tuple[float, int]:
            """The time is not known of new chapters: they begin, those with most cells first."""
            docname, notebook = waiting[key]
            return -durations.get(docname, float("inf")), -count(notebook)

        with ThreadPoolExecutor(cores()) as pool:
            try:
                futures = {
                    pool.submit(self.execute, docname, notebook, key): key
                    for key in sorted(waiting, key=longest_first)
                    for docname, notebook in [waiting[key]]
                }
                for future in as_completed(futures):
                    self.runs[futures[future]] = future.result()
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def execute(self, docname: str, notebook: NotebookNode, key: str) -> Run:
        """Execute a notebook, and again where it has to be reproduced."""
        again = copy.deepcopy(notebook)
        run = self.known(key)
        if run is None:
            run = self.execute_here(docname, notebook, key)
        else:  # of a build that did not have to reproduce it
            fill(notebook, run)
        if self.twice and not run.failures:
            self.reproduce(docname, notebook, again, run)
            if run.reproduced:
                self.cache.note_reproduced(key, run.files)
        return run

    def execute_here(self, docname: str, notebook: NotebookNode, key: str) -> Run:
        """Execute a notebook in a kernel of its own, and keep the result if it is right."""
        print(f"executing {docname} ({count(notebook)} cells)", flush=True)
        start = time.monotonic()
        said, failures = run_cells(notebook, self.kernel(docname, self.kernels.here))
        seconds = time.monotonic() - start
        if failures:
            print(f"failed    {docname} after {seconds:.1f} s", flush=True)
        else:
            print(f"executed  {docname} in {seconds:.1f} s", flush=True)
            self.cache.store(key, docname, notebook, seconds, said["files"])
        outputs = [cell.get("outputs", []) for cell in notebook.cells]
        language_info = notebook.metadata.get("language_info", {})
        # A chapter that failed is read again when anything changes that it may have used.
        files = said.get("files") or self.cache.modules()
        return Run(docname, outputs, language_info, seconds, files, failures)

    def reproduce(
        self, docname: str, notebook: NotebookNode, again: NotebookNode, run: Run
    ) -> None:
        """Execute a notebook again in other circumstances; add what differs to the failures."""
        elsewhere = self.kernels.elsewhere
        circumstances.copy_also(self.root, elsewhere.root, run.files)
        start = time.monotonic()
        _, failures = run_cells(again, self.kernel(docname, elsewhere))
        differences = list(twice.compare(notebook, again)) or failures
        run.reproduced = not differences
        told = "reproduced" if run.reproduced else "not reproduced"
        print(f"{told} {docname} in {time.monotonic() - start:.1f} s", flush=True)
        if differences:
            run.failures = [*judge.find(notebook), *differences]

    def kernel(self, docname: str, where: Circumstances) -> Kernel:
        folder = where.root / Path(self.folder(docname)).relative_to(self.root)
        config = self.app.config
        memory = int(config.execution_memory * 2**30)
        return Kernel(where.root, str(folder), where.variables, config.nb_execution_timeout, memory)

    def result(self, notebook: NotebookNode, docname: str) -> ExecutionResult:
        """Give MyST-NB the outputs of a notebook, and report what is wrong with them."""
        if not count(notebook):
            return ExecutionResult(notebook, None, 0)
        key = self.key(docname, notebook)
        if not self.is_done(key):
            self.runs[key] = self.execute(docname, copy.deepcopy(notebook), key)
        run = self.runs[key]
        report(self.app.env.doc2path(docname), notebook, fill(notebook, run))
        for cell in notebook.cells:
            if any(unusable(cell)):
                cell.outputs = []
        for path in run.files:
            self.app.env.note_dependency(str(Path(self.app.confdir, path)), docname=docname)
        return ExecutionResult(notebook, None, run.seconds)


def start(app: Any) -> None:
    app.executor = Executor(app)

    def single_nb_execution(notebook: NotebookNode, cwd: str, **settings: Any) -> ExecutionResult:
        return app.executor.result(notebook, app.env.docname)

    myst_nb_direct.single_nb_execution = single_nb_execution


def prepare(app: Any, env: Any, docnames: list[str]) -> None:
    if app.config.nb_execution_mode != "off":
        app.executor.prepare(docnames)


def clean(app: Any, error: Exception | None) -> None:
    if error is None and hasattr(app, "executor"):
        app.executor.cache.clean()


def setup(app: Any) -> None:
    app.add_config_value("execution_cache", "_build/cache", "", str)
    app.add_config_value("execution_memory", 4, "", (int, float))
    app.add_config_value("execution_twice", bool(os.environ.get(TWICE)), "", bool)
    app.connect("builder-inited", start)
    app.connect("env-before-read-docs", prepare)
