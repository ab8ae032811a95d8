"""The commands of the Makefile, as far as they need no build."""

import os
import re
import runpy
import shutil
import subprocess
import sys
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


@pytest.fixture
def checkout(tmp_path):
    """Return a folder with the Makefile, its scripts and pins that are met without a download."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(ROOT / "make", tmp_path / "make")
    (tmp_path / "requirements.txt").write_text("")
    return tmp_path


@pytest.mark.parametrize(
    "target", ["html", "live", "test", "test-all", "bench", "clean", "install", "help"]
)
def test_help_lists_every_command(target):
    assert re.search(rf"^make {target} +\w", make("help").stdout, re.MULTILINE)


def test_a_missing_interpreter_is_named():
    run = make("install", "PYTHON=python9.9", "VENV=/nonexistent")
    assert run.returncode != 0
    assert "there is no python9.9" in run.stderr and "Traceback" not in run.stderr


def test_a_folder_that_is_no_environment_is_named(checkout):
    (checkout / "notes").mkdir()
    (checkout / "notes" / "file").touch()
    run = make("install", "VENV=notes", folder=checkout)
    assert run.returncode != 0
    assert "notes is no Python environment" in run.stderr and "Traceback" not in run.stderr
    assert os.listdir(checkout / "notes") == ["file"]


def install(checkout, setup):
    """Run install.py after some Python that plants a fault in the machine."""
    program = f"import sys; sys.argv = ['install.py', 'env']; {setup}; import runpy; "
    program += "runpy.run_path('make/install.py', run_name='__main__')"
    return subprocess.run(
        [sys.executable, "-c", program], cwd=checkout, capture_output=True, text=True
    )


FAULTS = {
    "an old Python": (
        "import subprocess; subprocess.check_output = lambda *a, **k: b'3.9'",
        "is Python 3.9; the book needs 3.11 or newer",
    ),
    "no venv module": ("sys.modules['ensurepip'] = None", "this Python has no venv module"),
    "no disk": (
        "import shutil; shutil.disk_usage = lambda p: type('D', (), {'free': 10**8})",
        "has 0.1 GB free; the packages need 3 GB",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_missing_gets_one_sentence(checkout, fault):
    setup, message = FAULTS[fault]
    run = install(checkout, setup)
    assert run.returncode != 0
    assert message in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1
    assert not (checkout / "env").exists()


def test_a_second_call_does_not_reinstall_and_a_changed_pin_does(checkout):
    first = make("install", folder=checkout)
    assert first.returncode == 0, first.stderr
    assert "creating .venv" in first.stdout and "installing" in first.stdout
    assert make("install", folder=checkout).stdout == ""
    (checkout / "requirements.txt").write_text("# none\n")
    assert "installing" in make("install", folder=checkout).stdout


def test_an_environment_that_has_the_pins_is_left_alone(checkout):
    shutil.copy(ROOT / "requirements.txt", checkout)
    stamp = Path(sys.prefix, ".gradbook-requirements")
    before = stamp.read_bytes() if stamp.exists() else None
    run = make("install", f"VENV={sys.prefix}", folder=checkout)
    assert run.returncode == 0, run.stderr
    assert run.stdout == ""
    assert (stamp.read_bytes() if stamp.exists() else None) == before


def test_clean_keeps_the_environment(checkout):
    for folder in (".venv", "_build"):
        (checkout / folder).mkdir()
    assert make("clean", folder=checkout).returncode == 0
    assert (checkout / ".venv").is_dir() and not (checkout / "_build").exists()


def test_every_pin_is_exact_and_has_no_local_part():
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert "torch==2.13.0" in pins
    for pin in pins:
        assert re.fullmatch(r"[\w.-]+==[\w.]+(; .+)?", pin), pin


def test_continuous_integration_runs_make_test():
    assert "make test" in (ROOT / ".ci" / "run").read_text()


def source_date(checkout):
    return runpy.run_path(str(checkout / "make/html.py"))["source_date"]()


def commit(folder):
    """Make a commit of a known date in a folder."""
    git = ["git", "-C", str(folder), "-c", "user.name=reader", "-c", "user.email=reader@localhost"]
    subprocess.run([*git, "init", "--quiet"], check=True)
    date = os.environ | {"GIT_COMMITTER_DATE": "@1700000000 +0000"}
    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "-m", "a"], env=date, check=True)


def test_the_date_of_what_is_written_is_the_last_commit(checkout):
    commit(checkout)
    assert source_date(checkout) == 1700000000


def test_a_repository_around_a_copy_of_the_book_is_another_one(checkout):
    commit(checkout)
    shutil.copytree(checkout / "make", checkout / "copy/make")
    assert source_date(checkout / "copy") == 315532800


def test_without_git_the_date_is_fixed(checkout, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert source_date(checkout) == 315532800


@pytest.mark.parametrize("given", [None, "1600000000"])
def test_sphinx_has_a_date_unless_it_was_given_one(checkout, monkeypatch, given):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    if given:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    started = []
    html = runpy.run_path(str(checkout / "make/html.py"))

    def run(command, **options):
        if "-W" in command:
            started.append(options["env"]["SOURCE_DATE_EPOCH"])
            return subprocess.CompletedProcess(command, 0)
        raise OSError

    monkeypatch.setattr(subprocess, "run", run)
    html["sphinx"](checkout)
    assert started == [given or "315532800"]


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


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_what_sphinx_forks_ends_with_it(tmp_path):
    (tmp_path / "sphinx/cmd").mkdir(parents=True)
    for name in ("sphinx/__init__.py", "sphinx/cmd/__init__.py"):
        (tmp_path / name).touch()
    (tmp_path / "sphinx/cmd/build.py").write_text(FORKS)
    program = runpy.run_path(str(ROOT / "make/html.py"))["SPHINX"]
    sphinx = subprocess.Popen(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        stdout=subprocess.PIPE,
    )
    child = psutil.Process(int(sphinx.stdout.readline()))
    assert child.is_running()
    sphinx.kill()
    sphinx.wait()
    sphinx.stdout.close()
    child.wait(600)
