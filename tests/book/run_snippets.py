"""Run pieces of Python, each in a fresh interpreter's state, and print what each prints, as JSON.

Standard input: a JSON list of codes. Argument: a path from which gradbook is imported. The
interpreters are forks of this one, which has imported PyTorch and Matplotlib and nothing more.
"""

import json
import os
import sys
import tempfile
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import matplotlib.pyplot  # noqa: F401
import mpl_toolkits.mplot3d  # noqa: F401
import torch  # noqa: F401
from IPython.core.interactiveshell import InteractiveShell

SECONDS = 60


def become_fresh(code, output):
    """Run code as a script would be run, in a folder of its own, and end."""
    status = 1
    try:
        file = os.open(output, os.O_WRONLY | os.O_CREAT)
        os.dup2(file, 1)
        os.dup2(file, 2)
        os.chdir(tempfile.mkdtemp(dir=output.parent))
        run_magic(code) if code.startswith("%") else run_python(code)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def run_python(code):
    exec(compile(code, "<snippet>", "exec"), {"__name__": "__main__"})


def run_magic(code):
    """Run a notebook's cell in an IPython of its own."""
    shell = InteractiveShell.instance(colors="NoColor")
    shell.run_cell("%load_ext gradbook.formula").raise_error()
    shell.run_cell(code).raise_error()


def run(job):
    number, code = job
    output = Path(folder, f"{number}.txt")
    pid = os.fork()
    if pid == 0:
        become_fresh(code, output)
    _, status = os.waitpid(pid, 0)
    return [os.waitstatus_to_exitcode(status), output.read_text("utf-8")]


if __name__ == "__main__":
    sys.path[0] = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(run, enumerate(json.load(sys.stdin))))
    json.dump(results, sys.stdout)
