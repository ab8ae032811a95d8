"""The general index is one that a reader can look through."""

from bs4 import BeautifulSoup
from docutils.core import publish_doctree
from pages.general_index import HEADING, GroupTerms
from sphinx import addnodes


def entries(*given):
    document = publish_doctree("")
    document += addnodes.index(entries=list(given))
    GroupTerms(document).apply()
    return document[-1]["entries"]


def test_chinese_terms_have_one_heading_and_others_their_letter():
    chinese, english = ("single", "梯度", "a", "main", None), ("single", "loss 值", "b", "", None)
    assert entries(chinese, english) == [(*chinese[:-1], HEADING), english]


def test_an_entry_keeps_the_heading_that_its_author_gave_it():
    assert entries(("single", "梯度", "a", "main", "T")) == [("single", "梯度", "a", "main", "T")]


def test_a_module_has_one_entry():
    (found,) = entries(("pair", "module; gradbook.losses", "module-gradbook.losses", "", None))
    assert found[:2] == ("single", "gradbook.losses (module)")


def test_another_pair_stays_a_pair():
    pair = ("pair", "loss; of a batch", "index-0", "", None)
    assert entries(pair) == [pair]


def test_the_index_of_the_book_has_a_heading_for_each_letter_and_one_for_chinese(book):
    page = BeautifulSoup((book.site / "genindex.html").read_text("utf-8"), "html.parser")
    headings = [heading.get_text() for heading in page.select("article h2")]
    assert len(headings) < 30 and headings[-1] == HEADING
    assert len(set(headings)) == len(headings)
    below = page.select_one(f"article h2[id='{HEADING}'] + table")
    assert len(below.select("li")) > 80
