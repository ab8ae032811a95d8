def test_the_page_of_errata_has_each_erratum_with_a_link_to_its_chapter(book):
    collected = {
        entry.select_one(".admonition-title").get_text(): entry
        for entry in book.pages["reference/errata"].select("div.erratum")
    }
    there = [
        (name, entry)
        for name, page in book.pages.items()
        if name != "reference/errata"
        for entry in page.select("details.erratum")
    ]
    assert len(there) == len(collected) > 10
    for name, entry in there:
        link = collected[entry.select_one(".admonition-title").get_text()].select_one(
            ".erratum-place a"
        )
        assert link["href"] == f"../{name}.html#{entry['id']}"


def test_a_cell_follows_each_erratum(book):
    for name, page in book.pages.items():
        if name != "reference/errata":
            for entry in page.select("details.erratum"):
                assert entry.find_next("div", class_="cell"), name


def test_a_chapter_folds_its_errata_under_words_that_a_stranger_understands(book):
    found = [one for page in book.pages.values() for one in page.select("details.erratum")]
    assert found and not any(one.has_attr("open") for one in found)
    for one in found:
        title = one.select_one("summary .admonition-title").get_text()
        start = "A correction to the notes that this book mirrors: "
        assert title and one.summary.get_text() == start + title
        assert one.select_one(":scope > div").get_text().strip()
