"""What the build says of the execution: each failure at its line, and a summary at the end."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sphinx.util import logging

logger = logging.getLogger(__name__)

# How many of the slowest chapters the summary names.
SLOWEST = 3


def report(path: str | Path, notebook: Any, failures: Iterable[tuple[int, int, str]]) -> None:
    """Report the failures of a notebook at the lines of its file."""
    for index, line, message in failures:
        logger.warning(
            "cell %d: %s",
            1 + sum(cell.cell_type == "code" for cell in notebook.cells[:index]),
            message,
            location=f"{path}:{code_line(path, notebook, index, line)}",
            type="execution",
        )


def code_line(path: str | Path, notebook: Any, index: int, line: int) -> int:
    """Return the line of a file that a line of a cell is."""
    lines = Path(path).read_text(encoding="utf-8", errors="replace").splitlines()
    code = notebook.cells[index].source.splitlines()
    fence = notebook.metadata["source_map"][index]
    places = range(fence, len(lines) - len(code) + 1)
    return next((i for i in places if lines[i : i + len(code)] == code), fence) + line


def summarize(app: Any, error: Exception | None) -> None:
    """Say what was executed and what was reused."""
    runs = getattr(app, "executor", None) and app.executor.runs.values()
    if not runs:
        return
    executed = sorted((run for run in runs if not run.reused), key=lambda run: -run.seconds)
    total, reused = sum(run.seconds for run in executed), len(runs) - len(executed)
    print(f"chapters: {len(executed)} executed in {total:.1f} s, {reused} reused")
    if len(executed) > SLOWEST:
        slowest = (f"{run.docname} {run.seconds:.1f} s" for run in executed[:SLOWEST])
        print(f"slowest:  {', '.join(slowest)}")
