"""Whatever chapters are called, each one's downloads hold its own cells."""

import json
import re
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

from tests.states import copy_of

CHAPTER = """---
file_format: mystnb
kernelspec:
  name: python3
---

# Chapter {title}

A sentence.

```{{code-cell}}
print("this is {title}")
```
"""
NAMES = {"a": "A", "a.b": "B", "a-b": "C", "a.b.c": "D", "a b": "E", "a%20b": "F", "index": "G"}


def add(book, names):
    for name, title in names.items():
        book.write(f"docs/part/{name}.md", CHAPTER.format(title=title))
        book.add_to_toctree(f"part/{name}")


@pytest.fixture(scope="module")
def named(states, small_site):
    """Build a book with names that are easily taken for one another."""

    def prepare(book):
        copy_of(small_site, book.folder)
        add(book, NAMES)

    return states.green("named", prepare)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_links_to_downloads_with_its_own_cells(named, name):
    page = BeautifulSoup((named.site / f"part/{name}.html").read_text("utf-8"), "html.parser")
    notebook, script = (
        (named.site / "part" / unquote(link["href"])).read_text("utf-8")
        for link in page.select(".page-downloads a[download]")
    )
    said = [
        "".join(output["text"])
        for cell in json.loads(notebook)["cells"]
        for output in cell.get("outputs", ())
    ]
    assert said == [f"this is {NAMES[name]}\n"]
    assert re.findall(r'print\("(.*)"\)', script) == [f"this is {NAMES[name]}"]


def test_no_download_is_missing_or_left_over(named):
    found = {path.name for path in (named.site / "part").iterdir()}
    expected = {f"{name}.{suffix}" for name in NAMES for suffix in ("html", "ipynb", "py")}
    assert found == expected | {"one.html", "one.ipynb", "one.py", "two.html"}


@pytest.fixture(scope="module")
def alike(states, small_site):
    """Build a book with names that would be taken for one another."""

    def prepare(book):
        copy_of(small_site, book.folder)
        add(book, {"One": "A"})
        book.write("docs/genindex.md", "# General\n\nText.\n")
        book.add_to_toctree("genindex")

    return states.built("alike", prepare)


def test_names_that_differ_in_case_alone_are_red(alike):
    assert alike.status != 0
    assert "part/one.md:1: WARNING: expected files whose names differ in more than" in alike.err
    assert "'part/One.ipynb' and 'part/one.ipynb'" in alike.err


def test_a_chapter_with_the_name_of_a_list_is_red(alike):
    assert alike.status != 0
    assert "genindex.md:1: WARNING: expected a name that no list of the build has" in alike.err
