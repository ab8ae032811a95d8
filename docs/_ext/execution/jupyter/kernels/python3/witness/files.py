"""The files that the cells use, and what else they ask of the machine.

Every file of the project that is opened, and every module of it, lets the cache know what a
chapter depends on. What another machine would not have, or another build would change, is an act
that the build reports.
"""

import os
import sys
import tempfile
import time

from .places import ENVIRONMENT, ROOT, asked_by_cell, imports, is_ours

PROGRAMS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork"}
NETWORK = {"socket.connect", "socket.getaddrinfo"}
LISTS = {"os.listdir", "os.scandir"}
CHANGES = {"os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.link", "os.symlink"}
# Bytecode follows its source.
BYTECODE = ".pyc"

BUILD = os.path.join(ROOT, "_build") + os.sep
TEMPORARY = os.path.join(tempfile.gettempdir(), "")

began = time.time()
opened = set()
# Folders from which every machine with this environment reads the same.
places = tuple(
    os.path.abspath(path) + os.sep
    for path in [ROOT, ENVIRONMENT, sys.base_prefix, tempfile.gettempdir(), *filter(None, sys.path)]
)


def note(event, arguments, acts):
    """Note one event of Python's audit."""
    if event == "open":
        if isinstance(arguments[0], str | bytes):
            path = os.path.abspath(os.fsdecode(arguments[0]))
            writes = (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            note_opened(path, writes, acts)
    elif event in PROGRAMS and (line := asked_by_cell(directly=True)):
        message = f"expected Python, got another program, whose failure nobody would see: {event}"
        acts.append([line, message])
    elif event == "sqlite3.connect" and isinstance(arguments[0], str | bytes):
        note_opened(os.path.abspath(os.fsdecode(arguments[0])), False, acts)
    elif event in LISTS and isinstance(arguments[0], int):
        return  # of a folder that was opened by its name
    elif event in LISTS and (line := asked_by_cell(directly=True)):
        folder = os.path.abspath(os.fsdecode(arguments[0] or "."))
        if is_ours(folder + os.sep) and not imports():
            acts.append([line, f"expected files by their names, got the list of a folder: {event}"])
    elif event in NETWORK and (line := asked_by_cell()):
        if event != "socket.connect" or isinstance(arguments[1], tuple):
            acts.append([line, f"expected nothing from a network, got {event}"])
    # What is named within an opened folder was found by its name before.
    elif event in CHANGES and not isinstance(arguments[0], int) and arguments[-1] in {None, -1}:
        if line := asked_by_cell():
            note_written(os.path.abspath(os.fsdecode(arguments[0])), line, acts)
    elif event == "os.chdir" and (line := asked_by_cell()):
        acts.append([line, "expected the chapter's own folder, got another one: os.chdir"])


def note_opened(path, writes, acts):
    if writes:
        if line := asked_by_cell():
            note_written(path, line, acts)
    elif path.startswith(BUILD if is_ours(path) else TEMPORARY):
        if is_older(path) and (line := asked_by_cell(directly=True)):
            acts.append([line, f"expected a file of this project, got {path}"])
    elif is_ours(path):
        if not path.endswith(BYTECODE):
            opened.add(path)
    elif not path.startswith((*places, os.devnull)) and (line := asked_by_cell(directly=True)):
        acts.append([line, f"expected a file of this project, got {path}"])


def is_older(path):
    """Tell whether a file was there before this kernel: no other machine has it."""
    try:
        return os.stat(path).st_mtime < began
    except OSError:
        return False


def note_written(path, line, acts):
    if is_ours(path):
        name = path.removeprefix(ROOT)
        acts.append([line, f"expected nothing written into the project, got the file {name}"])


def used():
    """Return the project's files and modules that were used."""
    modules = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    sources = {path for path in modules if path and is_ours(path)}
    machinery = os.path.dirname(os.path.dirname(__file__))
    own = {path for path in sources | opened if not path.startswith(machinery)}
    return sorted(path.removeprefix(ROOT) for path in own)


def watch(acts):
    sys.addaudithook(lambda event, arguments: note(event, arguments, acts))
