import io

import pytest
from docutils import nodes
from pages import card
from pages import head as page_head
from PIL import Image


def head(page):
    """Return what the head of a page says, by name."""
    tags = [tag for tag in page.head.select("meta[content]") if not tag.get("media")]
    return {tag.get("name", tag.get("property")): tag["content"] for tag in tags}


def paragraph(*children):
    return nodes.section("", nodes.paragraph("", "", *children))


def test_each_page_of_the_book_describes_itself_in_plain_text(book):
    found = {name: head(page)["description"] for name, page in book.pages.items()}
    assert all(30 <= len(text) <= page_head.LONGEST for text in found.values()), found
    assert not any(page_head.UNREADABLE.search(text) for text in found.values())
    assert len(set(found.values())) == len(found)


def test_a_chapter_is_described_by_its_question(book):
    page = book.pages["gradient/derivative"]
    question = " ".join(page.select_one("article section > p:not([class])").get_text().split())
    assert question.startswith(head(page)["description"])


def test_what_is_shown_beside_a_link(published):
    found = head(published.page("part/one"))
    assert found["og:title"] == "One" and found["og:type"] == "article"
    assert found["og:description"] == found["description"] == "A sentence. It ends here."
    assert found["og:url"] == "https://owner.github.io/gradbook/part/one.html"
    assert found["og:image"] == "https://owner.github.io/gradbook/_images/cards/part/one.png"
    assert head(published.page("index"))["og:type"] == "website"


def test_a_book_without_an_address_shows_neither_address_nor_picture(small_site):
    found = head(small_site.page("part/one"))
    assert found["og:title"] == "One"
    assert not {"og:url", "og:image", "twitter:card"} & set(found)
    assert not list(small_site.site.rglob("cards"))


def test_the_color_around_a_page_is_that_of_the_paper_in_both_modes(small_site):
    tags = small_site.page("part/one").select('meta[name="theme-color"]')
    assert [(tag["media"][23:-1], tag["content"]) for tag in tags] == [
        ("light", "#fffffe"),
        ("dark", "#14181e"),
    ]


@pytest.mark.parametrize("name", ["genindex", "404"])
def test_lists_are_not_to_be_found_by_search_engines(small_site, name):
    if (small_site.site / f"{name}.html").is_file():
        assert head(small_site.page(name))["robots"] == "noindex"


def test_a_short_formula_is_read_as_text_and_a_long_one_ends_the_description():
    tree = paragraph(
        nodes.Text("The slope "), nodes.math(text=r"\sigma"), nodes.Text(" is\nthere. Then "),
        nodes.math(text=r"\frac{1}{2}"), nodes.Text(" follows."),
    )  # fmt: skip
    assert page_head.describe(tree) == "The slope σ is there."


def test_a_description_ends_with_a_sentence():
    sentence = "This is one of many sentences. "
    text = page_head.describe(paragraph(nodes.Text(sentence * 20)))
    assert text.endswith("sentences.") and page_head.LONGEST - len(sentence) < len(text)


def test_the_picture_has_the_usual_size_and_little_weight(published):
    data = (published.site / "_images/cards/part/one.png").read_bytes()
    image = Image.open(io.BytesIO(data))
    assert image.size == (1200, 630)
    assert len(data) <= card.LARGEST
    # The line of the chapter's figure: more than the title and the border alone.
    region = image.convert("RGB").crop((64, 160, 1136, 590))
    assert len(region.getcolors(1 << 24)) > 8


def test_a_heavy_picture_gets_fewer_colors():
    noise = Image.effect_noise((1200, 630), 80).convert("RGB")
    file = io.BytesIO()
    noise.save(file, "PNG")
    light = Image.open(io.BytesIO(card.small(file.getvalue())))
    assert len(light.getcolors()) <= card.COLORS[-1]


def test_a_page_without_a_figure_shows_the_picture_of_the_book(published):
    assert head(published.page("part/two"))["og:image"].endswith("/_images/cards/index.png")
    assert (published.site / "_images/cards/index.png").is_file()
