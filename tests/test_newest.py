"""The newest packages, and the branch of notebooks, as far as nothing has to be fetched."""

import json
import runpy
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def newest(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "make"))
    monkeypatch.delitem(sys.modules, "install", raising=False)
    return runpy.run_path(str(ROOT / "make/newest.py"))


def test_we_ask_for_our_own_packages_and_compare_all(newest):
    pinned, asked = newest["pins"]()
    assert pinned["torch"] == "2.13.0" and "torch" in asked
    assert "numpy" in pinned and "numpy" not in asked
    assert "appnope" in pinned and ";" not in "".join(pinned.values())


def test_the_table_has_what_is_newer_than_its_pin(newest):
    text = newest["table"]({"a": "1", "b": "1", "c": "1"}, {"a": "2", "b": "1", "c": "none"})
    assert text.splitlines()[2:] == ["| a | 1 | 2 |"]


def test_an_environment_is_asked_for_its_versions(newest):
    found = newest["installed"](sys.executable, ["pytest", "no-such-package"])
    assert found == {"pytest": pytest.__version__, "no-such-package": "none"}


def test_the_notebooks_are_gathered_with_what_binder_needs(tmp_path, capsys):
    notebooks = runpy.run_path(str(ROOT / "make/notebooks.py"))
    site, target = tmp_path / "html", tmp_path / "notebooks"
    (site / "part").mkdir(parents=True)
    (site / "part/one.ipynb").write_text(json.dumps({"cells": []}))
    (site / "part/one.html").touch()
    settings = {"ROOT": tmp_path, "SITE": site, "TARGET": target}
    (tmp_path / "binder").mkdir()
    (tmp_path / "binder/environment.yml").touch()
    notebooks["main"].__globals__.update(settings)
    notebooks["main"]()
    found = {str(p.relative_to(target)) for p in target.rglob("*") if p.is_file()}
    assert found == {"README.md", "binder/environment.yml", "part/one.ipynb"}
    assert capsys.readouterr().out == "1 notebooks are in notebooks\n"


def test_without_a_built_book_there_are_no_notebooks(tmp_path):
    notebooks = runpy.run_path(str(ROOT / "make/notebooks.py"))
    notebooks["main"].__globals__["SITE"] = tmp_path
    with pytest.raises(SystemExit, match="first: make html"):
        notebooks["main"]()
