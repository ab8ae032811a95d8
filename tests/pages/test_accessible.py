from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from pages import accessible


def one(site):
    return BeautifulSoup((site.site / "part/one.html").read_text("utf-8"), "html.parser")


def test_the_long_text_of_a_figure_unfolds_below_its_caption(small_site):
    figure = one(small_site).select_one("figure.cell-figure")
    words = figure.select_one("figcaption > details.figure-words")
    assert words.select_one("summary").get_text() == "Figure in words"
    assert words.select_one("p").get_text() == "A straight line that rises to 2.500."
    assert {image["alt"] for image in figure.select("img")} == {words.select_one("p").get_text()}


@pytest.mark.parametrize(
    "text, short",
    [
        ("A line.", "A line."),
        (f"{'A ' * 60}line. Another one.", f"{'A ' * 60}line."),
        (f"A line. {'A ' * 60}line. Another.", f"A line. {'A ' * 60}line."),
        (f"It is 2. {'5 of ' * 30}them, at 0.5 and x. Not this.", None),
    ],
)
def test_an_alternative_text_is_the_first_sentences_of_the_long_one(text, short):
    expected = short or text.removesuffix(" Not this.")
    assert accessible.opening(text) == expected


@pytest.mark.parametrize(
    ("replaced", "summary"),
    [
        (False, "Figure in words"),
        (
            True,
            '<span class="still-summary">Figure in words</span> '
            '<span class="explorer-summary">The printed figure in words</span>',
        ),
    ],
)
def test_words_say_which_figure_they_are_of(replaced, summary):
    translator = SimpleNamespace(body=[])
    words = accessible.figure_words()
    nodes.figure("", words, replaced=replaced)
    accessible.visit_words(translator, words)
    assert f"<summary>{summary}</summary>" in translator.body[0]


def test_sources_are_a_list_of_items(book):
    sources = book.pages["reference/bibliography"].select("[role=list] > .citation")
    assert sources and {source["role"] for source in sources} == {"listitem"}
