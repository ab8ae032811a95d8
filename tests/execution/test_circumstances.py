"""The circumstances in which chapters run, and what a shell cannot bring into them."""

import os
import resource
import subprocess
import sys
from types import SimpleNamespace

import pytest
from execution import circumstances, client, kernels
from execution.kernels import Kernels


@pytest.fixture
def root(tmp_path):
    """Return a small project."""
    for name in ("docs/part/one.md", "gradbook/__init__.py", "pyproject.toml"):
        (tmp_path / "book" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "book" / name).write_text(name)
    return tmp_path / "book"


def made(root, tmp_path):
    work, fonts = tmp_path / "work", tmp_path / "fonts"
    here = circumstances.here(root, work, 5, fonts)
    return here, circumstances.elsewhere(root, work, 5, fonts)


@pytest.mark.parametrize(
    "name",
    ["ATEN_CPU_CAPABILITY", "PYTHONSTARTUP", "MATPLOTLIBRC", "PYTHONPATH", "OMP_NUM_THREADS"],
)
def test_no_variable_of_a_user_reaches_a_kernel(root, tmp_path, monkeypatch, name):
    monkeypatch.setenv(name, "of a user")
    for where in made(root, tmp_path):
        assert "of a user" not in where.variables.values()


@pytest.mark.parametrize("name", ["HOME", "TMPDIR", "TZ", "USER", "PYTHONHASHSEED"])
def test_all_is_other_elsewhere(root, tmp_path, name):
    here, elsewhere = made(root, tmp_path)
    assert here.variables[name] != elsewhere.variables[name]
    assert here.root != elsewhere.root


def test_elsewhere_has_a_copy_of_the_project_and_of_what_a_chapter_used(root, tmp_path):
    _, elsewhere = made(root, tmp_path)
    assert (elsewhere.root / "docs/part/one.md").read_text() == "docs/part/one.md"
    circumstances.copy_also(root, elsewhere.root, ["pyproject.toml", "absent.json", "docs/"])
    assert (elsewhere.root / "pyproject.toml").is_file()


def test_a_long_temporary_folder_gets_a_short_one(tmp_path, monkeypatch):
    long = tmp_path / ("long" * 30)
    long.mkdir()
    monkeypatch.setattr(circumstances.tempfile, "tempdir", str(long))
    folder = circumstances.work_folder()
    assert len(str(folder)) < 80
    folder.rmdir()


def test_fonts_are_listed_elsewhere_if_the_cache_cannot_be_written(root, tmp_path):
    (root / "cache").touch()
    config = SimpleNamespace(nb_execution_timeout=5, execution_cache="cache")
    made = Kernels(SimpleNamespace(confdir=root, config=config))
    assert made.folder_of_fonts() == made.work
    made.stop()
    assert not made.work.exists()


def test_as_many_chapters_run_as_there_is_room_for_or_as_there_are_cores(monkeypatch):
    monkeypatch.setenv("GRADBOOK_CHAPTERS", "3")
    assert kernels.chapters() == 3
    monkeypatch.delenv("GRADBOOK_CHAPTERS")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {1}, raising=False)
    assert kernels.chapters() == 1
    monkeypatch.delattr(os, "sched_getaffinity")
    assert kernels.chapters() == os.cpu_count()


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="on Linux alone")
def test_a_user_who_may_have_less_memory_gets_that():
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    less = 2**30
    resource.prlimit(process.pid, resource.RLIMIT_DATA, (less, less))
    client.limit(process.pid, 4 * less)
    assert resource.prlimit(process.pid, resource.RLIMIT_DATA) == (less, less)
    process.communicate(b"\n")
