"""What other checkouts have too."""

import subprocess

import pytest
from execution.known import Project
from nbformat.v4 import new_code_cell, new_notebook


@pytest.fixture
def root(tmp_path):
    """Return a checkout with one file that git knows and one that it ignores."""
    for name in ("known.csv", "ignored.csv", "new.csv"):
        (tmp_path / name).write_text("1")
    (tmp_path / ".gitignore").write_text("ignored.csv\n")
    for command in (["init", "-q"], ["add", "known.csv"]):
        subprocess.run(["git", "-C", tmp_path, *command], check=True)
    (tmp_path / "requirements.txt").write_text("scikit-learn==1.9.1\nnumpy==2.4.6\n")
    return tmp_path


def test_a_file_that_git_ignores_or_does_not_know_is_named(root):
    names = ["known.csv", "ignored.csv", "new.csv", "absent.csv"]
    assert Project(root).unknown(names) == ["ignored.csv", "new.csv"]


def test_without_git_nothing_is_named(tmp_path):
    (tmp_path / "new.csv").touch()
    assert Project(tmp_path).unknown(["new.csv"]) == []


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("import math, os.path\nimport gradbook.losses", []),
        ("import numpy as np\nfrom sklearn import datasets", []),
        ("x = 1\nimport pytest", [2]),
        ("def f():\n    from _pytest.config import main", [2]),
        ("import a_module_that_is_not_there", []),
    ],
)
def test_a_package_that_no_pin_names_is_named(root, code, lines):
    notebook = new_notebook(cells=[new_code_cell(code)])
    found = list(Project(root).unpinned(notebook))
    assert [failure.line for failure in found] == lines
