"""Kernels that need not import PyTorch and Matplotlib: forked from one server that has.

The server starts as soon as a chapter has to run; all of Sphinx's workers share it. On Linux;
elsewhere the ordinary kernel serves, with the same results.
"""

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from importlib.metadata import EntryPoint
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

SOCKET = "GRADBOOK_FORK_SERVER"
# A busy machine may need minutes; a server that has ended is not waited for.
STARTUP_SECONDS = 600
# Of the server's process: readable when it has ended.
handles = []
# The code of a kernel that has ended: whose child it is alone learns the true one.
GONE = 1


class ForkedKernel:
    """A process that is not our child, with the face of `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, pid):
        self.pid = pid
        self.returncode = None
        try:
            self.handle = os.pidfd_open(pid)
        except ProcessLookupError:
            self.returncode = GONE

    def poll(self):
        if self.returncode is None and select.select([self.handle], [], [], 0)[0]:
            os.close(self.handle)
            self.returncode = GONE
        return self.returncode

    def wait(self):
        if self.poll() is None:
            select.select([self.handle], [], [])
        return self.poll()

    def send_signal(self, number):
        if self.poll() is None:
            signal.pidfd_send_signal(self.handle, number)

    def kill(self):
        self.send_signal(signal.SIGKILL)

    def terminate(self):
        self.send_signal(signal.SIGTERM)


class ForkedProvisioner(LocalProvisioner):
    """Launches a kernel by asking the server for a fork."""

    async def launch_kernel(self, cmd, **kwargs):
        module = cmd.index("ipykernel_launcher")
        request = {"argv": cmd[module + 1 :], "cwd": kwargs["cwd"], "env": kwargs["env"]}
        self.process = fork(os.environ[SOCKET], request)
        self.pid = self.pgid = self.process.pid
        return self.connection_info


def fork(path, request):
    """Ask the server for a kernel."""
    with connect(path) as connection, connection.makefile("rw", encoding="utf-8") as stream:
        print(json.dumps(request), file=stream, flush=True)
        return ForkedKernel(json.loads(stream.readline()))


def connect(path):
    """Return a connection to the server, which may still be importing, unless it has ended."""
    deadline = time.monotonic() + STARTUP_SECONDS
    connection = socket.socket(socket.AF_UNIX)
    while True:
        try:
            connection.connect(path)
            return connection
        except (FileNotFoundError, ConnectionRefusedError):
            if time.monotonic() > deadline or server_has_ended():
                connection.close()
                raise
            time.sleep(0.02)


def server_has_ended():
    return bool(handles) and bool(select.select(handles, [], [], 0)[0])


def start(app, config):
    """Start the server with the environment that the kernelspec gives to kernels."""
    if not sys.platform.startswith("linux") or config.nb_execution_mode == "off":
        return
    folder = tempfile.TemporaryDirectory(prefix="gradbook-")
    path = str(Path(folder.name, "fork-server"))
    settings = KernelSpecManager().get_kernel_spec("python3").env
    server = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("fork_server.py"), path],
        stdin=subprocess.PIPE,
        # A kernel with this parent prints no advice to a terminal and polls for no parent.
        env=os.environ | settings | {"JPY_PARENT_PID": "1"},
    )
    os.environ[SOCKET] = path
    handles.append(os.pidfd_open(server.pid))
    # Where Sphinx fails before its build has begun, no event ends the server.
    atexit.register(stop, app)
    # Both end with the build: the server reads the end of its input, the folder is removed.
    app.fork_server = folder, server
    point = EntryPoint("forked", "execution.forked_kernels:ForkedProvisioner", "")
    KernelProvisionerFactory.instance().provisioners["local-provisioner"] = point


def stop(app, error=None):
    folder, server = vars(app).pop("fork_server", (None, None))
    if server:
        atexit.unregister(stop)
        # It may still be importing.
        server.kill()
        server.wait()
        server.stdin.close()
        os.close(handles.pop())
        folder.cleanup()


def setup(app):
    # After `kernel` has said where the kernelspec is, and only when a chapter has to run.
    app.connect("kernels-needed", start)
