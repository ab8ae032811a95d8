"""Whatever chapters are called, each one's downloads hold its own cells."""

import json
import re
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

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
        (book.folder / f"docs/part/{name}.md").write_text(CHAPTER.format(title=title), "utf-8")
    index = book.folder / "docs/index.md"
    lines = "".join(f"part/{name}\n" for name in names)
    index.write_text(index.read_text("utf-8").replace("part/two\n", f"part/two\n{lines}"), "utf-8")


@pytest.fixture(scope="module")
def named(small_site, tmp_path_factory):
    """Build a book with names that are easily taken for one another."""
    import shutil

    folder = tmp_path_factory.mktemp("named") / "book"
    shutil.copytree(small_site.folder, folder, symlinks=True)
    book = type(small_site)(folder)
    add(book, NAMES)
    run = book.make("html")
    assert run.returncode == 0, run.stderr
    return book


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


def test_names_that_differ_in_case_alone_are_red(small_book):
    add(small_book, {"One": "A"})
    run = small_book.make("html")
    assert run.returncode != 0
    assert "part/one.md:1: WARNING: expected files whose names differ in more than" in run.stderr
    assert "'part/One.ipynb' and 'part/one.ipynb'" in run.stderr


def test_a_chapter_with_the_name_of_a_list_is_red(small_book):
    text = "# General\n\nText.\n"
    (small_book.folder / "docs/genindex.md").write_text(text, "utf-8")
    index = small_book.folder / "docs/index.md"
    index.write_text(
        index.read_text("utf-8").replace("part/two\n", "part/two\ngenindex\n"), "utf-8"
    )
    run = small_book.make("html")
    assert run.returncode != 0
    assert "genindex.md:1: WARNING: expected a name that no list of the build has" in run.stderr
