"""Knows torch by name: a process that imports it once, and forks a kernel for each chapter.

It listens on a socket of the file system. A request is one line of JSON with the kernel's
arguments, folder and environment; the answer is one line with its process number. The server ends
when its standard input does, which is when the build ends, and its kernels end with it.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import warnings
from pathlib import Path
from types import ModuleType
from typing import NoReturn

# gradbook is never among them: `make live` would run chapters on a module that has changed.
# Nor is Matplotlib's inline backend, which follows the shell that is there when it is imported, nor
# doctest, whose debugger is the one that pdb has then: a kernel puts its own there.
PRELOAD = (
    "torch",
    # What `assert_close` and an optimizer import when they are first used, and what formulas need.
    "torch.distributed.tensor",
    "torch._dynamo",
    "lark",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_svg",
    "mpl_toolkits.mplot3d",
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    # The digits of half a dozen chapters, and contours.
    *("sklearn.datasets", "contourpy"),
    # Each kernel asks for its class, and has no use for it.
    "ipykernel.debugger",
    "IPython.core.completer",
    # What each kernel imports while it starts, and most chapters with `glue`.
    *("IPython.core.debugger", "IPython.core.oinspect", "IPython.core.logger", "sqlite3"),
    *("IPython.extensions.storemagic", "matplotlib.style.core", "psutil", "symtable"),
    *("tornado.platform.asyncio", "myst_nb.ext.glue"),
)
# What moves the clock; it brings pytest where there is one.
ELSEWHERE = ("time_machine",)
PR_SET_PDEATHSIG = 1
# Where a kernel finds what was compiled here.
COMPILED = "gradbook_compiled"


def serve(path: str) -> None:
    listener = socket.socket(socket.AF_UNIX)
    try:
        listener.bind(path)
    except OSError:
        if build_has_ended():  # while this process was importing; its folder is gone
            return
        raise
    listener.listen()
    while sys.stdin not in select.select([listener, sys.stdin], [], [])[0]:
        connection, _ = listener.accept()
        # Who asked may have been ended in the meantime.
        with contextlib.suppress(OSError, ValueError), connection:
            answer(listener, connection)


def answer(listener: socket.socket, connection: socket.socket) -> None:
    """Fork a kernel for one request."""
    with connection.makefile("rw", encoding="utf-8") as stream:
        request = json.loads(stream.readline())
        pid = os.fork()
        if pid == 0:
            listener.close()
            connection.close()
            run(**request)
        print(json.dumps(pid), file=stream, flush=True)


def build_has_ended() -> bool:
    return bool(select.select([sys.stdin], [], [], 1)[0])


def run(argv: list[str], cwd: str, env: dict[str, str]) -> NoReturn:
    """Become a kernel; never return."""
    status = 1
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.environ.clear()
        os.environ.update(env)
        os.chdir(cwd)
        sys.argv = ["ipykernel_launcher", *argv]
        from ipykernel.kernelapp import launch_new_instance

        launch_new_instance()
        status = 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def find_fonts() -> None:
    """Let Matplotlib find its fonts and make its parser of mathematics, as a first figure does."""
    from matplotlib.mathtext import MathTextParser

    # What it keeps of its texts is its own: no kernel draws with fonts that were opened here.
    MathTextParser("path").parse("$0$")


def compile_modules(root: str) -> None:
    """Compile the project's modules, for kernels that find the same text in the same file."""
    known = {}
    for path in Path(root, "gradbook").rglob("*.py"):
        # What there is to say of a file, each kernel says that imports it.
        wrong = OSError, SyntaxError, ValueError, Warning
        with contextlib.suppress(*wrong), warnings.catch_warnings():
            warnings.simplefilter("error")
            text = path.read_bytes()
            known[str(path), text] = compile(text, str(path), "exec", dont_inherit=True)
    sys.modules[COMPILED] = module = ModuleType(COMPILED)
    vars(module)["known"] = known


def main(path: str, root: str) -> None:
    # Interrupting the build ends the standard input, too.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The script's own folder holds the extensions, which are nothing to a cell.
    del sys.path[0]
    # Hardly anything that is imported is garbage; looking for it takes a quarter of the time.
    gc.disable()
    for name in (*PRELOAD, *(ELSEWHERE if "GRADBOOK_ELSEWHERE" in os.environ else ())):
        importlib.import_module(name)
    find_fonts()
    compile_modules(root)
    # The kernels share these objects; the collector must not touch, and so copy, their pages.
    gc.collect()
    gc.freeze()
    gc.enable()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    serve(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
