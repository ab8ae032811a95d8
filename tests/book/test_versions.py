"""What a reader copies runs with the lowest and with the newest packages that are allowed.

`make test-all` installs both and tries every cell; which ones the book names was tried before.
"""

import json
import re
import runpy
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.turns import ALL

ROOT = Path(__file__).resolve().parents[2]
TRIED = json.loads((ROOT / "docs/reference/versions.json").read_text("utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
ALLOWED = [
    Requirement(line)
    for line in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["book"]]
]
KINDS = ("lowest", "newest")


@pytest.fixture(scope="module")
def versions():
    return runpy.run_path(str(ROOT / "make/versions.py"))


@pytest.mark.skipif(not ALL, reason="make test-all installs the packages")
@pytest.mark.parametrize("kind", KINDS)
def test_every_copied_cell_runs_with_the_packages_that_are(book, versions, kind):
    result = versions["tried"](book, versions["ENVIRONMENTS"][kind])
    assert result["cells"] > 500
    assert not result["failed"], "\n\n".join(result["failed"])


def test_a_cell_that_fails_is_told_from_one_that_prints_something_else(versions, monkeypatch):
    cells = [
        ("a", 1, "", "1", ""),
        ("a", 2, "", "1", ""),
        ("b", 1, "", "1", ""),
        ("b", 2, "", "", "KeyError"),
    ]
    ran = [(0, "1\n"), (1, "broken"), (0, "2"), (1, "KeyError: 'x'")]
    own = versions["tried"].__globals__
    monkeypatch.setitem(own["snippets"], "visible_cells", lambda book: iter(cells))
    monkeypatch.setitem(own, "fresh", type("", (), {"run": staticmethod(lambda *a, **k: ran)}))
    result = versions["tried"](None, sys.prefix)
    assert [text.partition(":")[0] for text in result["failed"]] == ["a, cell 2"]
    assert result["differing"] == {"b": 1}


@pytest.mark.parametrize("package", ALLOWED, ids=str)
def test_the_lowest_versions_are_the_lowest_that_are_allowed(package):
    (bound,) = package.specifier
    tried = Version(TRIED["lowest"]["versions"][package.name])
    assert bound.operator == ">=" and tried.release[:2] == Version(bound.version).release


def test_the_newest_are_newer_than_the_lowest():
    older, newer = (TRIED[kind]["versions"]["torch"] for kind in KINDS)
    assert Version(older) < Version(newer)


def test_the_page_on_installation_says_which_versions_were_tried(book):
    text = book.pages["reference/installation"].select_one("article").get_text()
    for kind in KINDS:
        for name, version in TRIED[kind]["versions"].items():
            assert re.search(rf"{re.escape(version)}\b", text), (kind, name)
