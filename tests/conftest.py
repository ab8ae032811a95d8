"""The real book, built once by the real command, and a small book for planted faults."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("conf.py", "Makefile", "make", "requirements.txt", "pyproject.toml", "gradbook")
ADDRESS = "https://owner.github.io/gradbook/"
REPOSITORY = "https://github.com/owner/gradbook"
TEXTS = ("README.md", "LICENSE")


@dataclass(frozen=True)
class Book:
    """A copy of the book in a folder of its own."""

    folder: Path

    @property
    def site(self) -> Path:
        return self.folder / "_build" / "html"

    def make(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run make as a user would, with the interpreter of this test run."""
        # The tests may themselves run under make, whose variables are not a user's.
        inherited = ("COV_", "PYTEST", "MAKE", "MFLAGS")
        environment = {k: v for k, v in os.environ.items() if not k.startswith(inherited)}
        # Where CI is set, Sphinx colors its messages.
        environment["NO_COLOR"] = "1"
        return subprocess.run(
            ["make", *arguments, f"VENV={sys.prefix}"],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
        )

    def contents(self) -> dict[str, bytes]:
        """Return every file of the published site."""
        files = (path for path in self.site.resolve().rglob("*") if path.is_file())
        return {str(path.relative_to(self.site.resolve())): path.read_bytes() for path in files}


@dataclass(frozen=True)
class Built(Book):
    """A book that has been built, with what make printed."""

    log: str

    @cached_property
    def names(self) -> list[str]:
        """Return the chapters, in no order, as in `activations/sigmoid`."""
        docs = self.folder / "docs"
        return sorted(str(p.relative_to(docs).with_suffix("")) for p in docs.rglob("[a-z]*.md"))

    @cached_property
    def pages(self) -> dict[str, BeautifulSoup]:
        """Return each page, parsed."""
        return {
            name: BeautifulSoup((self.site / f"{name}.html").read_text("utf-8"), "html.parser")
            for name in self.names
        }


def copy(folder: Path, docs: bool) -> Path:
    """Copy the project without what was built."""
    ignored = shutil.ignore_patterns("__pycache__", "_build", ".*cache")
    for name in (*PARTS, *TEXTS, *(("docs",) if docs else ())):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=ignored)
        else:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder / name)
    return folder


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the real book with `make html`."""
    folder = copy(tmp_path_factory.mktemp("book"), docs=True)
    run = Book(folder).make("html")
    assert run.returncode == 0, run.stdout + run.stderr
    return Built(folder, run.stdout + run.stderr)


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Build a book of two small chapters."""
    folder = copy(tmp_path_factory.mktemp("small"), docs=False)
    for name in ("_ext", "_static"):
        shutil.copytree(ROOT / "docs" / name, folder / "docs" / name)
    (folder / "docs/reference").mkdir()
    (folder / "docs/reference/bibliography.bib").touch()
    shutil.copytree(Path(__file__).parent / "book/small", folder / "docs", dirs_exist_ok=True)
    run = Book(folder).make("html")
    assert run.returncode == 0, run.stdout + run.stderr
    return Book(folder)


@pytest.fixture
def small_book(small_site: Book, tmp_path: Path) -> Book:
    """Return a copy of the small book with its site, to plant a fault in."""
    shutil.copytree(small_site.folder, tmp_path / "book", symlinks=True)
    return Book(tmp_path / "book")


@pytest.fixture(scope="session")
def published(small_site, tmp_path_factory):
    """Build the small book with an address and a repository."""
    folder = tmp_path_factory.mktemp("published") / "book"
    shutil.copytree(small_site.folder, folder, symlinks=True)
    with (folder / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(f'html_baseurl = "{ADDRESS}"\nbook_repository = "{REPOSITORY}"\n')
    book = type(small_site)(folder)
    run = book.make("html")
    assert run.returncode == 0, run.stderr
    return book
