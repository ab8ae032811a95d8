"""Runs one command, and ends all that it has started when it ends, or when the build does.

It is a program of its own, so that it outlives a build that is killed: `keeper.py FD COMMAND`. The
build holds the other end of the pipe FD, which closes with it, in whatever way it ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from psutil import Process

PR_SET_CHILD_SUBREAPER = 36
GRACE = 2


def adopt() -> None:
    """Let whom a process leaves behind become a child of this one, and be found below."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def be_deaf() -> None:
    """Go on when the build hears a signal, which ends this program by its pipe."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: None)


def end(processes: list[Process]) -> None:
    """End processes: politely first, since they may have to end others in turn."""
    import psutil

    for way in ("terminate", "kill"):
        for process in processes:
            with contextlib.suppress(psutil.Error):
                getattr(process, way)()
        _, processes = psutil.wait_procs(processes, timeout=GRACE)


def keep(pipe: int, wait: Callable[[], int]) -> int:
    """Wait for a command, and return its status when all that it has started has ended."""
    import psutil  # not above: a program that is forked beside this one has not imported it

    me = psutil.Process()

    def watch() -> None:
        os.read(pipe, 1)
        end(me.children(recursive=True))

    threading.Thread(target=watch, daemon=True).start()
    status = wait()
    while left := me.children(recursive=True):
        end(left)
    return status


if __name__ == "__main__":
    adopt()
    be_deaf()
    # Its command does not see the signals that this program hears.
    child = subprocess.Popen(["sh", "-c", sys.argv[2]], start_new_session=True)
    sys.exit(keep(int(sys.argv[1]), child.wait))
