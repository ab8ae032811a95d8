"""Has imported torch, and nothing else: programs are forked from it that would import it first.

It is a program of its own: `torch_server.py FD`. A request comes through the socket FD, as JSON
with an open file to print to, and one that closes when the build ends; the answer is the status.
It ends when the socket closes.

What is forked goes on below, at the end of this file: under no function of ours, as a program is
under none, and Python itself ends it.
"""

from __future__ import annotations

import builtins
import gc
import importlib
import json
import os
import runpy
import socket
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from importlib.machinery import BuiltinImporter, SourceFileLoader
from types import ModuleType, TracebackType
from typing import Any

LONGEST = 2**16  # of a request, in bytes
LINES = "(exit 0)\n"  # a shell that has more than one line to run says by what its last one ended


def serve(channel: socket.socket) -> dict[str, Any]:
    """Fork what is asked for; return in the fork alone, with the request."""
    while True:
        text, files, *_ = socket.recv_fds(channel, LONGEST, 2)
        if not text:
            os._exit(0)
        keeper = os.fork()
        if keeper == 0:
            channel.close()
            be_program(*files)
            return dict(json.loads(text))
        for file in files:
            os.close(file)
        _, status = os.waitpid(keeper, 0)
        channel.send(b"%d" % os.waitstatus_to_exitcode(status))


def be_program(output: int, watched: int) -> None:
    """Fork a program, and be its keeper; return in the program alone."""
    sys.path.insert(0, os.path.dirname(__file__))
    import keeper

    del sys.path[0]
    os.setsid()
    keeper.adopt()
    program = os.fork()
    if program == 0:
        del sys.modules["keeper"]
        os.close(watched)
        for stream in (1, 2):
            os.dup2(output, stream)
        os.close(output)
        return
    keeper.be_deaf()
    os._exit(keeper.keep(watched, lambda: ended(program, output)))


def ended(program: int, output: int) -> int:
    """Return the status with which a shell ends after a program, and let it say why."""
    try:
        _, status = os.waitpid(program, 0)
    except ChildProcessError:  # as the build ended, the keeper has ended it, and waited for it
        return 1
    code = os.waitstatus_to_exitcode(status)
    if code >= 0:
        return code
    alike = f"{LINES}sh -c 'kill {code} $$'"
    return subprocess.run(["sh", "-c", alike], stdout=output, stderr=output).returncode


def begin(words: list[str], folder: str, environment: dict[str, str]) -> Callable[[], object]:
    """Make of this process one that has just begun to run a program; return the rest."""
    torch.default_generator.seed()  # which each process begins with a seed of its own
    os.chdir(folder)
    ours = len(os.environ["PYTHONPATH"].split(os.pathsep))
    os.environ.clear()
    os.environ.update(environment, PWD=folder)  # a shell names its folder
    module = words[0] == "-m"
    name, arguments = (words[1], words[2:]) if module else (words[0], words[1:])
    place = os.path.join(folder, name)  # of a script
    first = folder if module else os.path.dirname(os.path.realpath(place))
    for known in (__file__, os.path.dirname(__file__), sys.path[0]):
        sys.path_importer_cache.pop(known, None)
    sys.path[:ours] = [first, *environment["PYTHONPATH"].split(os.pathsep)]
    sys.argv, sys.orig_argv = [name, *arguments], [sys.executable, *words]
    sys.modules["__main__"] = main = ModuleType("__main__")
    vars(main).update(__builtins__=builtins, __annotations__={}, __loader__=BuiltinImporter)
    if module:
        return partial(runpy._run_module_as_main, name)  # type: ignore[attr-defined]
    sys.path_importer_cache[place] = None  # type: ignore[assignment]  # it is no folder
    loader = SourceFileLoader("__main__", place)
    vars(main).update(__loader__=loader, __file__=place, __cached__=None)
    code = compile(loader.get_data(place), place, "exec", dont_inherit=True)
    return partial(exec, code, vars(main))


def tell(
    hook: Callable[..., object],
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,
) -> None:
    """Tell of an exception without the frames of this file."""
    while trace and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    error.__traceback__ = trace
    hook(kind, error, trace)


if __name__ == "__main__":
    # This folder has files with names of Python's own.
    del sys.path[0]
    torch: Any = importlib.import_module("torch")
    # At their ends, programs would look for garbage in it, and so copy its pages.
    gc.freeze()
    given = serve(socket.socket(fileno=int(sys.argv[1])))
    try:
        begin(**given)()
    except SystemExit:
        raise
    except BaseException:
        sys.excepthook = partial(tell, sys.excepthook)
        raise
