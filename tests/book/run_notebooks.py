"""Execute notebooks, each in a kernel of its own, and print them with their outputs, as JSON.

Standard input: a JSON list of paths. Each one runs in its own folder.
"""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient


def run(path: str) -> Any:
    notebook = nbformat.read(path, 4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    resources = {"metadata": {"path": str(Path(path).parent)}}
    try:
        # How long a cell takes depends on the machine; one that never ends breaks the build.
        NotebookClient(notebook, timeout=None, kernel_name="python3", resources=resources).execute()
    except Exception as error:
        return f"{path}: {error}"
    return notebook


if __name__ == "__main__":
    allowed = getattr(os, "sched_getaffinity", None)
    with ThreadPoolExecutor(len(allowed(0)) if allowed else os.cpu_count()) as pool:
        json.dump(list(pool.map(run, json.load(sys.stdin))), sys.stdout)
