"""What Ruff says of the cells and of the module, with the chapters' own lines, in one process.

Its rules are in `cells.toml`. A cell that an exception ends on purpose is not judged.
"""

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from reading import program, syntax
from ruff import find_ruff_bin
from sphinx.errors import ExtensionError

RULES = Path(__file__).with_name("cells.toml")
# Cells repeat the imports and definitions of others, since each of them runs alone.
FIRST_IN = re.compile(r"from cell (\d+)")
OF_OTHERS = re.compile(r"\(non-enabled: [^;]*\)$")
# Line of the file, number of the cell or None, message.
Found = tuple[int, int | None, str]


def lint(
    chapters: dict[Path, list[program.Cell]], modules: list[Path]
) -> Iterator[tuple[Path, Found]]:
    """Yield what is wrong with each file: line, number of the cell if it has any, message."""
    with tempfile.TemporaryDirectory() as folder:
        sources: dict[Path, Path] = {}
        for number, (path, cells) in enumerate(chapters.items()):
            book = Path(folder, f"{number}.ipynb").resolve()
            book.write_text(program.notebook(cells), encoding="utf-8")
            setting = book.with_suffix(".settings.py")
            setting.write_text(program.settings(cells), encoding="utf-8")
            sources |= {book: path, setting: path}
        for message in ruff([*sources, *modules]):
            file = Path(message["filename"])
            path = sources.get(file, file)
            for found in placed(message, chapters.get(path)):
                yield path, found


def ruff(paths: list[Path], *options: str) -> list[dict]:
    """Return the messages of Ruff about some files."""
    command = [find_ruff_bin(), "check", "--no-cache", "--config", RULES, "--output-format", "json"]
    # What a user has set for other projects says nothing about this one.
    own = {name: value for name, value in os.environ.items() if not name.startswith("RUFF_")}
    run = subprocess.run(
        [*command, *options, *paths], env=own, capture_output=True, encoding="utf-8"
    )
    if run.returncode not in {0, 1}:
        raise ExtensionError(f"expected rules that Ruff knows in {RULES}, got:\n{run.stderr}")
    # Editors may ask for a `noqa` of rules that the book does not have.
    return [each for each in json.loads(run.stdout) if not OF_OTHERS.search(each["message"])]


def placed(message: dict, cells: list[program.Cell] | None) -> Iterator[Found]:
    """Yield a message with its place in the file, unless the cell is right all the same."""
    code, row = message["code"], message["location"]["row"]
    text = f"{code} {message['message']}" if code else message["message"]
    if cells is None:
        yield row, None, text
        return
    number = message["cell"]
    if number is None:
        number = sum(cell.line <= row for cell in cells)
        row -= cells[number - 1].line - 1
    cell = cells[number - 1]
    first = FIRST_IN.search(text)
    if (first and int(first[1]) != number) or cell.raises or is_right(cell.source, row, code):
        return
    yield cell.line + row - 1, number, text


def is_right(source: str, row: int, code: str) -> bool:
    """Tell whether a message is none in a cell, although it would be one in a module."""
    if code == "BLE001":  # F841 says where nobody uses the exception
        return " as " in source.splitlines()[row - 1]
    if code == "B023":  # a function that is called at once sees the value that is meant
        return not syntax.keeps_function(source, row)
    if code in {"PLR0124", "PLW0177"}:  # NaN as a lesson
        return syntax.is_shown(source, row)
    return code in {"B015", "B018"} and syntax.is_tried(source, row)
