"""The commands of the Makefile, as far as they need no build."""

import ast
import os
import re
import runpy
import shutil
import subprocess
import sys
from itertools import chain
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[1]


def make(*arguments, folder=ROOT):
    # The tests may themselves run under make, whose variables are not a user's.
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        ["make", *arguments], cwd=folder, env=environment, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    "target", ["html", "live", "test", "test-all", "bench", "clean", "install", "help"]
)
def test_help_lists_every_command(target):
    assert re.search(rf"^make {target} +\w", make("help").stdout, re.MULTILINE)


def test_a_missing_interpreter_is_named():
    run = make("install", "PYTHON=python9.9", "VENV=/nonexistent")
    assert run.returncode != 0
    assert "there is no python9.9" in run.stderr and "Traceback" not in run.stderr


def test_clean_keeps_the_environment(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    for folder in (".venv", "_build"):
        (tmp_path / folder).mkdir()
    assert make("clean", folder=tmp_path).returncode == 0
    assert (tmp_path / ".venv").is_dir() and not (tmp_path / "_build").exists()


@pytest.mark.parametrize("options", [["-I"], []], ids=["isolated", "as a script"])
def test_a_path_that_python_would_split_is_named(tmp_path, options):
    """Kernels find the module by PYTHONPATH, which has no way to write this sign."""
    for folder in ("make", "docs/_ext"):
        shutil.copytree(ROOT / folder, tmp_path / "a:b" / folder)
    command = [sys.executable, *options, tmp_path / "a:b/make/html.py"]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 1
    assert re.fullmatch("html: the path of the book cannot have ':' in it: .*a:b\n", run.stderr)
    assert sorted(os.listdir(tmp_path / "a:b")) == ["docs", "make"]


def test_lines_end_alike_where_git_would_write_others(tmp_path):
    for name in (".gitattributes", "conf.py"):
        shutil.copy(ROOT / name, tmp_path)
    git = ["git", "-C", str(tmp_path), "-c", "core.autocrlf=true", "-c", "core.eol=crlf"]
    subprocess.run([*git, "init", "--quiet"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    (tmp_path / "conf.py").unlink()
    subprocess.run([*git, "checkout", "--quiet", "conf.py"], check=True)
    assert (tmp_path / "conf.py").read_bytes() == (ROOT / "conf.py").read_bytes()


def test_an_unknown_measurement_is_named_after_all_of_them_were_loaded():
    run = make("bench", "BENCH=speed", f"VENV={sys.prefix}")
    assert run.stderr.startswith("bench: expected some of descent, build, page, got speed\n")


def test_continuous_integration_runs_make_test():
    assert "make test" in (ROOT / ".ci" / "run").read_text()


# In the place of Sphinx: it forks a process that waits for ever, says which, and waits as well.
FORKS = """
import os, sys, time

def main(arguments):
    child = os.fork()
    if child:
        print(child, flush=True)
    while True:
        time.sleep(1)
"""


WAITS = """
import multiprocessing

def main(arguments):
    ours, theirs = multiprocessing.Pipe(False)
    result = b"x" * 10**7
    multiprocessing.get_context("fork").Process(target=theirs.send, args=[result]).start()
    return 2  # as after an error, and nobody reads the result
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Sphinx forks nothing there")
def test_sphinx_ends_though_a_result_is_read_by_nobody(tmp_path):
    sphinx = started(tmp_path, WAITS)
    try:
        assert sphinx.wait(60) == 2
    finally:
        sphinx.kill()
        sphinx.stdout.close()


def started(folder, build):
    """Start a Sphinx whose build is another one."""
    (folder / "sphinx/cmd").mkdir(parents=True)
    for name in ("sphinx/__init__.py", "sphinx/builders.py", "sphinx/cmd/__init__.py"):
        (folder / name).touch()
    (folder / "sphinx/cmd/build.py").write_text(build)
    program = runpy.run_path(str(ROOT / "make/html.py"))["SPHINX"]
    environment = os.environ | {"PYTHONPATH": str(folder)}
    command = [sys.executable, "-c", program]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)


def test_a_process_takes_a_few_pages_at_a_time():
    program = runpy.run_path(str(ROOT / "make/html.py"))["SPHINX"].partition("from sphinx.cmd")[0]
    read = "from sphinx.builders import Builder; "
    read += "assert 'make_chunks' in Builder._read_parallel.__code__.co_names; "
    read += "assert 'make_chunks' in Builder._write_parallel.__code__.co_names; "
    read += "print(sphinx.builders.make_chunks([*range(10)], 2))"
    run = subprocess.run(
        [sys.executable, "-c", f"{program}\n{read}"], capture_output=True, text=True, check=True
    )
    chunks = ast.literal_eval(run.stdout)
    assert sorted(chain(*chunks)) == [*range(10)] and max(map(len, chunks)) < 5


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_what_sphinx_forks_ends_with_it(tmp_path):
    sphinx = started(tmp_path, FORKS)
    child = psutil.Process(int(sphinx.stdout.readline()))
    assert child.is_running()
    sphinx.kill()
    sphinx.wait()
    sphinx.stdout.close()
    child.wait(20)
