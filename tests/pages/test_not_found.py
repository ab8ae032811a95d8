import http.server
import re
import threading
import urllib.error
import urllib.request
from functools import partial

import pytest
from bs4 import BeautifulSoup


class Pages(http.server.SimpleHTTPRequestHandler):
    """Serves a site below a folder, with its own page for what is not there."""

    def translate_path(self, path):
        return super().translate_path(path.removeprefix("/gradbook"))

    def send_error(self, code, message=None, explain=None):
        self.send_response(code)
        self.end_headers()
        with open(self.translate_path("/404.html"), "rb") as file:
            self.wfile.write(file.read())

    def log_message(self, *arguments):
        pass


@pytest.fixture
def address(published):
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Pages, directory=str(published.site.resolve()))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def missing(address):
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(address)
    with answer.value as error:
        return BeautifulSoup(error.read(), "html.parser")


@pytest.mark.parametrize("path", ["nothing", "part/nothing.html", "a/b/c/d/"])
def test_what_the_page_needs_is_there_at_any_depth(address, path):
    page = missing(f"{address}/gradbook/{path}")
    needed = [tag.get("href") or tag.get("src") for tag in page.select("[href], [src]")]
    # All but jumps within the page and the links to the repository.
    needed = [place for place in needed if not place.startswith(("#", "https:"))]
    assert len(needed) > 10
    for place in needed:
        assert place.startswith("/gradbook/")
        with urllib.request.urlopen(address + place) as answer:
            assert answer.read(), place
    assert page.html["data-content_root"] == "/gradbook/"


def test_a_jump_within_the_page_stays_in_it(address):
    assert missing(f"{address}/gradbook/a/b").select_one('[href="#main-content"]')


def test_the_page_leads_to_every_chapter_of_the_book(book):
    page = BeautifulSoup((book.site / "404.html").read_text("utf-8"), "html.parser")
    assert page.html["lang"] == "en"
    assert page.select_one("article h1").get_text() == "There is no such page"
    found = {link["href"] for link in page.select("article li a")}
    assert {f"{name}.html" for name in book.names} == found
    parts = [item.get_text().partition(":")[0] for item in page.select("article li")]
    assert "Backpropagation" in parts and "Chapters" not in parts


def test_without_an_address_the_page_works_beside_the_others(small_site):
    text = (small_site.site / "404.html").read_text("utf-8")
    assert re.search(r'<article.*href="part/one.html"', text, re.DOTALL)
