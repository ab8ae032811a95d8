"""What a build has of its surroundings: settings, cores, memory, date, locks."""

import errno
import fcntl
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "make"))

import cores  # noqa: E402
from alone import alone  # noqa: E402
from surroundings import EARLIEST, source_date, surroundings  # noqa: E402

COMMITTED = 1700000000


@pytest.fixture
def commit(tmp_path, monkeypatch):
    """Make a commit of a known date in a folder; return the folder."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    git = ["git", "-C", tmp_path, "-c", "user.name=reader", "-c", "user.email=reader@localhost"]
    subprocess.run([*git, "init", "--quiet"], check=True)
    date = os.environ | {"GIT_COMMITTER_DATE": f"@{COMMITTED} +0000"}
    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "-m", "a"], env=date, check=True)
    return tmp_path


def test_the_date_of_what_is_written_is_the_last_commit(commit):
    assert source_date(commit) == COMMITTED


def test_a_repository_around_a_copy_of_the_book_is_another_one(commit):
    (commit / "copy").mkdir()
    assert source_date(commit / "copy") == EARLIEST


def test_a_git_hook_of_another_repository_says_nothing_about_the_book(commit, monkeypatch):
    (commit / "copy").mkdir()
    monkeypatch.setenv("GIT_DIR", str(commit / ".git"))
    assert source_date(commit / "copy") == EARLIEST


def test_a_repository_of_another_user_has_its_date(commit, monkeypatch):
    (commit / "bin").mkdir()
    fake = commit / "bin/git"
    fake.write_text(f'#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {shutil.which("git")} "$@"')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{commit / 'bin'}:{os.environ['PATH']}")
    command = ["git", "-C", commit, "log"]
    assert b"dubious ownership" in subprocess.run(command, capture_output=True).stderr
    assert source_date(commit) == COMMITTED
    # The foot of the pages asks git as well.
    assert subprocess.run(command, env=surroundings(commit), capture_output=True).returncode == 0


def test_without_git_the_date_is_fixed_and_said(commit, monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")
    assert source_date(commit) == EARLIEST
    said = capsys.readouterr().err
    assert said.startswith("git does not tell the date of the book, 1980 it is: ")
    assert len(said.splitlines()) == 1


def test_a_copy_without_a_repository_is_nothing_to_speak_of(tmp_path, capsys):
    assert source_date(tmp_path) == EARLIEST
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("given", [None, "", "1600000000"])
def test_sphinx_has_a_date_unless_it_was_given_one(commit, monkeypatch, given):
    if given is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    started = []
    html = runpy.run_path(str(ROOT / "make/html.py"))
    html["sphinx"].__globals__["ROOT"] = commit

    def run(command, **options):
        if "-W" in command:
            started.append(options["env"]["SOURCE_DATE_EPOCH"])
            return subprocess.CompletedProcess(command, 0)
        return popen(command, **options)

    popen = subprocess.run
    monkeypatch.setattr(subprocess, "run", run)
    html["sphinx"](commit)
    assert started == [given or str(COMMITTED)]


def test_a_date_that_is_no_number_is_named(commit, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    with pytest.raises(SystemExit, match=r"SOURCE_DATE_EPOCH: expected seconds, .* got 'today'"):
        surroundings(commit)


@pytest.mark.parametrize(
    "name", ["PYTHONPATH", "PYTHONOPTIMIZE", "MATPLOTLIBRC", "MPLBACKEND", "IPYTHONDIR", "GIT_DIR"]
)
def test_settings_for_other_work_do_not_reach_a_build(tmp_path, monkeypatch, name):
    monkeypatch.setenv(name, "1")
    assert name not in surroundings(tmp_path)


@pytest.mark.parametrize("name", ["PATH", "BOOK_ADDRESS", "PYTHONDONTWRITEBYTECODE"])
def test_other_settings_do(tmp_path, monkeypatch, name):
    monkeypatch.setenv(name, "1")
    assert surroundings(tmp_path)[name] == "1"


def test_who_has_no_home_gets_one(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert surroundings(tmp_path)["HOME"] == str(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "none"))
    home = Path(surroundings(tmp_path)["HOME"])
    assert home.is_dir() and home.is_relative_to(tmp_path / "_build")


def test_a_place_without_locks_is_named_and_used(tmp_path, monkeypatch, capsys):
    def flock(file, operation):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", flock)
    with alone(tmp_path / "lock", "another") as file:
        assert not file.closed
    expected = (
        f"{tmp_path / 'lock'} cannot be locked (No locks available): run one make at a time\n"
    )
    assert capsys.readouterr().out == expected


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Return a machine with 8 processors and 16 GB, and the folder of its control groups."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    memory = {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": 4_000_000}
    monkeypatch.setattr(os, "sysconf", memory.get)
    monkeypatch.setattr(cores, "GROUPS", tmp_path)
    monkeypatch.setattr(cores, "MINE", tmp_path / "mine")
    (tmp_path / "outer/inner").mkdir(parents=True)
    (tmp_path / "mine").write_text("0::/outer/inner\n")
    return tmp_path


def test_all_processors_are_used_that_this_process_may_use(machine):
    assert cores.cores() == 8


@pytest.mark.parametrize(
    ("name", "content", "count", "chapters"),
    [
        ("cpu.max", "150000 100000", 2, 3),
        ("cpu.max", "10000 100000", 1, 2),
        ("cpu.max", "max 100000", 8, 9),
        ("memory.max", "2000000000", 4, 3),
        ("memory.max", "1000", 1, 1),
        ("memory.max", "max", 8, 9),
    ],
)
def test_the_group_around_a_container_limits_it(machine, name, content, count, chapters):
    (machine / "outer" / name).write_text(content)
    assert (cores.cores(), cores.chapters()) == (count, chapters)


def test_groups_of_the_first_version_limit_as_well(machine):
    (machine / "mine").write_text("4:cpu,cpuacct:/docker\n")
    (machine / "cpu,cpuacct").mkdir()
    (machine / "cpu,cpuacct/cpu.cfs_quota_us").write_text("300000\n")
    (machine / "cpu,cpuacct/cpu.cfs_period_us").write_text("100000\n")
    assert cores.cores() == 3
