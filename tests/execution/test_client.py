"""A kernel as the build talks to it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXECUTION = f"""
import os, sys
from pathlib import Path
sys.path[:0] = [{str(ROOT / "docs/_ext")!r}, {str(ROOT)!r}]
from execution import client
from nbformat.v4 import new_code_cell, new_notebook

notebook = new_notebook(cells=[new_code_cell("print(6 * 7)")])
root, most = Path({str(ROOT)!r}), 2**40
kernel = client.Kernel(root, os.getcwd(), dict(os.environ), timeout=600, memory=most)
_, error = client.execute(notebook, kernel)
print(error, [output.text for output in notebook.cells[0].outputs])
"""
# What runs a command without any network, that of the machine with itself among it.
CUT_OFF = ["unshare", "--net", "--map-root-user"]


def test_a_kernel_is_reached_where_there_is_no_network(tmp_path):
    if not shutil.which(CUT_OFF[0]) or subprocess.run([*CUT_OFF, "true"]).returncode:
        pytest.skip("this system lets nobody cut off a process")
    run = subprocess.run(
        [*CUT_OFF, sys.executable, "-c", EXECUTION], cwd=tmp_path, capture_output=True, text=True
    )
    assert run.stdout == "None ['42\\n']\n", run.stderr
