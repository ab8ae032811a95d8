"""Executes the chapters: side by side, longest first, and none whose result is known.

Before Sphinx reads the chapters, all of them are executed, each in a kernel of its own; MyST-NB
then finds their outputs here. Its function for executing a notebook is wrapped for that, in
`start` and nowhere else. What went wrong in a chapter is reported where Sphinx reads it.
"""

import copy
import os
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import myst_nb.core.execute.direct as direct
from jupyter_cache.executors.utils import ExecutionResult
from myst_nb.core.read import create_nb_reader

from execution import judge
from execution.cache import Cache
from execution.notebook import Run, count, fill, run_cells
from execution.report import report


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
            key, notebook = self.read(docname)
            if key in self.runs:
                saved = self.runs[key].seconds
                print(f"reused    {docname} ({saved:.1f} s saved)", flush=True)
            elif key:
                if not waiting:
                    self.app.emit("kernels-needed", self.app.config)
                waiting[key] = docname, notebook
        if waiting:
            self.execute_all(waiting)

    def read(self, docname):
        """Return the key of a chapter, if it has cells; and its notebook, if it has to run.

        A text that was read before is not parsed: its key is noted. A wrong note would cost time
        and nothing else, for `result` computes the key of what MyST-NB itself reads.
        """
        env, path = self.app.env, self.app.env.doc2path(docname)
        try:
            text = Path(path).read_text(encoding="utf-8")
            noted = self.cache.noted_key(path, text)
            if noted == "" or self.known(noted):
                return noted, None
            reader = create_nb_reader(path, env.myst_config, env.mystnb_config, text)
            notebook = reader and reader.read(text)
        except Exception:  # reported when Sphinx reads the file
            return "", None
        key = self.key(docname, notebook) if notebook and count(notebook) else ""
        self.cache.note_key(path, text, key)
        return key, None if self.known(key) else notebook

    def key(self, docname, notebook):
        return self.cache.key(notebook, self.folder(docname))

    def folder(self, docname):
        return os.path.dirname(self.app.env.doc2path(docname))

    def known(self, key):
        """Return the run with a key, if there is one."""
        if key and key not in self.runs and (entry := self.cache.load(key)):
            self.runs[key] = Run(**entry, reused=True)
        return self.runs.get(key)

    def execute_all(self, waiting):
        durations = self.cache.durations()

        def longest_first(key):
            """The time is not known of new chapters: they begin, those with most cells first."""
            docname, notebook = waiting[key]
            return -durations.get(docname, float("inf")), -count(notebook)

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            try:
                futures = {
                    pool.submit(self.execute, *waiting[key], key): key
                    for key in sorted(waiting, key=longest_first)
                }
                for future in as_completed(futures):
                    self.runs[futures[future]] = future.result()
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def execute(self, docname, notebook, key):
        """Execute a notebook in a kernel of its own, and keep the result if it is right."""
        print(f"executing {docname} ({count(notebook)} cells)", flush=True)
        start = time.monotonic()
        said, failures = run_cells(notebook, self.folder(docname), self.timeout, self.memory)
        seconds = time.monotonic() - start
        if failures:
            print(f"failed    {docname} after {seconds:.1f} s", flush=True)
        else:
            print(f"executed  {docname} in {seconds:.1f} s", flush=True)
            self.cache.store(key, docname, notebook, seconds, said["files"])
        outputs = [cell.get("outputs", []) for cell in notebook.cells]
        language_info = notebook.metadata.get("language_info")
        # A chapter that failed is read again when anything changes that it may have used.
        files = said.get("files") or self.cache.modules()
        return Run(docname, outputs, language_info, seconds, files, failures)

    def result(self, notebook, docname):
        """Give MyST-NB the outputs of a notebook, and report what is wrong with them."""
        if not count(notebook):
            return ExecutionResult(notebook, None, 0)
        key = self.key(docname, notebook)
        if not self.known(key):
            self.runs[key] = self.execute(docname, copy.deepcopy(notebook), key)
        run = self.runs[key]
        report(self.app.env.doc2path(docname), notebook, fill(notebook, run))
        for cell in notebook.cells:
            if any(judge.unusable(cell)):
                cell.outputs = []
        for path in run.files:
            self.app.env.note_dependency(str(Path(self.app.confdir, path)), docname=docname)
        return ExecutionResult(notebook, None, run.seconds)


def start(app):
    app.executor = Executor(app)

    def single_nb_execution(notebook, cwd, **settings):
        return app.executor.result(notebook, app.env.docname)

    direct.single_nb_execution = single_nb_execution


def prepare(app, env, docnames):
    if app.config.nb_execution_mode != "off":
        app.executor.prepare(docnames)


def clean(app, error):
    if error is None and hasattr(app, "executor"):
        app.executor.cache.clean()


def setup(app):
    app.add_config_value("execution_cache", "_build/cache", "", str)
    app.add_config_value("execution_memory", 4, "", (int, float))
    app.connect("builder-inited", start)
    app.connect("env-before-read-docs", prepare)
