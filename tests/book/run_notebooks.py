"""Execute notebooks, each in a kernel of its own, and print them with their outputs, as JSON.

Standard input: a JSON list of paths. Each one runs in its own folder.
"""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient

SECONDS = 600


def run(path):
    notebook = nbformat.read(path, 4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    resources = {"metadata": {"path": str(Path(path).parent)}}
    try:
        NotebookClient(
            notebook, timeout=SECONDS, kernel_name="python3", resources=resources
        ).execute()
    except Exception as error:
        return f"{path}: {error}"
    return notebook


if __name__ == "__main__":
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        json.dump(list(pool.map(run, json.load(sys.stdin))), sys.stdout)
