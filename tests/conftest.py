"""Books in the states that tests look at, and the order in which the tests run."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.states import Book, Built, States, copy_of, cores, small, whole, whole_with_cache
from tests.turns import ALL

ADDRESS = "https://owner.github.io/gradbook/"
REPOSITORY = "https://github.com/owner/gradbook"
COMMITTED = 1700000000
# Pages and tests are millions of objects: Python would look for cycles among them so often that it
# takes half of the time in which a page is read.
gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    """Let PyTorch take one thread: each core has tests of its own, and many would wait for others.

    In full, it takes as many as it likes.
    """
    if not ALL and "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(1)


@pytest.fixture(scope="session")
def states(tmp_path_factory: pytest.TempPathFactory) -> States:
    """Return what makes states, in a folder of all processes of this test run."""
    folder = tmp_path_factory.getbasetemp()
    return States(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder)


@pytest.fixture(scope="session")
def book(states: States) -> Built:
    """Build the real book with `make html`, as if it stood where the project does.

    What has run there with these cells, modules and packages is in the cache. In full, no chapter
    is taken from it, and each one runs here and elsewhere.
    """
    if ALL:
        return states.green("book", whole, GRADBOOK_TWICE="1")
    return states.green("book", whole_with_cache)


@pytest.fixture(scope="session")
def small_site(states: States) -> Built:
    """Build a book of two small chapters."""
    return states.green("small", small)


@pytest.fixture
def small_book(small_site: Built, tmp_path: Path) -> Book:
    """Return a copy of the small book with its site, to plant a fault in."""
    return copy_of(small_site, tmp_path / "book")


@pytest.fixture(scope="session")
def published(states: States, small_site: Built) -> Built:
    """Build the small book, committed, with an address and a repository."""

    def prepare(book: Book) -> None:
        copy_of(small_site, book.folder)
        with (book.folder / "conf.py").open("a", encoding="utf-8") as conf:
            conf.write(f'html_baseurl = "{ADDRESS}"\nbook_repository = "{REPOSITORY}"\n')
        commit(book.folder)

    return states.green("published", prepare)


def commit(folder: Path) -> None:
    """Make a commit of a known date, and of nothing, in a folder."""
    git = ["git", "-C", str(folder), "-c", "user.name=reader", "-c", "user.email=reader@localhost"]
    subprocess.run([*git, "init", "--quiet"], check=True)
    date = os.environ | {"GIT_COMMITTER_DATE": f"@{COMMITTED} +0000"}
    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "-m", "a"], env=date, check=True)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return the cores that this process may use: xdist itself would count others as well."""
    return cores()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one half of the tests begin with the real book, and the other one with small books.

    Two processes take a half each; who is ready first takes of the other one's end, where the
    tests wait that need no book.
    """
    of_book = [item for item in items if "book" in names(item)]
    of_small = [item for item in items if "states" in names(item) and "book" not in names(item)]
    others = [item for item in items if "states" not in names(item)]
    place = max(0, len(items) // 2 - len(of_book))
    items[:] = [*of_book, *others[:place], *of_small, *others[place:]]


def pytest_collection_finish() -> None:
    """Leave what stays to the end out of the search for cycles."""
    gc.collect()
    gc.freeze()


def names(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])
