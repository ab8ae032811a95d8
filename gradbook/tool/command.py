"""The command ``gradbook``: ``gradbook check FILE…`` checks the formula cells of files.

Its status is 0 if every formula holds, 1 if one does not, and 2 if a file cannot be read; the
others are checked all the same.
"""

from __future__ import annotations

import argparse
import importlib
import io
import multiprocessing
import sys
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING

from gradbook import __version__
from gradbook.cells.files import SUFFIXES, cells_of
from gradbook.cells.formulas import is_formula

if TYPE_CHECKING:
    from gradbook.tool.documents import Result

__all__ = ["main"]

KINDS = "MyST Markdown (.md), notebooks (.ipynb) and Quarto files (.qmd)"
HELD, WRONG, UNREADABLE = 0, 1, 2
SLOW = ("torch._dynamo",)  # what a step of an optimizer imports: as much as torch itself


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with some arguments, those of the command line by default."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console may have no ≠
            stream.reconfigure(errors="backslashreplace")
    given = parser().parse_args(arguments)
    paths, unread = list(files(given.files)), []
    found = []
    for path in paths:
        try:
            found += [path] if any(is_formula(cell.source) for cell in cells_of(path)) else []
        except (ValueError, OSError) as error:
            unread.append(path)
            complain(error)
    try:
        status = (
            typos(found, given.true)
            if given.typos
            else check(found, len(paths) - len(unread), given.json)
        )
    except (ValueError, OSError) as error:  # the list of true statements
        complain(error)
        return UNREADABLE
    return UNREADABLE if unread else status


def complain(error: Exception) -> None:
    """Say which file cannot be read, and why."""
    text = str(error)
    if isinstance(error, OSError):
        got = "none" if isinstance(error, FileNotFoundError) else error.strerror
        text = f"{error.filename}: expected a file to read, got {got}"
    sys.stderr.write(f"gradbook: {text}\n")


def parser() -> argparse.ArgumentParser:
    command = argparse.ArgumentParser(
        prog="gradbook", description="Formulas in TeX, checked against PyTorch."
    )
    command.add_argument("--version", action="version", version=f"gradbook {__version__}")
    tasks = command.add_subparsers(required=True, metavar="check")
    task = tasks.add_parser(
        "check",
        help="check the formula cells of files",
        description=f"Check the formula cells of {KINDS}.",
        epilog="Status: 0 if every formula holds, 1 if one does not, 2 if a file cannot be read.",
    )
    task.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a file or a folder")
    task.add_argument("--json", action="store_true", help="print every formula as JSON")
    task.add_argument(
        "--typos",
        action="store_true",
        help="change each formula as typos would, and see that",
    )
    task.add_argument(
        "--true",
        type=Path,
        metavar="LIST",
        help="with --typos: a file of survivors that are true, 'label ;; TeX ;; reason' a line",
    )
    return command


def files(given: Sequence[Path]) -> Iterator[Path]:
    """Yield the files that are named, and those in folders that are, hidden ones aside."""
    for path in given:
        if path.is_dir():
            below = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES)
            yield from (p for p in below if not is_hidden(p.relative_to(path)) and p.is_file())
        else:
            yield path


def is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.parts)


def check(paths: Sequence[Path], count: int, json: bool) -> int:
    """Check the formulas of some files, print what came of it, and return the status."""
    from gradbook.formula.reading.parser import prepare
    from gradbook.tool.report import as_json, as_text

    prepare()  # once, and not in each of the processes
    results = [result for path in paths for result in results_of(path)]
    write(as_json(results, count) if json else as_text(results, count))
    return WRONG if any(result.status == "wrong" for result in results) else HELD


def results_of(path: Path) -> list[Result]:
    """Check a file in a process of its own: what its cells set or break is gone with it."""
    from gradbook.tool.documents import Result

    # Only Linux copies a process in which torch is imported already.
    kind = "fork" if sys.platform == "linux" else "spawn"
    with ProcessPoolExecutor(1, multiprocessing.get_context(kind)) as pool:
        try:
            results, slow = pool.submit(checked, path).result()
        except BrokenProcessPool:
            return [Result(path, 1, 0, "", "", "wrong", "a cell ended its process")]
    with warnings.catch_warnings(record=True):
        for name in slow:
            importlib.import_module(name)  # so that the processes of further files have it
    return results


def checked(path: Path) -> tuple[list[Result], list[str]]:
    """Return what became of a file's formulas, and which slow modules that has imported."""
    from gradbook.tool.documents import Document

    document = Document(path)
    results = [document.check(place) for place in document.formulas]
    return results, [name for name in SLOW if name in sys.modules]


def typos(paths: Sequence[Path], listed: Path | None) -> int:
    """Change the formulas of some files as typos would, and return the status."""
    from gradbook.tool.documents import Document
    from gradbook.tool.mutants import report, true_statements, try_typos

    known = true_statements(listed) if listed else {}
    text, enough = report(try_typos([Document(path) for path in paths]), known)
    write(text)
    return HELD if enough else WRONG


def write(text: str) -> None:
    sys.stdout.write(f"{text}\n")
