"""Runs commands as a reader would, in a folder with some files, with this book's module."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from writing.forked import Server, words_of

__all__ = ["Ran", "modules", "run", "surroundings"]

# What installing the module would put beside Python.
PROGRAMS = {
    "gradbook": "-m gradbook",
    "pytest": "-m pytest",
    "python": "",
    "sphinx-build": "-m sphinx",
    "torchrun": "-m torch.distributed.run",
}
# Of them, those whose time is spent on importing torch.
IMPORTING = {name: PROGRAMS[name] for name in ("gradbook", "pytest", "torchrun")}
KEEPER = Path(__file__).with_name("keeper.py")
KERNEL = ("-m", "ipykernel_launcher", "--log-level=ERROR", "-f", "{connection_file}")
# Most of what they do is to import PyTorch, a tenth of which would be to look for garbage in it.
BEGIN = "import gc; gc.disable()\n"
LOOPBACK = "lo0" if sys.platform == "darwin" else "lo"
WIDTH = 80
SECONDS = 120
# What is another one in each build.
TIME = re.compile(r"(?<=\bin )\d+\.\d+(?=s\b)")


class Ran(NamedTuple):
    """A command, what it printed on both streams, and its status."""

    command: str
    printed: str
    status: int
    again: str = ""  # what it printed a second time, with its status, if that differs


def run(
    root: Path, files: Mapping[str, str], commands: Sequence[str], server: Server | None = None
) -> list[Ran]:
    """Run commands one after the other in a fresh folder that holds some files.

    What follows a command may ask for its status, as `echo $?` does. In what is printed, the
    folder has no name, and how long something took is left out. A server forks what it can.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve() / "notes"
        for file, text in files.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        folder.mkdir(exist_ok=True)
        environment = surroundings(root, folder.parent)
        found: list[Ran] = []
        for command in commands:
            status = found[-1].status if found else 0
            words = words_of(command, folder, IMPORTING) if server else []
            if server and words:
                said, status = server.run(words, folder, environment, SECONDS)
            else:
                said, status = done(f"(exit {status})\n{command}", folder, environment)
            printed = TIME.sub("…", said.replace(f"{folder}/", ""))
            found.append(Ran(command, printed.rstrip("\n"), status))
        return found


def done(command: str, folder: Path, environment: Mapping[str, str]) -> tuple[str, int]:
    """Return what a command printed, and its status. Nothing that it starts outlives it.

    Nor this process: when it ends, in whatever way, the pipe closes, and the keeper ends the rest.
    """
    watched, held = os.pipe()
    try:
        with subprocess.Popen(
            [sys.executable, "-I", str(KEEPER), str(watched), command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            pass_fds=(watched,),
        ) as keeper:
            try:
                printed, _ = keeper.communicate(timeout=SECONDS)
            finally:
                os.close(held)
    finally:
        os.close(watched)
    return printed, keeper.returncode


def surroundings(root: Path, place: Path) -> dict[str, str]:
    """Return the variables of a shell in which the module of this book is installed."""
    for name, how in PROGRAMS.items():
        path = place / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {how} "$@"\n')
        path.chmod(0o755)
    kernel = place / "jupyter/kernels/python3/kernel.json"
    kernel.parent.mkdir(parents=True)
    argv = {"argv": [sys.executable, *KERNEL], "display_name": "Python 3", "language": "python"}
    kernel.write_text(json.dumps(argv))
    return {
        "PATH": os.pathsep.join([str(place / "bin"), os.defpath]),
        # There the entry point of MyST-NB stands, as the wheel has it.
        "PYTHONPATH": os.pathsep.join(map(str, (beginning(place), root, root / "docs/_ext"))),
        "PYTEST_PLUGINS": "gradbook.tool.plugin",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "JUPYTER_PATH": str(place / "jupyter"),
        "JUPYTER_PLATFORM_DIRS": "1",
        "HOME": str(place),
        "LC_ALL": "C.UTF-8",
        "COLUMNS": str(WIDTH),
        "NO_COLOR": "1",
        # Several processes share the cores, and speak over the loopback alone, which is there
        # where a machine has no network, or a name that nobody knows.
        "OMP_NUM_THREADS": "1",
        "GLOO_SOCKET_IFNAME": LOOPBACK,
        "TORCH_CPP_LOG_LEVEL": "ERROR",
    }


def beginning(place: Path) -> Path:
    """Return a folder with what each Python does as it starts."""
    file = place / "beginning" / "sitecustomize.py"
    file.parent.mkdir()
    file.write_text(BEGIN)
    return file.parent


def modules(root: Path) -> Iterator[Path]:
    """Yield the files that decide on what commands print: the module, the pins, these here."""
    ours = map(Path(__file__).with_name, ("shell.py", "forked.py", "torch_server.py", "keeper.py"))
    yield from filter(Path.is_file, (root / "requirements.txt", *ours))
    for suffix in ("*.py", "*.lark", "*.css"):
        yield from sorted((root / "gradbook").rglob(suffix))
