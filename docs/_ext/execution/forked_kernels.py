"""Kernels that need not import PyTorch and Matplotlib: forked from a server that has.

A server starts as soon as a chapter has to run in its circumstances; all of Sphinx's workers share
it. On Linux; elsewhere the ordinary kernel serves, with the same results.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

SOCKET = "GRADBOOK_FORK_SERVER"
# A busy machine may need minutes; a server that has ended is not waited for.
STARTUP_SECONDS = 600
LONGEST_SOCKET = 100  # in bytes, as systems have it
# Of each server, by its socket: a file that is readable when its process has ended.
handles: dict[str, int] = {}
# The code of a kernel that has ended: whose child it is alone learns the true one.
GONE = 1


class ForkedKernel:
    """A process that is not our child, with the face of `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        try:
            self.handle = os.pidfd_open(pid)
        except ProcessLookupError:
            self.returncode = GONE

    def poll(self) -> int | None:
        if self.returncode is None and select.select([self.handle], [], [], 0)[0]:
            os.close(self.handle)
            self.returncode = GONE
        return self.returncode

    def wait(self) -> int | None:
        if self.poll() is None:
            select.select([self.handle], [], [])
        return self.poll()

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            signal.pidfd_send_signal(self.handle, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class ForkedProvisioner(LocalProvisioner):
    """Launches a kernel by asking the server of its circumstances for a fork, if there is one."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        server = kwargs["env"].pop(SOCKET, None)
        if not server:
            return await super().launch_kernel(cmd, **kwargs)
        module = cmd.index("ipykernel_launcher")
        request = {"argv": cmd[module + 1 :], "cwd": kwargs["cwd"], "env": kwargs["env"]}
        self.process: Any = fork(server, request)
        self.pid = self.pgid = self.process.pid
        return self.connection_info


def fork(path: str, request: dict[str, Any]) -> ForkedKernel:
    """Ask the server for a kernel."""
    with connect(path) as connection, connection.makefile("rw", encoding="utf-8") as stream:
        print(json.dumps(request), file=stream, flush=True)
        return ForkedKernel(json.loads(stream.readline()))


def connect(path: str) -> socket.socket:
    """Return a connection to the server, which may still be importing, unless it has ended."""
    deadline = time.monotonic() + STARTUP_SECONDS
    connection = socket.socket(socket.AF_UNIX)
    while True:
        try:
            connection.connect(path)
            return connection
        except (FileNotFoundError, ConnectionRefusedError):
            if time.monotonic() > deadline or has_ended(path):
                connection.close()
                raise
            time.sleep(0.02)


def has_ended(path: str) -> bool:
    return path in handles and bool(select.select([handles[path]], [], [], 0)[0])


def can_fork(path: Path) -> bool:
    """Tell whether kernels can be forked here: not by every system's Python."""
    short = len(os.fsencode(path)) <= LONGEST_SOCKET
    return sys.platform.startswith("linux") and hasattr(os, "pidfd_open") and short


def start(path: Path, root: Path, variables: dict[str, str]) -> subprocess.Popen[bytes] | None:
    """Start the server of a socket, where it can be, for kernels of a project with variables."""
    if not can_fork(path):
        return None
    provisioners = KernelProvisionerFactory.instance().provisioners
    point = EntryPoint("forked", "execution.forked_kernels:ForkedProvisioner", "")
    provisioners["local-provisioner"] = point
    server = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("fork_server.py"), path, root],
        stdin=subprocess.PIPE,
        # A kernel with this parent prints no advice to a terminal and polls for no parent; nor does
        # the debugger, which nobody uses, give advice.
        env=variables | {"JPY_PARENT_PID": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"},
    )
    handles[str(path)] = os.pidfd_open(server.pid)
    return server


def stop(path: Path, server: subprocess.Popen[bytes]) -> None:
    # It may still be importing.
    server.kill()
    server.wait()
    if server.stdin:
        server.stdin.close()
    os.close(handles.pop(str(path)))
