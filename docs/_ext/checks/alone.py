"""What readers see they copy: such a cell names all that it uses, and runs alone."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from reading import program, syntax

from checks.linter import Found, ruff

NAME = "F821"  # one that is not defined
EXPECTED = "expected a cell that runs alone, since readers copy it, got a name of another one:"


def lean(chapters: dict[Path, list[program.Cell]]) -> Iterator[tuple[Path, Found]]:
    """Yield the names that the visible cells of chapters have from other cells."""
    places: dict[Path, tuple[Path, int, program.Cell]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        for path, cells in chapters.items():
            for number, cell in enumerate(cells, 1):
                if program.is_visible(cell) and not cell.raises and syntax.is_program(cell.source):
                    file = folder / f"{len(places)}.ipynb"
                    file.write_text(program.notebook([cell]), encoding="utf-8")
                    places[file] = path, number, cell
        for message in ruff([*places], "--select", NAME) if places else ():
            if message["code"] == NAME:
                path, number, cell = places[Path(message["filename"])]
                text = f"{EXPECTED} {message['message'].removeprefix('Undefined name ')}"
                yield path, (cell.line + message["location"]["row"] - 1, number, text)
