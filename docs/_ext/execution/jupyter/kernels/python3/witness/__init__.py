"""Runs in a kernel beside the cells, and tells the build what no page would show.

One file a subject; each adds what it saw to the record of the cell that is running.
"""

import json

from . import chance, endings, figures, files, hangs, logs, modules

cells = []
acts = []


def begin_cell(info):
    chance.begin()
    hangs.begin()


def end_cell(result):
    hangs.end()
    acts.extend(chance.end(result.info.raw_cell or ""))
    error = result.error_before_exec or result.error_in_exec
    raised = type(error).__name__ if error else None
    cells.append(figures.seen() | {"acts": acts.copy(), "raised": raised})
    acts.clear()
    endings.note_names()


def report():
    """End what the cells left behind; return what was seen, as JSON."""
    hangs.end()
    endings.finish()
    return json.dumps({"files": files.used(), "cells": cells})


def load_ipython_extension(shell):
    modules.read_from_source()
    figures.watch()
    files.watch(acts)
    logs.watch(acts)
    endings.watch(shell)
    shell.events.register("pre_run_cell", begin_cell)
    shell.events.register("post_run_cell", end_cell)
