"""What is forked from a process that has imported torch prints what a fresh Python would print."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from writing import forked, session, sessions_ahead, shell, torch_server
from writing.kept_session import KeptSession
from writing.shell import run, surroundings

from tests.turns import of_today
from tests.writing.test_session import reading

ROOT = Path(__file__).resolve().parents[2]
TELLS = """
print(sys.argv, sys.orig_argv, sys.flags, sys.path, sys.executable, sys.warnoptions)
mine = {k: v for k, v in globals().items() if k.startswith("__")}
print(sorted(mine), __name__, mine.get("__file__"), __package__, mine["__cached__"], __doc__)
print(__spec__ and vars(__spec__), type(__builtins__), type(__loader__).__name__, vars(__loader__))
print(vars(sys.modules["__main__"]) is globals())
print(os.getcwd(), sorted((k, v) for k, v in os.environ.items() if k not in {"_", "SHLVL"}))
print(sorted(sys.modules))
print(gc.isenabled(), len(threading.enumerate()), len(os.listdir("/proc/self/task")))
for s in sys.stdin, sys.stdout, sys.stderr:
    print(s, s.isatty(), s.line_buffering, s.errors, s.fileno())
print(*(f"{n} {signal.getsignal(n)}" for n in sorted(signal.valid_signals())), sep=", ")
print(os.getsid(0) != os.getpid(), os.getpgrp() == os.getsid(0), os.umask(0))
print({n: resource.getrlimit(getattr(resource, n)) for n in dir(resource) if "RLIMIT" in n})
opened = filter(os.path.exists, (f"/proc/self/fd/{n}" for n in range(50)))
print([os.readlink(each).split(":")[0] for each in opened])
print(torch.get_num_threads(), torch.get_default_dtype(), sys.getrecursionlimit(), warnings.filters)
print(logging.root.handlers, sys.excepthook, sys.displayhook, threading.excepthook)
print(sorted(sys.path_importer_cache))
"""
PROBE = f"""import torch
import gc, logging, os, resource, signal, sys, threading, warnings
{TELLS}"""
SCRIPTS = {
    "probe": PROBE,
    "raises": "def f():\n    1 / 0\nf()",
    "chained": "try:\n    1 / 0\nexcept ValueError as error:\n    pass",
    "in_a_module": "import other",
    "not_there": "import nowhere",
    "told": "import sys; print(1); sys.exit('why')",
    "status": "raise SystemExit(3)",
    "at_once": "import os; print('lost'); os._exit(7)",
    "hook": "import sys\nsys.excepthook = lambda *a: print('mine', a[0], a[2].tb_lineno)\n1 / 0",
    "killed": "import os; print(1, flush=True); os.kill(os.getpid(), 11)",
    "ended": "import os; print(1, flush=True); os.kill(os.getpid(), 15)",
    "interrupted": "import os; print(1); os.kill(os.getpid(), 2)",
    "asks": "import sys; print(repr(sys.stdin.read())); input()",
    "late": """import atexit, threading, time
atexit.register(print, "at exit")
threading.Thread(target=lambda: (time.sleep(0.3), print("a thread"))).start()
class A:
    def __del__(self): print("deleted")
a = A()
print("end", end="")""",
    "warns": "import warnings\nwarnings.warn('a')\nwarnings.warn('b', DeprecationWarning)",
    "streams": "import os, sys\nprint(1); print(2, file=sys.stderr); os.write(1, b'3')",
    "processes": """import multiprocessing, subprocess, sys
def double(x):
    print(__name__, "torch" in sys.modules, flush=True)
    return 2 * x
