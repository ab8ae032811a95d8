"""Executes one chapter: here, where its result is published, and again elsewhere."""

from __future__ import annotations

import copy
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from reading import syntax

from execution import circumstances, judge, twice
from execution.cache import Cache
from execution.circumstances import Circumstances
from execution.client import Kernel, indices, outputs
from execution.judge import Failure
from execution.kernels import Kernels
from execution.known import Project
from execution.notebook import Run, count, fill, run_cells


class Runner:
    """Runs chapters in the kernels of a build."""

    def __init__(self, app: Any, cache: Cache) -> None:
        self.app = app
        self.root = Path(app.confdir)
        self.cache = cache
        self.kernels = Kernels(app)
        self.project = Project(self.root)
        self.twice = bool(app.config.execution_twice)

    def begin(self) -> None:
        """Let the kernels come up while the first chapter is looked at."""
        _ = self.kernels.here, self.twice and self.kernels.elsewhere

    def execute(self, docname: str, notebook: NotebookNode, key: str, run: Run | None) -> Run:
        """Execute a notebook, unless its run is known, and again where it must be reproduced."""
        again = copy.deepcopy(notebook)
        if run is None:
            run = self.execute_here(docname, notebook, key)
        else:  # of a build that did not have to reproduce it
            fill(notebook, run)
        self.check_files(docname, notebook, run)
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
        places = said.get("files", {})
        if failures:
            print(f"failed    {docname} after {seconds:.1f} s", flush=True)
        else:
            print(f"executed  {docname} in {seconds:.1f} s", flush=True)
            self.cache.store(key, docname, notebook, seconds, list(places))
        language_info = notebook.metadata.get("language_info", {})
        # A chapter that failed is read again when anything changes that it may have used.
        files = list(places) or self.cache.modules()
        return Run(
            docname, outputs(notebook), language_info, seconds, files, failures, places=places
        )

    def check_files(self, docname: str, notebook: NotebookNode, run: Run) -> None:
        """Say which files no other checkout has: a remark in a draft, else a failure."""
        for name in self.project.unknown(run.files):
            cell, line = run.places.get(name, [0, 1])
            message = f"expected a file that git knows, got {name}, which no other checkout has"
            if self.twice:
                failure = Failure(indices(notebook)[cell], line or 1, message)
                run.failures = [*(run.failures or judge.find(notebook)), failure]
            else:
                print(f"remark    {docname}, cell {cell + 1}: {message}", flush=True)

    def reproduce(
        self, docname: str, notebook: NotebookNode, again: NotebookNode, run: Run
    ) -> None:
        """Execute a notebook again in other circumstances; add what differs to the failures."""
        elsewhere = self.kernels.elsewhere
        circumstances.copy_also(self.root, elsewhere.root, run.files)
        others = [elsewhere]
        if any(syntax.has_sets(notebook.cells[index].source) for index in indices(notebook)):
            here = self.kernels.here
            others.append(replace(here, variables=here.variables | circumstances.BACKWARDS))
        start = time.monotonic()
        differences: list[Failure] = []
        for where in others:
            if not differences:
                once = copy.deepcopy(again)
                _, failures = run_cells(once, self.kernel(docname, where))
                differences = list(twice.compare(notebook, once)) or failures
        run.reproduced = not differences
        told = "repeated " if run.reproduced else "differs  "
        print(f"{told} {docname} in {time.monotonic() - start:.1f} s", flush=True)
        if differences:
            run.failures = [*judge.find(notebook), *differences]

    def folder(self, docname: str) -> str:
        return os.path.dirname(self.app.env.doc2path(docname))

    def kernel(self, docname: str, where: Circumstances) -> Kernel:
        folder = where.root / Path(self.folder(docname)).relative_to(self.root)
        config = self.app.config
        memory = int(config.execution_memory * 2**30)
        return Kernel(where.root, str(folder), where.variables, config.nb_execution_timeout, memory)
