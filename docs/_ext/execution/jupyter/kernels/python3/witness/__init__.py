"""Runs in a kernel beside the cells, and tells the build what no page would show.

One file a subject; each adds what it saw to the record of the cell that is running.
"""

from __future__ import annotations

import json
from typing import Any

from . import (
    alone,
    assertions,
    elsewhere,
    endings,
    figures,
    files,
    hangs,
    logs,
    modules,
    sets,
    tolerances,
    verdicts,
)
from .places import running

cells: list[dict[str, Any]] = []
acts: list[list[Any]] = []


def begin_cell(info: Any) -> None:
    running[0] = len(cells)
    verdicts.watch(acts)
    tolerances.watch(acts)
    hangs.begin()


def end_cell(result: Any) -> None:
    hangs.end()
    alone.end()
    error = result.error_before_exec or result.error_in_exec
    assertions.note_shown(error)
    verdicts.note_raised(error)
    raised = type(error).__name__ if error else None
    cells.append(figures.seen() | {"acts": acts.copy(), "raised": raised})
    acts.clear()
    endings.note_names()


def report() -> str:
    """End what the cells left behind; return what was seen, as JSON."""
    hangs.end()
    endings.finish()
    for cell, *act in [*assertions.hidden(), *verdicts.hidden()]:
        cells[cell]["acts"].append(act)
    said = {"files": files.found(), "cells": cells, "idle": list(assertions.idle())}
    return json.dumps(said)


def load_ipython_extension(shell: Any) -> None:
    figures.watch()
    elsewhere.move()
    modules.read_from_source()
    sets.watch(shell)
    files.watch(acts)
    logs.watch(acts)
    endings.watch(shell)
    assertions.watch(shell)
    shell.events.register("pre_run_cell", begin_cell)
    shell.events.register("post_run_cell", end_cell)
