"""The files that the cells use, and what else they ask of the machine.

Every file of the project that is opened or asked for, every folder that is listed, and every module
lets the cache know what a chapter depends on. What another machine would not have, or another build
would change, is an act that the build reports: by its path, whoever opens it for a cell.
"""

from __future__ import annotations

import os
import socket
import stat
import sys
from collections.abc import Callable
from typing import Any

from .everywhere import is_everywhere, is_own
from .places import ROOT, asked_by_cell, imports, is_ours, running

PROGRAMS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork"}
PROGRAMS |= {"ctypes.dlopen"}
# What of sockets asks nobody else; all other events name somebody.
ALONE = {"socket.__new__", "socket.gethostname"}
LISTS = {"os.listdir", "os.scandir"}
# Which of the arguments are changed.
CHANGES = {name: slice(1) for name in ("os.mkdir", "os.remove", "os.rmdir", "os.chmod", "os.utime")}
CHANGES |= {"os.rename": slice(2), "os.link": slice(1, 2), "os.symlink": slice(1, 2)}
# All but those of sockets, which have a word in common.
EVENTS = {"open", "sqlite3.connect", "os.chdir", *PROGRAMS, *LISTS, *CHANGES}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
# What is another on each machine; what a library reads there is its own business.
MACHINE = ("/proc/", "/sys/")
# Bytecode follows its source.
BYTECODE = ".pyc"

BUILD = os.path.join(ROOT, "_build") + os.sep
MACHINERY = os.path.dirname(os.path.dirname(__file__))

# What was used, with the number of the cell and the line that asked first, if any did.
used: dict[str, tuple[int, int | None]] = {}


def note(event: str, arguments: tuple[Any, ...], acts: list[list[Any]]) -> None:
    """Note one event of Python's audit."""
    given = arguments[0] if arguments else None
    if event == "open" or event == "sqlite3.connect":
        if isinstance(given, str | bytes):
            writes = event == "open" and bool((arguments[2] or 0) & WRITES)
            note_opened(absolute(given), writes, acts)
    elif event in PROGRAMS and not imports() and (line := asked_by_cell(directly=True)):
        message = f"expected Python, got another program, whose failure nobody would see: {event}"
        acts.append([line, message])
    elif event in LISTS and not isinstance(given, int):  # of a folder that was opened by its name
        note_used(os.path.join(absolute(given or "."), ""))
    elif event.startswith("socket.") and event not in ALONE and (line := asked_by_cell()):
        if getattr(given, "family", None) != socket.AF_UNIX:  # a file
            acts.append([line, f"expected nothing from a network, got {event}"])
    # What is named within an opened folder was found by its name before.
    elif event in CHANGES and not isinstance(given, int) and arguments[-1] in {None, -1}:
        for path in arguments[CHANGES[event]]:
            note_written(absolute(path), acts)
    elif event == "os.chdir" and (line := asked_by_cell()):
        acts.append([line, "expected the chapter's own folder, got another one: os.chdir"])


def absolute(path: Any) -> str:
    return os.path.abspath(os.fsdecode(path))


def note_opened(path: str, writes: bool, acts: list[list[Any]]) -> None:
    if writes:
        note_written(path, acts)
    elif is_ours(path) and not path.startswith(BUILD):
        if not path.endswith(BYTECODE):
            used.setdefault(path, (running[0], asked_by_cell()))
    elif is_foreign(path) and (line := asked_by_cell(directly=path.startswith(MACHINE))):
        acts.append([line, f"expected a file of this project, got {path}"])


def is_foreign(path: str) -> bool:
    return path.startswith(MACHINE) or not is_everywhere(path)


def note_used(path: str) -> None:
    """Note a file that a cell asks about, or a folder that it lists."""
    if is_ours(path) and not imports() and (line := asked_by_cell()):
        used.setdefault(path, (running[0], line))


def note_written(path: str, acts: list[list[Any]]) -> None:
    """Note what is changed outside of the folders that go with the kernel."""
    if not is_own(path) and (line := asked_by_cell()):
        where, name = (
            ("into the project", path.removeprefix(ROOT))
            if is_ours(path)
            else ("outside a temporary folder", path)
        )
        acts.append([line, f"expected nothing written {where}, got the file {name}"])


def noting(original: Callable[..., os.stat_result]) -> Callable[..., os.stat_result]:
    """Return `os.stat` or its like, which notes what is asked: Python's audit does not."""

    def ask(path: Any, *arguments: Any, **options: Any) -> os.stat_result:
        try:
            result = original(path, *arguments, **options)
        except FileNotFoundError:  # when it comes, the answer is another one
            if not isinstance(path, int) and not options.get("dir_fd"):
                note_used(absolute(path))
            raise
        if not isinstance(path, int) and stat.S_ISREG(result.st_mode):
            note_used(absolute(path))
        return result

    return ask


def found() -> dict[str, tuple[int, int | None]]:
    """Return the project's files and modules that were used, by their names in the project."""
    for module in list(sys.modules.values()):
        path = getattr(module, "__file__", None)
        if path and is_ours(path):
            used.setdefault(path, (running[0], None))
    own = {path: place for path, place in used.items() if not path.startswith(MACHINERY)}
    return {path.removeprefix(ROOT): own[path] for path in sorted(own)}


def watch(acts: list[list[Any]]) -> None:
    os.stat, os.lstat = noting(os.stat), noting(os.lstat)

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        # Python tells of each `id` and each frame, too: of millions that are nothing to us.
        if event in EVENTS or event.startswith("socket."):
            note(event, arguments, acts)

    sys.addaudithook(hear)
