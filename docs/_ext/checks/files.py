"""The files of the book: all of them are chapters in Markdown, or something that a chapter uses."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.util import logging

logger = logging.getLogger(__name__)

EMPTY_NOTEBOOK = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
# Readers load it with the page.
LARGEST = 1_000_000
# What somebody took for a chapter, or for a module of the book.
CHAPTERS = (".md", ".markdown", ".mdown", ".myst", ".rst", ".ipynb")
MODULES = (".py",)


def report(path: Path, line: int, message: str) -> None:
    logger.warning(message, location=f"{path}:{line}", type="source")


def check_encoding(app: Any, env: Any, docnames: list[str]) -> None:
    """Report files that are no UTF-8, at which Sphinx would stop, and take them out."""
    for docname in list(docnames):
        path = Path(env.doc2path(docname))
        data = path.read_bytes()
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            report(path, line, f"expected UTF-8, got the byte 0x{data[error.start]:02x}")
            docnames.remove(docname)
            env.found_docs.discard(docname)


def check_kind(path: Path) -> str | None:
    """Report a page that is no Markdown; return what to read in its place, or None."""
    if path.suffix == ".md":
        return None
    content = "stored outputs" if path.suffix == ".ipynb" else "code"
    message = "expected a chapter in Markdown, got {}, whose {} would be published unseen"
    report(path, 1, message.format(path.suffix, content))
    return EMPTY_NOTEBOOK if path.suffix == ".ipynb" else path.stem


def check_folder(app: Any, env: Any, docnames: list[str]) -> None:
    """Report files that look like chapters and are none, and names that differ in case alone."""
    if app.config.root_doc != "index":  # a draft is one chapter of many
        return
    chapters = {str(env.doc2path(docname)) for docname in env.found_docs}
    seen: dict[str, Path] = {}
    for path in sorted(own_files(Path(app.srcdir), app.config.exclude_patterns)):
        if path.is_symlink():
            report(path, 1, "expected a chapter's own file, got a link to another one")
        elif str(path) not in chapters and path.name.lower().endswith(CHAPTERS):
            report(path, 1, f"expected a chapter in .md or a picture or data, got {path.name}")
        elif path.name.endswith(MODULES):
            report(path, 1, f"expected modules in the folder gradbook, got {path.name} in docs")
        elif path.is_file() and path.stat().st_size > LARGEST:
            report(path, 1, f"expected at most {LARGEST} bytes, got {path.stat().st_size}")
        other = seen.setdefault(str(path).casefold(), path)
        if other != path:
            report(path, 1, f"expected names that differ on every machine, got {other.name} too")


def own_files(folder: Path, excluded: list[str]) -> Iterator[Path]:
    """Yield the files of the book, without those of its machinery, of editors and of systems."""
    for place, folders, names in os.walk(folder):
        if Path(place) == folder:
            folders[:] = [name for name in folders if name not in excluded]
        folders[:] = [name for name in folders if not name.startswith((".", "__"))]
        yield from (Path(place, name) for name in names if not name.startswith((".", "~$")))
