from tests.book.test_chapters import CHAPTERS, name


def entries(book):
    return book.pages["index"].select("figure.gallery-entry")


def page_of(entry):
    return entry.select_one("a")["href"].removesuffix(".html")


def test_each_chapter_has_one_drawing(book):
    assert sorted(map(page_of, entries(book))) == sorted(map(name, CHAPTERS))


def test_each_drawing_comes_for_light_pages_and_for_dark_ones(book):
    for entry in entries(book):
        modes = [set(image["class"]) & {"only-light", "only-dark"} for image in entry.select("img")]
        assert modes == [{"only-light"}, {"only-dark"}]


def test_no_drawing_has_type(book):
    for image in book.pages["index"].select("figure.gallery-entry img"):
        svg = (book.site / image["src"]).read_text("utf-8")
        assert "text_" not in svg and "<text" not in svg


def test_an_entry_has_the_title_of_its_chapter(book):
    for entry in entries(book):
        title = book.pages[page_of(entry)].select_one("h1").find(string=True)
        assert entry.select_one("figcaption").get_text() == title


def test_each_drawing_says_what_it_shows_and_waits_until_it_is_seen(book):
    for image in book.pages["index"].select("figure.gallery-entry img"):
        assert len(image["alt"].split()) >= 4 and image["loading"] == "lazy"


def test_three_doors_lead_into_the_book(book):
    doors = [link["href"] for link in book.pages["index"].select("ul.doors a")]
    assert doors == ["gradient/derivative.html", "errors/backward.html", "reference/formula.html"]
