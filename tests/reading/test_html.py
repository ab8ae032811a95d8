"""HTML is read as browsers read it, and rewritten at the places that were read."""

import pytest
from reading import html


def only(text, name):
    (element,) = [one for one in html.elements(text) if one.name == name]
    return element


@pytest.mark.parametrize(
    "text",
    [
        '<a href="b&amp;c">',
        "<a href='b&c'>",
        "<a href=b&c>",
        '<A\n  HREF = "b&amp;c"\n>',
        '<a title="x > y" href="b&c">',
        '<a href="b&c" href="second">',
    ],
)
def test_an_attribute_is_read_however_it_is_written(text):
    assert only(f"<p>{text}", "a").attributes["href"] == "b&c"


@pytest.mark.parametrize(
    "text",
    ["<!-- <a> -->", "<script>'<a>'</script>", "<style>a > b {} <a></style>", "a < b", "&lt;a&gt;"],
)
def test_what_is_no_element_is_none(text):
    assert "a" not in [element.name for element in html.elements(text)]


def test_an_element_knows_where_its_tag_stands():
    text = "<p>\u2028\n\n<b>é</b>\n  <i\n class='x'>&amp;</i>\n"
    tags = [text[one.start : one.end] for one in html.elements(text)]
    assert tags == ["<p>", "<b>", "<i\n class='x'>"]


def test_a_script_has_its_content():
    assert only("<script>if (a < b) '</p>'</script><p>", "script").content == "if (a < b) '</p>'"


def test_the_words_of_a_text_are_those_between_its_tags():
    text = "<p>a &lt; b<br>c</p><script>d</script><style>e</style><!-- f -->"
    assert html.words(text).split() == ["a", "<", "b", "c"]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("<div>a<div>b</div>c</div>d", "d"),
        ("</div><p><div>a</div >d", "d"),
        ("<div><!-- </div> --></div>d", "d"),
        ("<div>a", None),
        ("<p>a</p>", None),
    ],
)
def test_an_element_ends_with_the_tag_that_closes_it(text, rest):
    end = html.end_of(text, "div")
    assert (end and text[end:]) == rest


@pytest.mark.parametrize(
    "text", ["<p>a\nb</p>\n <h1>c</h1><h1>d</h1>", "<!-- <h1> -->\n<h1 a='>'>c"]
)
def test_the_first_element_with_a_name_is_found(text):
    assert text[html.start_of(text, "h1") :].startswith(("<h1>c", "<h1 a"))
    assert html.start_of(text, "h2") is None


def test_an_element_s_end_is_looked_for_from_a_place():
    text = "<b>a</b>\n<b>c</b>d"
    assert text[html.end_of(text, "b", 9) :] == "d"


def test_a_text_is_rewritten_at_places():
    assert html.replaced("abcdef", [(1, 2, "B"), (4, 4, "!")]) == "aBcd!ef"


def test_a_page_says_what_its_elements_do(tmp_path):
    text = '<a name="n" id="i" class="c d" href="#i"><p id="i" style="top: 0"><meta name="m">'
    page = html.page(text, tmp_path)
    assert page.ids == ["i", "i"] and page.anchors == ["i", "n"] and page.links == ["#i"]
    assert page.names == ["a", "meta", "p"] and page.classes == ["c", "d"]
    assert page.styles == ["top: 0"] and [one.name for one in page.head] == ["meta"]


def test_a_page_from_the_cache_says_the_same(tmp_path):
    text = "<link rel=stylesheet href=a.css><script>let a</script>"
    first = html.page(text, tmp_path)
    assert list(tmp_path.iterdir()) and html.page(text, tmp_path) == first == html.read_page(text)
