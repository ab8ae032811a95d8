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

import psutil

PR_SET_CHILD_SUBREAPER = 36
GRACE = 2


def end(processes: list[psutil.Process]) -> None:
    """End processes: politely first, since they may have to end others in turn."""
    for way in ("terminate", "kill"):
        for process in processes:
            with contextlib.suppress(psutil.Error):
                getattr(process, way)()
        _, processes = psutil.wait_procs(processes, timeout=GRACE)


def keep(pipe: int, command: str) -> int:
    # Whom a process leaves behind becomes a child of this one, and is found below.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    # The build hears them too, and ends this program by its pipe. Its command does not see them.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: None)
    me, child = psutil.Process(), subprocess.Popen(["sh", "-c", command], start_new_session=True)

    def watch() -> None:
        os.read(pipe, 1)
        end(me.children(recursive=True))

    threading.Thread(target=watch, daemon=True).start()
    status = child.wait()
    while left := me.children(recursive=True):
        end(left)
    return status


if __name__ == "__main__":
    sys.exit(keep(int(sys.argv[1]), sys.argv[2]))
