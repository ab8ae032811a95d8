def test_the_page_of_errata_has_each_erratum_with_a_link_to_its_chapter(book):
    collected = {
        entry.select_one(".admonition-title").get_text(): entry
        for entry in book.pages["reference/errata"].select("div.erratum")
    }
    there = [
        (name, entry)
        for name, page in book.pages.items()
        if name != "reference/errata"
        for entry in page.select("div.erratum")
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
            for entry in page.select("div.erratum"):
                assert entry.find_next("div", class_="cell"), name
