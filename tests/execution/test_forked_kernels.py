"""The server that forks kernels, by itself."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from execution import forked_kernels

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks on Linux alone")
ROOT = Path(__file__).resolve().parents[2]
EXTENSIONS = ROOT / "docs" / "_ext"
HERE = EXTENSIONS / "execution"
# Seconds after which something has gone wrong, on a busy machine too.
LONG = 600


@pytest.fixture
def server(tmp_path):
    """Start a server that preloads little; return its socket and its process."""
    program = f"""
import sys; sys.path[:0] = ["", {str(HERE)!r}]
import fork_server
fork_server.PRELOAD = ("fractions",)
fork_server.find_fonts = lambda: None
fork_server.run = lambda argv, cwd, env: exec(argv[0])
fork_server.main({str(tmp_path / "socket")!r}, {str(tmp_path)!r})
"""
    process = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE)
    yield tmp_path / "socket", process
    process.stdin.close()
    process.wait(LONG)


def fork(path, code):
    return forked_kernels.fork(str(path), {"argv": [code], "cwd": "/", "env": {}})


def test_each_request_is_a_process_of_its_own_with_what_was_preloaded(server, tmp_path):
    path, _ = server
    code = "import os, sys; open({!r}, 'w').write(str('fractions' in sys.modules)); os._exit(0)"
    results = [tmp_path / "one", tmp_path / "two"]
    kernels = [fork(path, code.format(str(result))) for result in results]
    assert kernels[0].pid != kernels[1].pid
    for kernel, result in zip(kernels, results, strict=True):
        assert kernel.wait() is not None
        assert result.read_text() == "True"


def test_a_kernel_is_seen_alive_and_dead(server):
    kernel = fork(server[0], "import time; time.sleep(3600)")
    assert kernel.poll() is None
    kernel.send_signal(signal.SIGKILL)
    assert kernel.wait() == 1 and kernel.poll() == 1


def test_the_server_ends_with_the_build(server):
    path, process = server
    fork(path, "import os; os._exit(0)").wait()
    process.stdin.close()
    assert process.wait(LONG) == 0
    with socket.socket(socket.AF_UNIX) as connection, pytest.raises(ConnectionRefusedError):
        connection.connect(str(path))


def test_gradbook_is_never_preloaded():
    from execution import fork_server

    preloaded = (*fork_server.PRELOAD, *fork_server.ELSEWHERE)
    assert not [name for name in preloaded if name.startswith("gradbook")]


def test_preloading_runs_no_thread_and_no_torch_operation():
    program = f"""
import sys; sys.path.insert(0, {str(HERE)!r})
import importlib, os, torch, fork_server
from torch.utils._python_dispatch import TorchDispatchMode

class Refuse(TorchDispatchMode):
    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        raise AssertionError(function)

with Refuse():
    for name in (*fork_server.PRELOAD, *fork_server.ELSEWHERE):
        importlib.import_module(name)
    fork_server.find_fonts()
assert not {{"doctest", "matplotlib_inline.backend_inline"}}.intersection(sys.modules)
assert len(os.listdir("/proc/self/task")) == 1, os.listdir("/proc/self/task")
"""
    one = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    run = subprocess.run([sys.executable, "-c", program], env=os.environ | one, timeout=LONG)
    assert run.returncode == 0


def test_the_extension_point_of_jupyter_client_is_where_it_was():
    """`forked_kernels` puts its provisioner in the place of the one for local processes."""
    from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

    factory = KernelProvisionerFactory.instance()
    assert factory.default_provisioner_name == "local-provisioner"
    assert "local-provisioner" in factory.provisioners
    assert {"process", "pid", "pgid", "connection_info"} <= set(dir(LocalProvisioner))


def test_no_server_outlives_a_build(book):
    found = [process for process in psutil.process_iter() if serves(process, book.folder)]
    _, alive = psutil.wait_procs(found, timeout=LONG)
    assert not alive


def serves(process, folder):
    try:
        words = process.cmdline()
    except psutil.Error:  # it has ended
        return False
    return any(word.startswith(str(folder)) and "fork_server.py" in word for word in words)


def test_a_server_whose_build_has_ended_is_quiet(tmp_path):
    """The build removes the folder of the socket, perhaps while the server imports."""
    program = f"""
import sys; sys.path[:0] = ["", {str(HERE)!r}]
import fork_server
fork_server.PRELOAD = ()
fork_server.find_fonts = lambda: None
fork_server.main({str(tmp_path / "removed" / "socket")!r}, {str(tmp_path)!r})
"""
    run = subprocess.run(
        [sys.executable, "-c", program], stdin=subprocess.DEVNULL, capture_output=True, timeout=LONG
    )
    assert (run.returncode, run.stderr) == (0, b"")


def test_a_request_that_is_given_up_does_not_end_the_server(server):
    path, process = server
    forked_kernels.connect(str(path)).close()
    fork(path, "import os; os._exit(0)").wait()
    assert process.poll() is None


def test_nobody_waits_for_a_server_that_has_ended(tmp_path, monkeypatch):
    server = subprocess.Popen([sys.executable, "-c", ""])
    handle = os.pidfd_open(server.pid)
    server.wait()
    path = str(tmp_path / "none")
    monkeypatch.setitem(forked_kernels.handles, path, handle)
    with pytest.raises(FileNotFoundError):
        forked_kernels.connect(path)
    os.close(handle)


def test_where_no_kernel_can_be_forked_no_server_starts(tmp_path, monkeypatch):
    assert forked_kernels.can_fork(Path("/tmp/socket"))
    assert forked_kernels.start(Path("/tmp", "long" * 30, "socket"), ROOT, {}) is None
    monkeypatch.delattr(os, "pidfd_open")
    assert forked_kernels.start(Path("/tmp/socket"), ROOT, {}) is None
