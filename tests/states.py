"""States of a book that tests look at: each is made once, and shared by all who run the tests."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "tests/book/small"
PARTS = ("conf.py", "Makefile", "make", "requirements.txt", "pyproject.toml", "gradbook")
TEXTS = ("README.md", "LICENSE")
IGNORED = shutil.ignore_patterns("__pycache__", "_build", ".*cache")


@dataclass(frozen=True)
class Book:
    """A copy of the book in a folder of its own."""

    folder: Path

    @property
    def site(self) -> Path:
        return self.folder / "_build" / "html"

    def make(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run make as a user would, with the interpreter of this test run."""
        # The tests may themselves run under make, whose variables are not a user's.
        inherited = ("COV_", "PYTEST", "MAKE", "MFLAGS")
        environment = {k: v for k, v in os.environ.items() if not k.startswith(inherited)}
        # Where CI is set, Sphinx colors its messages.
        environment["NO_COLOR"] = "1"
        return subprocess.run(
            ["make", *arguments, f"VENV={sys.prefix}"],
            cwd=self.folder,
            env=environment | variables,
            capture_output=True,
            text=True,
        )

    def contents(self) -> dict[str, bytes]:
        """Return every file of the published site."""
        files = (path for path in self.site.resolve().rglob("*") if path.is_file())
        return {str(path.relative_to(self.site.resolve())): path.read_bytes() for path in files}

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        """Change a file of the book, which must have what is changed."""
        text = (self.folder / name).read_text("utf-8")
        assert old in text, f"{name}: {old}"
        self.write(name, text.replace(old, new, 1))

    def add_to_toctree(self, name: str) -> None:
        self.replace("docs/index.md", "part/two\n", f"part/two\n{name}\n")


@dataclass(frozen=True)
class Built(Book):
    """A book that was built: what make said, and what it left."""

    status: int
    out: str
    err: str
    # What is in `_build`; and whether the site is the one from before.
    left: list[str]
    kept: bool

    @property
    def log(self) -> str:
        return self.out + self.err

    @cached_property
    def names(self) -> list[str]:
        """Return the chapters, in no order, as in `activations/sigmoid`."""
        docs = self.folder / "docs"
        return sorted(str(p.relative_to(docs).with_suffix("")) for p in docs.rglob("[a-z]*.md"))

    @cached_property
    def pages(self) -> dict[str, BeautifulSoup]:
        """Return each page, parsed."""
        return {name: self.page(name) for name in self.names}

    def page(self, name: str) -> BeautifulSoup:
        return BeautifulSoup((self.site / f"{name}.html").read_text("utf-8"), "html.parser")


class States:
    """Makes what is asked for, unless another process of this test run has made it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def made(self, name: str, make: Callable[[Path], object]) -> Path:
        """Return a folder that was made once; who comes while it is being made waits."""
        folder, end = self.folder / name, self.folder / f"{name}.end"
        with FileLock(self.folder / f"{name}.lock"):
            if not end.exists():
                folder.mkdir()
                try:
                    make(folder)
                    end.touch()
                except BaseException as error:
                    end.write_text(f"{type(error).__name__}: {error}", "utf-8")
                    raise
        if failure := end.read_text("utf-8"):
            pytest.fail(f"{name} was not made: {failure}")
        return folder

    def built(self, name: str, prepare: Callable[[Book], object], **variables: str) -> Built:
        """Return a book that was prepared and built, or failed to be."""

        def make(folder: Path) -> None:
            book = Book(folder / "book")
            prepare(book)
            before = book.contents()
            run = book.make("html", **variables)
            kept = book.contents() == before
            said = {"status": run.returncode, "out": run.stdout, "err": run.stderr}
            built = book.folder / "_build"
            left = sorted(os.listdir(built)) if built.is_dir() else []
            (folder / "built.json").write_text(json.dumps({**said, "left": left, "kept": kept}))

        folder = self.made(name, make)
        return Built(folder / "book", **json.loads((folder / "built.json").read_text()))

    def green(self, name: str, prepare: Callable[[Book], object], **variables: str) -> Built:
        """Return a book that was built without a fault."""
        book = self.built(name, prepare, **variables)
        assert book.status == 0, book.log
        return book


def cores() -> int:
    """Return how many cores this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def copy_of(book: Book, folder: Path) -> Book:
    shutil.copytree(book.folder, folder, symlinks=True)
    return Book(folder)


def copy_project(folder: Path) -> None:
    """Copy the project without its chapters and without what was built."""
    for name in (*PARTS, *TEXTS, "docs/_ext", "docs/_static"):
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=IGNORED)
        else:
            shutil.copy(source, target)


def whole(book: Book) -> None:
    """Make a copy of the book."""
    copy_project(book.folder)
    shutil.copytree(ROOT / "docs", book.folder / "docs", ignore=IGNORED, dirs_exist_ok=True)


def whole_with_cache(book: Book) -> None:
    """Make a copy of the book that shares the cache of the project: an entry is written whole."""
    whole(book)
    cache = ROOT / "_build/cache"
    cache.mkdir(parents=True, exist_ok=True)
    (book.folder / "_build").mkdir()
    (book.folder / "_build/cache").symlink_to(cache)


def small(book: Book) -> None:
    """Make a book of two small chapters."""
    copy_project(book.folder)
    shutil.copytree(SMALL, book.folder / "docs", dirs_exist_ok=True)
    book.write("docs/reference/bibliography.bib", "")
