import re

import pytest
from bs4 import BeautifulSoup
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


def plant(small_book, old, new):
    path = small_book.folder / "docs/part/one.md"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_a_column_without_a_heading_is_red_at_its_table(small_book):
    line = plant(small_book, "A sentence.\n", "| | b |\n| --- | --- |\n| a | b |\n\nA sentence.\n")
    run = small_book.make("html")
    assert run.returncode != 0
    assert "expected a heading for each column of the table, got none for column 1" in run.stderr
    assert re.search(rf"part/one\.md:{line}\b", run.stderr), run.stderr


def test_a_head_without_words_is_dropped(small_book):
    plant(small_book, "A sentence.\n", "| | |\n| --- | --- |\n| a | b |\n\nA sentence.\n")
    run = small_book.make("html")
    assert run.returncode == 0, run.stderr
    table = one(small_book).select_one("table")
    assert not table.select("th") and [cell.get_text() for cell in table.select("td")] == ["a", "b"]


def test_sources_are_a_list_of_items(book):
    sources = book.pages["reference/bibliography"].select("[role=list] > .citation")
    assert sources and {source["role"] for source in sources} == {"listitem"}
