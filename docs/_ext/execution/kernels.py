"""The kernels of one build: in the book's own circumstances, and in others when asked for."""

from __future__ import annotations

import atexit
import os
import shutil
from functools import cached_property
from pathlib import Path
from subprocess import Popen
from typing import Any

from execution import circumstances, forked_kernels
from execution.circumstances import Circumstances

# As many as there are cores, if nobody says how many chapters there is room for.
CHAPTERS = "GRADBOOK_CHAPTERS"


class Kernels:
    """What kernels need while a build runs; made when a first chapter has to run."""

    def __init__(self, app: Any) -> None:
        self.root = Path(app.confdir)
        self.seconds = float(app.config.nb_execution_timeout or 0)
        self.fonts = Path(app.confdir, app.config.execution_cache, "matplotlib")
        self.servers: dict[Path, Popen[bytes]] = {}

    @cached_property
    def work(self) -> Path:
        # Where Sphinx fails before its build has begun, no step ends the servers.
        atexit.register(self.stop)
        return circumstances.work_folder()

    @cached_property
    def here(self) -> Circumstances:
        return self.start(circumstances.here, "here")

    @cached_property
    def elsewhere(self) -> Circumstances:
        return self.start(circumstances.elsewhere, "elsewhere")

    def start(self, make: Any, name: str) -> Circumstances:
        """Make circumstances, and start the server that forks kernels in them."""
        made: Circumstances = make(self.root, self.work, self.seconds, self.folder_of_fonts())
        socket = self.work / f"{name}-server"
        server = forked_kernels.start(socket, made.root, made.variables)
        if server:
            self.servers[socket] = server
            made.variables[forked_kernels.SOCKET] = str(socket)
        return made

    def folder_of_fonts(self) -> Path:
        """Return the folder where Matplotlib keeps its list of fonts for the next build."""
        try:
            self.fonts.mkdir(parents=True, exist_ok=True)
        except OSError:  # a cache that cannot be written
            return self.work
        return self.fonts if os.access(self.fonts, os.W_OK) else self.work

    def stop(self) -> None:
        """End the servers, and with them their kernels; remove what they needed."""
        while self.servers:
            forked_kernels.stop(*self.servers.popitem())
        if "work" in vars(self):
            atexit.unregister(self.stop)
            shutil.rmtree(self.work, ignore_errors=True)


def chapters() -> int:
    """Return how many kernels run side by side."""
    if os.environ.get(CHAPTERS, "").isdigit():
        return max(1, int(os.environ[CHAPTERS]))
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def stop(app: Any, error: Exception | None = None) -> None:
    if hasattr(app, "executor"):
        app.executor.runner.kernels.stop()
