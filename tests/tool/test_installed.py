"""The wheel in an environment that has what it asks for and nothing else, on somebody's file."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from flit_core.wheel import make_wheel_in
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tool.conftest import LOAD, RIGHT, WRONG
from tests.turns import ALL

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(not ALL, reason="takes minutes: make test-all")


def needed(requires, extra):
    """Return the packages that requirements name, with those that these need."""
    found, waiting = set(), [(Requirement(line), extra) for line in requires]
    while waiting:
        one, chosen = waiting.pop()
        name = canonicalize_name(one.name)
        if one.marker and not one.marker.evaluate({"extra": chosen}):
            continue
        more = distribution(name).requires or []
        if name not in found:
            found.add(name)
            waiting += [(Requirement(line), "") for line in more]
        waiting += [(r, e) for e in one.extras for r in map(Requirement, more) if r.marker]
    return found


def environment(folder, extra="", also=()):
    """Install the wheel, and link what it needs with an extra from the environment of the tests."""
    venv.create(folder)
    python = folder / "bin/python"
    wheel = make_wheel_in(ROOT / "pyproject.toml", folder).file
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    subprocess.run([*pip, "--no-index", "--no-deps", str(wheel)], check=True)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    (info,) = site.glob("gradbook-*.dist-info")
    for name in needed([*Distribution.at(info).requires, *also], extra):
        for file in distribution(name).files:
            top = file.parts[0]
            if top not in {"..", "__pycache__"} and not (site / top).exists():
                (site / top).symlink_to(Path(distribution(name).locate_file(top)))
    return folder / "bin"


def run(folder, *command):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    clean["PATH"] = os.pathsep.join([str(Path(command[0]).parent), os.environ["PATH"]])
    return subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True)


def test_the_command_needs_torch_and_a_parser_alone(tmp_path, written):
    programs = environment(tmp_path / "environment")
    path = written(LOAD, RIGHT, WRONG)
    done = run(tmp_path, programs / "gradbook", "check", path.name)
    assert done.returncode == 1 and done.stderr == "", done
    assert "notes.md:26: eq-wrong: line 1, step 1: the sides differ" in done.stdout
    assert done.stdout.endswith("1 held at 6 points, 1 did not\n")
    for package in ("matplotlib", "sphinx", "IPython"):
        assert run(tmp_path, programs / "python", "-c", f"import {package}").returncode == 1


def test_pytest_finds_the_plugin(tmp_path, written):
    programs = environment(tmp_path / "environment", also=["pytest"])
    written(LOAD, RIGHT, WRONG)
    done = run(tmp_path, programs / "python", "-m", "pytest", "--gradbook", "notes.md")
    assert "1 failed, 1 passed" in done.stdout, done


def test_a_notebook_and_a_book_show_the_mark(tmp_path, written):
    programs = environment(tmp_path / "environment", "sphinx", also=["ipykernel"])
    kernel = tmp_path / "environment/share/jupyter/kernels/python3"
    kernel.mkdir(parents=True)
    argv = [str(programs / "python"), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (kernel / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "Python 3"}))
    (tmp_path / "book").mkdir()
    (tmp_path / "book/conf.py").write_text('extensions = ["gradbook.sphinx"]\n')
    path = written(LOAD, RIGHT, name="book/index")
    head = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n"
    text = path.read_text("utf-8").replace("---\nfile_format: mystnb\n---\n", head)
    path.write_text(text + "\nAs {eq}`eq-sine` says.\n", encoding="utf-8")
    done = run(tmp_path, programs / "python", "-m", "sphinx", "-W", "book", "site")
    assert done.returncode == 0, done
    page = (tmp_path / "site/index.html").read_text("utf-8")
    assert "Held at 6 points" in page and "gradbook-formula.css" in page
    assert 'href="#equation-eq-sine">(1)</a> says' in page
    (notebook,) = (tmp_path / "jupyter_execute").rglob("index.ipynb")
    assert "✓ held at 6 points" in notebook.read_text("utf-8")
