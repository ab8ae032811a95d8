"""The contents beside a page: all parts are in them, and the part of this page alone is open."""

import re
from pathlib import Path

import sphinx_book_theme
import stack
from bs4 import BeautifulSoup
from pages.contents import folded

THEME = (
    '<p aria-level="2" class="caption" role="heading"><span class="caption-text">{}</span></p>\n'
)


def test_the_part_of_the_page_alone_is_open():
    lists = '<ul class="nav bd-sidenav">a</ul>', '<ul class="current nav bd-sidenav">b</ul>'
    parts = BeautifulSoup(
        folded("".join(THEME.format(title) + one for title, one in zip("AB", lists, strict=True))),
        "html.parser",
    ).select("details")
    assert [part.has_attr("open") for part in parts] == [False, True]
    assert [part.summary.get_text() for part in parts] == ["A", "B"]
    assert [part.ul.get_text() for part in parts] == ["a", "b"]


def test_the_theme_writes_its_contents_with_the_function_that_we_fold():
    folder = Path(sphinx_book_theme.__file__).parent
    (template,) = folder.rglob("sbt-sidebar-nav.html")
    assert re.search(rf"\b{stack.CONTENTS}\(", template.read_text("utf-8"))
