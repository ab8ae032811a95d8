"""Runs in a kernel beside the cells: which files they used, and which figures they made.

The names of gradbook's modules and of every file that is opened below the project's folder let the
cache know what a chapter depends on.
"""

import json
import os
import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parents[4]) + os.sep
# The environment may stand in the project's folder; its packages count by their versions.
ENVIRONMENT = sys.prefix + os.sep
# The book's own text and machinery are no data of a chapter, and bytecode follows its source.
NO_DATA = (".pyc", ".py")

opened = set()
cells = []
figures = []


def note_opened(event, arguments):
    if event == "open" and isinstance(arguments[0], str | bytes):
        path = os.path.abspath(os.fsdecode(arguments[0]))
        reads = not (arguments[2] or 0) & (os.O_WRONLY | os.O_CREAT)
        ours = path.startswith(ROOT) and not path.startswith(ENVIRONMENT)
        if reads and ours and not path.endswith(NO_DATA):
            opened.add(path)


def note_figures(manager_class):
    original = manager_class._set_new_active_manager.__func__

    def noting(cls, manager):
        figures.append(manager.canvas.figure)
        original(cls, manager)

    manager_class._set_new_active_manager = classmethod(noting)


def is_empty(figure):
    return not any(axes.has_data() or axes.texts for axes in figure.axes)


def end_cell(result):
    cells.append({"figures": len(figures), "empty": sum(map(is_empty, figures))})
    figures.clear()


def report():
    """Return what was seen, as JSON."""
    modules = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    sources = {path for path in modules if path and path.startswith(ROOT + "gradbook" + os.sep)}
    files = sorted(path.removeprefix(ROOT) for path in sources | opened)
    return json.dumps({"files": files, "cells": cells})


def load_ipython_extension(shell):
    from matplotlib._pylab_helpers import Gcf

    sys.addaudithook(note_opened)
    note_figures(Gcf)
    shell.events.register("post_run_cell", end_cell)
