"""What the published pages hold together."""

import re
from urllib.parse import unquote, urlparse


def test_every_page_is_published(book):
    assert set(book.pages) == set(book.names)


def test_every_link_inside_the_book_leads_somewhere(book):
    ids = {name: {node["id"] for node in page.select("[id]")} for name, page in book.pages.items()}
    for name, page in book.pages.items():
        place = (book.site / f"{name}.html").resolve()
        for link in page.select("article a[href]"):
            target = urlparse(link["href"])
            if target.scheme or link["href"] == "#":
                continue
            file = (place.parent / unquote(target.path)).resolve() if target.path else place
            assert file.is_file(), f"{name}: {link['href']}"
            if target.fragment and file.suffix == ".html":
                page_name = str(file.relative_to(book.site.resolve()).with_suffix(""))
                if page_name in ids:
                    assert unquote(target.fragment) in ids[page_name], f"{name}: {link['href']}"


def test_no_traceback_or_warning_is_published(book):
    for name, page in book.pages.items():
        text = page.select_one("article").get_text()
        assert "Traceback (most recent call last)" not in text, name
        assert "Warning:" not in text, name
        assert not page.select(".stderr"), name


def test_a_sentence_without_an_end_is_completed_by_what_follows(book):
    """A list or a formula may end it; the next paragraph or section may not."""
    for name, page in book.pages.items():
        for paragraph in page.select("article section > p:not([class])"):
            text = paragraph.get_text().strip().rstrip('"”’)')
            if text and text[-1] not in ".?!:;…" and not paragraph.find_parent(class_="errata"):
                after = paragraph.find_next_sibling()
                assert after and after.name not in ("p", "section"), f"{name}: {text[-60:]}"


def test_no_path_of_this_machine_is_published(book):
    for name, content in book.contents().items():
        assert str(book.folder).encode() not in content, name


def test_no_number_stands_where_a_key_was_meant(book):
    for name, page in book.pages.items():
        if name != "reference/faults":  # quotes the message that names the role
            assert "{glue" not in page.get_text(), name


def test_ids_are_unique_in_a_page(book):
    for name, page in book.pages.items():
        ids = [node["id"] for node in page.select("[id]")]
        assert len(ids) == len(set(ids)), f"{name}: {sorted(i for i in ids if ids.count(i) > 1)}"


def test_nan_is_not_printed_unasked(book):
    for name, page in book.pages.items():
        for output in page.select("div.cell_output"):
            code = output.find_parent("div", class_="cell").get_text()
            if re.search(r"\b(nan|inf)\b", output.get_text()):
                assert "nan" in code or "inf" in code, f"{name}: {output.get_text()}"
