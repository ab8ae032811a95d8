"""Formulas and figures are numbered by chapter, wherever a number is shown."""

import json
import re
from types import SimpleNamespace

import pytest
import stack
from bs4 import BeautifulSoup
from reading.contents import numbered
from writing import numbers

INDEX = "```{toctree}\na/one\na/two\n```\n"


@pytest.fixture
def app(tmp_path):
    (tmp_path / "index.md").write_text(INDEX)
    return SimpleNamespace(srcdir=tmp_path)


def counted(env, app, kinds):
    """Let Sphinx count, between our two steps; return the pages to be written again."""
    numbers.give_back(app, env)
    before = stack.numbers(env)
    stack.set_numbers(env, kinds)
    found = {page for page in kinds if kinds[page] != before.get(page)}
    return found | set(numbers.by_chapter(app, env))


def test_each_chapter_and_each_kind_begins_with_one(app):
    env = SimpleNamespace(toc_fignumbers={})
    of_one = {"displaymath": {"b": (2,), "a": (1,)}, "figure": {"f": (1,)}}
    counted(env, app, {"a/one": of_one, "a/two": {"displaymath": {"c": (3,)}}, "index": of_one})
    assert stack.numbers(env) == {
        "a/one": {"displaymath": {"a": ("1", "1"), "b": ("1", "2")}, "figure": {"f": ("1", "1")}},
        "a/two": {"displaymath": {"c": ("2", "1")}},
        "index": of_one,
    }


def test_pages_are_written_again_when_their_numbers_change_and_not_otherwise(app):
    env = SimpleNamespace(toc_fignumbers={})
    kinds = {"a/two": {"displaymath": {"c": (1,)}}}
    assert counted(env, app, kinds) == {"a/two"}
    assert counted(env, app, kinds) == set()
    (app.srcdir / "index.md").write_text(INDEX.replace("a/one\n", ""))
    assert counted(env, app, kinds) == {"a/two"}


def test_a_reference_shows_the_number_of_what_it_leads_to(small_site):
    one, two = small_site.page("part/one"), small_site.page("part/two")
    assert one.select_one(".eqno").get_text().startswith("(1.1)")
    assert one.select_one(".caption-number").get_text().strip() == "Fig. 1.1"
    links = {link["href"]: link.get_text() for link in two.select("article p a.reference")}
    assert links["one.html#equation-eq-one"] == "(1.1)"
    assert links["one.html#fig-one"] == "Fig. 1.1"


def test_the_notebook_has_the_numbers_of_the_page(small_site):
    notebook = json.loads((small_site.site / "part/one.ipynb").read_text("utf-8"))
    text = "\n".join("".join(cell["source"]) for cell in notebook["cells"])
    assert "*Equation (1.1)*" in text and "1.1" in text.partition("A line up to")[0][-20:]


def test_a_chapter_that_is_drafted_alone_has_its_number(small_book):
    small_book.replace("docs/index.md", "part/one\npart/two", "part/two\npart/one")
    run = small_book.make("html", "CHAPTER=part/one")
    assert run.returncode == 0, run.stderr
    draft = small_book.folder / "_build/draft/part-one/html/part/one.html"
    page = BeautifulSoup(draft.read_text("utf-8"), "html.parser")
    assert page.select_one(".eqno").get_text().startswith("(2.1)")
    assert page.select_one(".page-place").get_text() == "gradbook · Chapter\N{NO-BREAK SPACE}2"


def test_every_page_says_its_number_above_its_title_and_its_formulas_begin_with_it(book):
    known = numbered((book.folder / "docs/index.md").read_text("utf-8"))
    assert set(known) == set(book.pages) - {"index"}
    for name, place in known.items():
        title = book.pages[name].select_one("article h1")
        above = title.find_previous_sibling("p", class_="page-place").get_text()
        assert above.startswith("gradbook") and place.part in above, name
        assert above.endswith(f"\N{NO-BREAK SPACE}{place.number}"), name
        shown = [one.get_text() for one in book.pages[name].select(".eqno, .caption-number")]
        found = [re.search(r"(\w+)\.(\d+)", text).groups() for text in shown]
        assert {chapter for chapter, _ in found} <= {place.number}, name