if __name__ == "__main__":
    for kind in ("fork", "spawn", "forkserver"):
        with multiprocessing.get_context(kind).Pool(1) as pool:
            print(kind, pool.map(double, [1, 2]))
    print(multiprocessing.parent_process(), multiprocessing.current_process())
    code = "import sys; print(sys.argv, 'torch' in sys.modules, sys.path)"
    subprocess.run([sys.executable, "-c", code, "a"])""",
}
FILES = {f"{name}.py": f"import torch\n{text}\n" for name, text in SCRIPTS.items()}
FILES |= {"probe.py": PROBE, "other.py": "raise KeyError('é')", "module/__main__.py": PROBE}
COMMANDS = [*(f"python {name}.py a 'b c' --d=1" for name in SCRIPTS), "module a -b"]
COMMANDS += ["gradbook", "gradbook --version", "gradbook check lost.md", "pytest lost", "torchrun"]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="programs are forked on Linux")


@pytest.fixture(scope="module")
def server():
    place = tempfile.TemporaryDirectory()
    with place, forked.Server(surroundings(ROOT, Path(place.name))) as server:
        yield server


@pytest.fixture
def only_forked(monkeypatch):
    def refuse(*_):
        raise AssertionError("not forked")

    monkeypatch.setattr(shell, "done", refuse)


def alike(ran):
    """Return what was printed, without what each process has of its own."""
    text = re.sub(r"/tmp/tmp\w+", "…", ran.printed)
    text = re.sub(r"0x[0-9a-f]+", "", text)
    return text.split(", "), ran.status


@pytest.mark.parametrize("command", COMMANDS)
def test_a_forked_program_is_as_a_fresh_one(server, monkeypatch, command):
    for programs in (shell.PROGRAMS, shell.IMPORTING):
        monkeypatch.setitem(programs, "module", "-m module")
    (fresh,) = run(ROOT, FILES, [command])
    monkeypatch.setattr(shell, "done", None)
    (one,) = run(ROOT, FILES, [command], server)
    assert alike(one) == alike(fresh)


def test_each_program_has_random_numbers_of_its_own(server, only_forked):
    text = "import torch\nimport random, numpy\n"
    text += "print(torch.rand(1).item(), random.random(), numpy.random.rand())"
    one, other = run(ROOT, {"a.py": text}, ["python a.py"] * 2, server)
    assert not {*one.printed.split()} & {*other.printed.split()}


@pytest.mark.parametrize("text", ["import inspect; print(inspect.stack())", "def f(): f()\nf()"])
def test_what_tells_how_deep_it_runs_is_not_forked(server, text):
    with pytest.raises(RuntimeError, match="how deep"):
        run(ROOT, {"a.py": f"import torch\n{text}"}, ["python a.py"], server)


def test_a_program_that_ends_its_group_is_not_forked(server):
    files = {"a.py": "import torch\nimport os\nos.killpg(0, 9)", "b.py": "import torch\nprint(1)"}
    with pytest.raises(RuntimeError, match="keeps it"):
        run(ROOT, files, ["python a.py"], server)
    assert run(ROOT, files, ["python b.py"], server)[0].printed == "1"


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("gradbook check notes.md", ["-m", "gradbook", "check", "notes.md"]),
        ("pytest -k 'not a' \"b\"", ["-m", "pytest", "-k", "not a", "b"]),
        ("python a.py --x=1", ["a.py", "--x=1"]),
        *(
            (command, [])
            for command in (
                *("python b.py", "python c.py", "python", "python -c 1", "python -m gradbook"),
                *("gradbook check a.md | head", "gradbook check *.md", "gradbook check $PWD"),
                *("A=1 gradbook check a.md", "gradbook check a.md; ls", "gradbook check `ls`"),
                *("gradbook check a.md > b", "gradbook check ~/a", "gradbook check 'a", "ls", "'"),
                *("gradbook check {a,b}.md", "gradbook check a\\ b", "sphinx-build a b", "!!"),
            )
        ),
    ],
)
def test_only_what_a_shell_takes_as_it_stands_is_forked(tmp_path, command, words):
    (tmp_path / "a.py").write_text("import torch\n")
    (tmp_path / "b.py").write_text("import torchvision\nx = 'import torch'\n")
    assert forked.words_of(command, tmp_path, shell.IMPORTING) == words


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("import torch\nprint(1)", True),
        ('"""What it does."""\n# Why.\nimport torch\n', True),
        ("import os\nimport torch\n", False),
        ("from torch import nn\n", False),
        ('"""\nimport torch\n"""\n', False),
        ("import torch\na = = 1", False),
        ("", False),
    ],
)
def test_only_what_imports_torch_before_all_else_is_forked(tmp_path, text, first):
    (tmp_path / "a.py").write_text(text)
    assert bool(forked.words_of("python a.py", tmp_path, shell.IMPORTING)) is first


STAYS = """import torch
import os, signal, subprocess, sys, time
code = "import os, signal, time; os.setsid(); signal.signal(15, signal.SIG_IGN);"
code += "open('{place}', 'w').write(str(os.getpid())); time.sleep(300)"
subprocess.Popen([sys.executable, "-c", code])
while not (os.path.exists('{place}') and os.path.getsize('{place}')):
    time.sleep(0.05)
