def test_each_picture_is_a_figure_of_the_chapter_that_it_leads_to(book):
    entries = book.pages["index"].select("figure.gallery-entry")
    assert len(entries) >= 9
    for entry in entries:
        page, _hash, anchor = entry.select_one("a")["href"].partition("#")
        figure = book.pages[page.removesuffix(".html")].find(id=anchor)
        theirs = [image["src"].rpartition("/")[2] for image in figure.select("img")]
        assert [image["src"].rpartition("/")[2] for image in entry.select("img")] == theirs


def test_an_entry_has_the_title_of_its_chapter(book):
    for entry in book.pages["index"].select("figure.gallery-entry"):
        page = entry.select_one("a")["href"].partition(".html")[0]
        title = book.pages[page].select_one("h1").find(string=True)
        assert entry.select_one("figcaption").get_text() == title


def test_each_picture_says_what_it_shows_and_waits_until_it_is_seen(book):
    for image in book.pages["index"].select("figure.gallery-entry img"):
        assert len(image["alt"].split()) >= 4 and image["loading"] == "lazy"
