import re
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from pages import address as page_address

ADDRESS = "https://owner.github.io/gradbook/"


def page(book, name):
    return BeautifulSoup((book.site / f"{name}.html").read_text("utf-8"), "html.parser")


def canonical(book, name):
    return [link["href"] for link in page(book, name).select('link[rel="canonical"]')]


def test_each_page_of_a_published_book_has_a_canonical_address(published):
    assert canonical(published, "part/one") == [f"{ADDRESS}part/one.html"]
    assert canonical(published, "index") == [ADDRESS]
    assert canonical(published, "genindex") == canonical(published, "404") == []


def test_the_map_of_the_site_has_the_canonical_addresses_alone(published):
    text = (published.site / "sitemap.xml").read_text("utf-8")
    expected = [ADDRESS, f"{ADDRESS}part/one.html", f"{ADDRESS}part/two.html"]
    assert re.findall("<loc>(.*?)</loc>", text) == expected


def test_a_book_without_an_address_has_neither(small_site):
    assert canonical(small_site, "part/one") == []
    assert not {"sitemap.xml", "robots.txt"} & set(small_site.contents())


@pytest.mark.parametrize(("address", "told"), [("https://host/", True), (ADDRESS, False)])
def test_robots_are_told_of_the_map_where_they_look(tmp_path, address, told):
    config = SimpleNamespace(html_baseurl=address, root_doc="index")
    builder = SimpleNamespace(name="html", get_target_uri=lambda name: f"{name}.html")
    env = SimpleNamespace(found_docs={"index"})
    app = SimpleNamespace(config=config, builder=builder, env=env, outdir=tmp_path)
    page_address.write_map(app)
    assert (tmp_path / "robots.txt").is_file() == told


def test_the_environment_comes_before_the_settings(tmp_path, monkeypatch):
    (tmp_path / "conf.py").touch()
    monkeypatch.setenv("BOOK_ADDRESS", "https://other.github.io/gradbook")
    monkeypatch.setenv("BOOK_REPOSITORY", "")
    config = {"html_baseurl": ADDRESS, "book_repository": "https://github.com/owner/gradbook/"}
    page_address.read_settings(SimpleNamespace(confdir=tmp_path), config)
    assert config == {
        "html_baseurl": "https://other.github.io/gradbook/",
        "book_repository": "https://github.com/owner/gradbook",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("html_baseurl", "owner.github.io"),
        ("html_baseurl", "https://host/?a"),
        ("book_repository", "https://example.org/owner/name"),
        ("book_repository", "https://github.com/owner"),
    ],
)
def test_what_is_no_address_is_reported_with_file_and_line(tmp_path, monkeypatch, name, value):
    """And so stops the build: `make html` is strict."""
    given = []

    def warning(message, *words, location):
        given.append((location, message % words))

    monkeypatch.setattr(page_address, "logger", SimpleNamespace(warning=warning))
    (tmp_path / "conf.py").write_text(f'project = "book"\n{name} = "{value}"\n')
    config = {"html_baseurl": "", "book_repository": "", name: value}
    page_address.read_settings(SimpleNamespace(confdir=tmp_path), config)
    ((place, message),) = given
    assert place == f"{tmp_path / 'conf.py'}:2"
    assert message.startswith(f"{name}: expected https") and message.endswith(f"got {value!r}")
    assert config[name] == ""