print("there", flush=True)
time.sleep({seconds})
"""


def staying(tmp_path, seconds):
    """Return the file of a program that leaves a process behind, and where its number is."""
    place = tmp_path / "number"
    return {"a.py": STAYS.format(place=place, seconds=seconds)}, place


def test_no_process_of_a_forked_program_outlives_it(server, tmp_path, only_forked):
    files, place = staying(tmp_path, 0)
    (ran,) = run(ROOT, files, ["python a.py"], server)
    assert (ran.printed, ran.status) == ("there", 0)
    assert not psutil.pid_exists(int(place.read_text()))


def test_a_forked_program_that_takes_too_long_is_ended(server, tmp_path, monkeypatch, only_forked):
    files, place = staying(tmp_path, 300)
    with monkeypatch.context() as patched, pytest.raises(subprocess.TimeoutExpired):
        patched.setattr(shell, "SECONDS", 5)
        run(ROOT, files, ["python a.py"], server)
    assert not psutil.pid_exists(int(place.read_text()))
    (ran,) = run(ROOT, {"a.py": "import torch\nprint(1)"}, ["python a.py"], server)
    assert ran.printed == "1"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_forked_program_outlives_the_build(tmp_path, number):
    files, place = staying(tmp_path, 300)
    waiting = "SimpleNamespace(run=lambda server: run(root, files, ['python a.py'], server))"
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from pathlib import Path\nfrom types import SimpleNamespace\n"
        "from writing.sessions_ahead import run_from_server\nfrom writing.shell import run\n"
        f"root, files = Path({str(ROOT)!r}), {files!r}\n"
        f"run_from_server(root, [{waiting}])"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT / "docs/_ext"), "TMPDIR": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", program], env=environment, cwd=ROOT) as build:
        while not (place.exists() and place.read_text()):
            assert build.poll() is None
            time.sleep(0.05)
        left = [psutil.Process(int(place.read_text()))]
        left += psutil.Process(build.pid).children(recursive=True)
        build.send_signal(number)
        _, alive = psutil.wait_procs(left, timeout=30)
        build.kill()
    assert len(left) > 3 and not alive


def test_a_program_that_its_keeper_has_ended_already_has_a_status():
    ended = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    ended.wait()
    assert torch_server.ended(ended.pid, 1) == 1


def kept(tmp_path, files, commands, twice=True):
    config = SimpleNamespace(execution_cache=str(tmp_path), execution_twice=twice)
    app = SimpleNamespace(config=config, confdir=str(ROOT))
    return KeptSession(app, "page", 0, files, commands)


def test_another_seed_of_hashes_is_seen_where_a_session_runs_twice(server, tmp_path):
    hashes = {"a.py": "import torch\nprint(hash('a'))"}
    told = kept(tmp_path, hashes, ["python a.py"])
    assert len(list(session.changing(told.run(server)))) == 1
    assert list(session.changing(told.known())) != []
    same = kept(tmp_path, {"a.py": "import torch\nprint(1)"}, ["python a.py"])
    assert list(session.changing(same.run(server))) == []


def test_a_session_that_ran_once_is_not_known_to_run_twice_alike(tmp_path):
    kept(tmp_path, {}, ["echo a"], twice=False).run()
    assert kept(tmp_path, {}, ["echo a"], twice=False).known()
    assert kept(tmp_path, {}, ["echo a"]).known() is None
    kept(tmp_path, {}, ["echo a"]).run()
    assert kept(tmp_path, {}, ["echo a"], twice=False).known()


@pytest.fixture
def sessions(book):
    app = reading(book.folder)
    return [one for name in book.names for one in sessions_ahead.sessions(app, name)]


def test_sessions_of_the_book_print_the_same_in_fresh_pythons(sessions):
    for one in of_today(sessions, 4):
        assert one.known() == run(ROOT, one.files, one.commands), f"{one.docname}, {one.number}"


def test_most_programs_of_the_book_are_forked(sessions, tmp_path):
    forks = []
    for one in sessions:
        for name, text in one.files.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text)
        words = [forked.words_of(each, tmp_path, shell.IMPORTING) for each in one.commands]
        forks += filter(None, words)
    assert len(forks) > 9, forks
