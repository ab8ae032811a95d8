"""Ways to build a copy of the book: as `make html` does, and with less and less of our own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "make"))

from starting import SPHINX, processes  # noqa: E402

NOT_COPIED = shutil.ignore_patterns("_build", ".*", "__pycache__")
# What reads the sources stays; how they are executed and how a page looks is stock.
STOCK = (
    *("myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"),
    *("sphinxcontrib.bibtex", "writing.fault_table", "writing.module_source"),
    *("writing.exercise", "writing.erratum", "gradbook.sphinx", "writing.checked"),
    "dropped_figures",
)
# A cell that fails fails the build, or stock would be fast by leaving out what comes after it.
EXECUTED = ("-Dnb_execution_mode=force", "-Dnb_execution_raise_on_error=1")
# A figure stays where its cell shows it, as MyST-NB has it.
DROPPED_FIGURES = """
from docutils.parsers.rst import Directive

class Nothing(Directive):
    optional_arguments, has_content = 1, True

    def run(self):
        return []

def setup(app):
    for name in ("cell-figure", "explorer", "gallery", "whole-book"):
        app.add_directive(name, Nothing)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""
ALONE = ("-Dnb_execution_mode=off",)


def timed(command: list[str], folder: Path, **variables: str) -> tuple[float, str]:
    """Run a command; return its seconds and what it printed."""
    begin = time.perf_counter()
    environment = os.environ | variables
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    seconds = time.perf_counter() - begin
    if run.returncode:
        sys.exit(f"bench: {' '.join(command)} failed:\n{run.stdout}{run.stderr}")
    return seconds, run.stdout


def html(folder: Path) -> tuple[float, str]:
    """Build a copy of the book as `make html` does."""
    return timed([sys.executable, "-I", "make/html.py"], folder)


def sphinx(
    folder: Path, *settings: str, start: tuple[str, str] = ("-m", "sphinx"), **variables: str
) -> float:
    """Build with Sphinx itself and other settings, warnings allowed."""
    command = [sys.executable, *start, "-b", "html", "-q", "-E", "-c", ".", *settings]
    with tempfile.TemporaryDirectory() as work:
        return timed([*command, "docs", f"{work}/html"], folder, **variables)[0]


def started_alike(folder: Path) -> float:
    """Build with Sphinx alone, with as many processes and started as `make html` starts it."""
    return sphinx(folder, f"-j{processes()}", *ALONE, start=("-c", SPHINX))


def stock(book: Path) -> float:
    """Build a copy with MyST-NB's own execution, one chapter after the other."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work, "book")
        shutil.copytree(book, folder, ignore=NOT_COPIED)
        for chapter in (folder / "docs").rglob("*.md"):
            # The only name that MyST-NB knows for a cell that is to fail.
            text = re.sub(r"\braises-[A-Za-z]+", "raises-exception", chapter.read_text("utf-8"))
            chapter.write_text(text, "utf-8")
        extensions = stock_extensions(folder, STOCK)
        return sphinx(folder, extensions, *EXECUTED, PYTHONPATH=str(folder))


def stock_extensions(folder: Path, names: Iterable[str]) -> str:
    """Return the setting of the extensions, in their order."""
    (folder / "docs" / "_ext" / "dropped_figures.py").write_text(DROPPED_FIGURES)
    return f"-Dextensions={','.join(names)}"
