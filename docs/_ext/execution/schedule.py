"""Executes the chapters: side by side, longest first, and none whose result is known.

Before Sphinx reads the chapters, all of them are executed, each in a kernel of its own; MyST-NB
then finds their outputs here. Its function for executing a notebook is wrapped for that, in
`start` and nowhere else. What went wrong in a chapter is reported where Sphinx reads it.

The server of kernels comes up as soon as a chapter is found that has to run, while the others are
looked at, and the checks of code look at all.

What is published has been reproduced: a chapter runs again elsewhere, and must give the same.
"""

from __future__ import annotations

import copy
import os
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from jupyter_cache.executors.utils import ExecutionResult
from myst_nb.core.read import create_nb_reader
from nbformat import NotebookNode
from stack import myst_nb_direct

from execution.cache import Cache
from execution.client import indices
from execution.kernels import chapters
from execution.notebook import Run, count, fill
from execution.outputs import unusable
from execution.report import report
from execution.runner import Runner

TWICE = "GRADBOOK_TWICE"
# After the checks that look at what is written before it is read, which have the usual one.
LATER = 550


class Executor:
    """Executes notebooks, or takes their outputs from the cache."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.cache = Cache(Path(app.confdir), app.config.execution_cache)
        self.runner = Runner(app, self.cache)
        self.runs: dict[str, Run] = {}
        self.waiting: dict[str, tuple[str, NotebookNode]] = {}

    def look(self, docnames: list[str]) -> None:
        """Find out what is not known, and has to run."""
        self.waiting = {}
        for docname in docnames:
            key, notebook = self.read(docname)
            if key and notebook:
                self.runner.begin()
                self.waiting[key] = docname, notebook
            elif key:
                saved = self.runs[key].seconds
                print(f"reused    {docname} ({saved:.1f} s saved)", flush=True)

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
        return self.cache.key(notebook, self.runner.folder(docname))

    def known(self, key: str) -> Run | None:
        """Return the run with a key, if there is one."""
        if key and key not in self.runs and (entry := self.cache.load(key)):
            self.runs[key] = Run(**entry, reused=True)
        return self.runs.get(key)

    def is_done(self, key: str) -> bool:
        """Tell whether a run is known that has been reproduced, where it has to be."""
        run = self.known(key)
        return run is not None and bool(run.reproduced or run.failures or not self.runner.twice)

    def execute_all(self) -> None:
        """Execute what has to run, longest first, so many at a time that all cores work."""
        durations = self.cache.durations() if self.waiting else {}

        def longest_first(key: str) -> tuple[float, int]:
            """The time is not known of new chapters: they begin, those with most code first."""
            docname, notebook = self.waiting[key]
            code = "\n".join(notebook.cells[index].source for index in indices(notebook))
            return -durations.get(docname, float("inf")), -code.count("\n")

        with ThreadPoolExecutor(chapters()) as pool:
            try:
                futures = {
                    pool.submit(self.execute, docname, notebook, key): key
                    for key in sorted(self.waiting, key=longest_first)
                    for docname, notebook in [self.waiting[key]]
                }
                for future in as_completed(futures):
                    self.runs[futures[future]] = future.result()
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def execute(self, docname: str, notebook: NotebookNode, key: str) -> Run:
        return self.runner.execute(docname, notebook, key, self.known(key))

    def result(self, notebook: NotebookNode, docname: str) -> ExecutionResult:
        """Give MyST-NB the outputs of a notebook, and report what is wrong with them."""
        if not count(notebook):
            return ExecutionResult(notebook, None, 0)
        key = self.key(docname, notebook)
        if not self.is_done(key):
            self.runs[key] = self.execute(docname, copy.deepcopy(notebook), key)
        run = self.runs[key]
        failures = [*fill(notebook, run), *self.runner.project.unpinned(notebook)]
        report(self.app.env.doc2path(docname), notebook, failures)
        for cell in notebook.cells:
            if any(unusable(cell)):
                cell.outputs = []
        for name in run.files:
            if not name.endswith(os.sep):  # a folder that was listed
                self.app.env.note_dependency(str(Path(self.app.confdir, name)), docname=docname)
        return ExecutionResult(notebook, None, run.seconds)


def start(app: Any) -> None:
    app.executor = Executor(app)

    def single_nb_execution(notebook: NotebookNode, cwd: str, **settings: Any) -> ExecutionResult:
        return app.executor.result(notebook, app.env.docname)

    myst_nb_direct.single_nb_execution = single_nb_execution


def look(app: Any, env: Any, docnames: list[str]) -> None:
    if app.config.nb_execution_mode != "off":
        app.executor.look(docnames)


def execute_all(app: Any, env: Any, docnames: list[str]) -> None:
    app.executor.execute_all()


def clean(app: Any, error: Exception | None) -> None:
    if error is None and hasattr(app, "executor"):
        app.executor.cache.clean()


def setup(app: Any) -> None:
    app.add_config_value("execution_cache", "_build/cache", "", str)
    app.add_config_value("execution_memory", 4, "", (int, float))
    app.add_config_value("execution_twice", bool(os.environ.get(TWICE)), "", bool)
    app.connect("builder-inited", start)
    app.connect("env-before-read-docs", look)
    app.connect("env-before-read-docs", execute_all, priority=LATER)
