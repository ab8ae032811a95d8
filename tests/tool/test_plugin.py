"""Formula cells as tests of pytest, in a run of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tool.conftest import LOAD, RIGHT, WRONG

ROOT = Path(__file__).resolve().parents[2]
UNCHECKED = "%%formula eq-o unchecked=order\nf(x) = O(x)"


def run(folder, *options):
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "gradbook.tool.plugin",
        "-p",
        "no:cacheprovider",
    ]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""}
    return subprocess.run(
        [*command, "-p", "no:xdist", *options],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def folder(written, tmp_path):
    written(LOAD, RIGHT, WRONG, UNCHECKED, "%%formula a b\nx")
    (tmp_path / "README.md").write_text("Text.\n")
    (tmp_path / "broken.ipynb").write_text('["%%formula"')
    return tmp_path


def test_each_formula_is_a_test_and_fails_at_its_line(folder):
    done = run(folder, "--gradbook", "-v", "-rs", "--ignore", "broken.ipynb")
    assert done.returncode == 1
    assert "notes.md::eq-sine PASSED" in done.stdout
    assert "notes.md::eq-wrong FAILED" in done.stdout
    assert "1 passed, 1 skipped" in done.stdout.replace("2 failed, ", "")
    assert "not checked: an order of magnitude" in done.stdout
    line = (folder / "notes.md").read_text("utf-8").splitlines().index("= 2 x") + 1
    assert f"notes.md:{line}: eq-wrong: line 1, step 1: the sides differ" in done.stdout
    assert "expected %%formula label, got 'a b'" in done.stdout
    assert "documents.py" not in done.stdout


def test_a_test_is_chosen_by_the_label(folder):
    done = run(folder, "--gradbook", "-k", "eq-sine", "--ignore", "broken.ipynb")
    assert done.returncode == 0 and "1 passed, 3 deselected" in done.stdout


def test_a_file_that_cannot_be_read_is_an_error(folder):
    done = run(folder, "--gradbook", "broken.ipynb")
    assert done.returncode == 2 and "broken.ipynb:1: expected a notebook" in done.stdout


def test_without_the_option_nothing_is_collected_or_imported(folder):
    (folder / "test_one.py").write_text(
        "import sys\n\n\ndef test_one():\n"
        "    found = {name for name in sys.modules if name.startswith('gradbook')}\n"
        "    assert found == {'gradbook', 'gradbook.tool', 'gradbook.tool.plugin'}\n"
        "    assert 'torch' not in sys.modules\n"
    )
    done = run(folder)
    assert "1 passed" in done.stdout, done.stdout
