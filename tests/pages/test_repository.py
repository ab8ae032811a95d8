from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from pages import repository

REPOSITORY = "https://github.com/owner/gradbook"


def links(site, name, line):
    page = BeautifulSoup((site / f"{name}.html").read_text("utf-8"), "html.parser")
    return {link.get_text(): link["href"] for link in page.select(f".{line} a")}


def test_a_chapter_opens_in_colab_and_binder_from_the_branch_of_notebooks(published):
    assert (published.site / "part/one.ipynb").is_file()
    assert links(published.site, "part/one", "open-in") == {
        "Colab": "https://colab.research.google.com/github/owner/gradbook"
        "/blob/notebooks/part/one.ipynb",
        "Binder": "https://mybinder.org/v2/gh/owner/gradbook/notebooks"
        "?urlpath=lab%2Ftree%2Fpart%2Fone.ipynb",
    }


def test_a_page_without_a_notebook_opens_nowhere(published):
    assert not (published.site / "part/two.ipynb").is_file()
    assert links(published.site, "part/two", "open-in") == {}


def test_a_page_leads_to_its_source_and_to_a_report(published):
    found = links(published.site, "part/two", "source-links")
    assert found["Edit this page"] == f"{REPOSITORY}/edit/main/docs/part/two.md"
    assert found["Repository"] == REPOSITORY
    assert found["Report a problem"] == (
        f"{REPOSITORY}/issues/new?title=part%2Ftwo%3A+&"
        "body=Page%3A+https%3A%2F%2Fowner.github.io%2Fgradbook%2Fpart%2Ftwo.html%0A%0A"
    )


@pytest.mark.parametrize("name", ["genindex", "404"])
def test_a_list_has_no_source(published, name):
    assert links(published.site, name, "source-links") == {}


@pytest.mark.parametrize("address", [REPOSITORY, ""])
def test_words_lead_to_the_repository_if_there_is_one(monkeypatch, address):
    config = SimpleNamespace(book_repository=address)
    monkeypatch.setattr(repository.Repository, "config", config)
    (node,), problems = repository.Repository()("repository", "", "the words", 1, None)
    assert node.astext() == "the words" and not problems
    assert (isinstance(node, nodes.reference) and node["refuri"]) == (address or False)


def test_without_a_repository_there_are_no_links(small_site):
    for page in small_site.site.rglob("*.html"):
        text = page.read_text("utf-8")
        for word in ("open-in", "source-links", "colab", "mybinder", "github.com/owner"):
            assert word not in text, f"{page.name}: {word}"
