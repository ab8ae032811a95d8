from types import SimpleNamespace

from book import files_of_editions


def test_the_page_on_installation_links_the_archive_of_the_site(book):
    links = book.pages["reference/installation"].select(".whole-book a")
    assert [link["href"] for link in links] == ["../gradbook-site.zip"]
    assert (book.site / "gradbook-site.zip").is_file()


def test_the_editions_that_a_build_makes_count_as_there():
    config = SimpleNamespace(book_editions="pdf,epub")
    assert files_of_editions(config) == ["gradbook-site.zip", "gradbook.pdf", "gradbook.epub"]
    config = SimpleNamespace(book_editions="")
    assert files_of_editions(config) == ["gradbook-site.zip"]
