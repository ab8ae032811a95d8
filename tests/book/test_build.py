"""`make html` on the real book, and on a small one."""

import re

import pytest

from tests.states import Book, copy_of


def test_it_says_where_the_site_is(book):
    assert book.log.rstrip().endswith("The book is in _build/html/index.html")
    assert (book.site / "index.html").is_file()


def test_it_shows_each_chapter_while_it_is_executed_or_that_it_was(book):
    for name in book.names:
        text = (book.folder / f"docs/{name}.md").read_text("utf-8")
        # Four signs and more fence files that a page shows, with cells of their own.
        if "{code-cell}" in re.sub(r"^(`{4,}).*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL):
            executed = f"executing {name} " in book.log and f"executed  {name} in " in book.log
            assert executed or f"reused    {name} (" in book.log, name


def test_the_site_carries_the_wheel(book):
    assert len(list(book.site.glob("gradbook-*-py3-none-any.whl"))) == 1


def test_nothing_but_the_site_is_left(book):
    assert book.left == [".lock", "cache", "html", "sites"]
    assert len(list((book.folder / "_build/sites").iterdir())) == 1


def test_sources_are_not_touched_by_a_build(book):
    assert not list((book.folder / "docs").rglob("*.ipynb"))
    assert not list(book.folder.glob("*.egg-info"))


LEFT = [".building-1-x", "sites/unpublished"]


@pytest.fixture(scope="module")
def again(states, small_site):
    """Build the small book over a site with a file too many, and what killed builds left."""

    def prepare(book: Book) -> None:
        copy_of(small_site, book.folder)
        (book.site / "stale.html").touch()
        for left in LEFT:
            (book.folder / "_build" / left / "part").mkdir(parents=True)

    return states.green("again", prepare)


def test_a_build_replaces_the_whole_site(again):
    assert "stale.html" not in again.contents()
    assert "part/one.html" in again.contents()


@pytest.mark.parametrize("left", LEFT)
def test_what_a_killed_build_left_is_removed(again, left):
    assert not (again.folder / "_build" / left).exists()


def test_the_index_of_the_search_is_the_same_in_every_build(again, small_site):
    one, other = (
        {name: text for name, text in book.contents().items() if "pagefind" in name}
        for book in (again, small_site)
    )
    assert one and one == other


@pytest.fixture(scope="module")
def odd(states, small_site):
    """Build the small book with a folder in the place of its site, and a file in the cache's.

    For root, no folder is read-only: a file stands for a cache that cannot be written.
    """

    def prepare(book: Book) -> None:
        copy_of(small_site, book.folder)
        book.site.unlink()
        book.write("_build/html/stale.html", "")
        cache = book.folder / "_build/cache"
        cache.rename(book.folder / "_build/other")
        cache.touch()

    return states.green("odd", prepare)


def test_a_folder_in_the_place_of_the_site_is_replaced(odd):
    assert odd.site.is_symlink()
    assert "stale.html" not in odd.contents()


def test_a_cache_that_cannot_be_written_is_said_and_stops_nothing(odd):
    assert "the cache was not written" in odd.out
    assert "part/one.html" in odd.contents()


def test_one_chapter_is_drafted_alone(small_book):
    site = small_book.contents()
    run = small_book.make("html", "CHAPTER=part/one")
    assert run.returncode == 0, run.stderr
    assert "part/one" in run.stdout and "part/two" not in run.stdout
    assert (small_book.folder / "_build/draft/part-one/html/part/one.html").is_file()
    assert small_book.contents() == site


def test_an_unknown_chapter_is_named(small_book):
    run = small_book.make("html", "CHAPTER=part/three")
    assert run.returncode != 0
    assert "'part/three'" in run.stderr and "part/one, part/two" in run.stderr
