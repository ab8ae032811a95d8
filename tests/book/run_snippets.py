"""Run pieces of Python, each in a fresh interpreter's state, and print what each prints, as JSON.

Standard input: a JSON list of codes. Argument: gradbook's wheel, which is unpacked as by pip. The
interpreters are forks of this one, which has imported libraries and nothing of gradbook. With the
argument `--together`, formulas share a fork for each core: each has fresh names alone. With
`--without-module`, gradbook is not to be had.
"""

from __future__ import annotations

import compileall
import importlib
import json
import os
import sys
import tempfile
import traceback
import zipfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

# What readers' snippets import, and what PyTorch imports when an assertion or an optimizer is used.
LIBRARIES = (
    *("torch", "torch.distributed.tensor", "torch._dynamo", "lark", "sklearn.datasets"),
    *("matplotlib.pyplot", "matplotlib.backends.backend_agg", "mpl_toolkits.mplot3d"),
)

# How the copied cell of a formula begins, and of one that is not checked.
FORMULA = ("from gradbook.formula import check\n\nprint(check(", "# Not checked: ")

Job = tuple[int, str]
Result = tuple[int, int, str]


def cores() -> int:
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def run_python(code: str) -> None:
    exec(compile(code, "<snippet>", "exec"), {"__name__": "__main__"})


def capture(code: str, output: Path) -> int:
    """Run code as a script would be run, in a folder of its own; return its status."""
    file = os.open(output, os.O_WRONLY | os.O_CREAT)
    os.dup2(file, 1)
    os.dup2(file, 2)
    os.close(file)
    os.chdir(tempfile.mkdtemp(dir=output.parent))
    try:
        run_python(code)
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def run_all(jobs: Iterable[Job], folder: Path) -> None:
    """Run codes one after the other, and end this process."""
    for number, code in jobs:
        status = capture(code, folder / f"{number}.txt")
        (folder / f"{number}.status").write_text(str(status), "utf-8")
    os._exit(0)


def results(jobs: list[Job], folder: Path) -> list[Result]:
    """Run codes in one fork of this process, and return what came of each."""
    pid = os.fork()
    if pid == 0:
        try:
            run_all(jobs, folder)
        finally:
            os._exit(1)
    _, ended = os.waitpid(pid, 0)
    return [(number, *result(folder / f"{number}", ended)) for number, _ in jobs]


def result(path: Path, ended: int) -> tuple[int, str]:
    status, output = path.with_suffix(".status"), path.with_suffix(".txt")
    said = output.read_text("utf-8") if output.exists() else "it did not begin"
    # Without a status, its process was ended by it or before it.
    return (int(status.read_text()) if status.exists() else ended or 1), said


def shares(jobs: list[Job], together: Callable[[str], bool]) -> Iterable[list[Job]]:
    """Yield the jobs of each fork."""
    alike = [job for job in jobs if together(job[1])]
    number = cores()
    yield from filter(None, (alike[i::number] for i in range(number)))
    yield from ([job] for job in jobs if not together(job[1]))


def main(wheel: str, *options: str) -> None:
    for name in LIBRARIES:
        importlib.import_module(name)
    jobs = list(enumerate(json.load(sys.stdin)))
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(cores()) as pool:
        sys.path[0] = str(Path(folder, "module"))
        if "--without-module" not in options:
            with zipfile.ZipFile(wheel) as file:
                file.extractall(sys.path[0])
            compileall.compile_dir(sys.path[0], quiet=1)
        forks = shares(jobs, lambda code: "--together" in options and code.startswith(FORMULA))
        found = chain.from_iterable(pool.map(lambda share: results(share, Path(folder)), forks))
        json.dump([result for _, *result in sorted(found)], sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
