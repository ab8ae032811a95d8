"""A file with formula cells: each is checked as it would be in the notebook.

A formula that could use a name of the Python cells before it gets their values: these cells run
first, in their order, in the folder of the file. Otherwise they need not run, and do not.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gradbook.cells import formulas
from gradbook.cells.files import Cell, cells_of
from gradbook.cells.formulas import FormulaCell

with warnings.catch_warnings(record=True):
    # The checker needs no NumPy, and PyTorch warns once that there is none.
    warnings.simplefilter("default")
    from gradbook.formula import Checked, FormulaError, check

from gradbook.tool.needs import asks, bound
from gradbook.tool.running import CellError, at_home, execute, line_of, python_of

__all__ = ["Document", "Result"]


@dataclass(frozen=True)
class Result:
    """What became of a formula.

    Attributes
    ----------
    path : Path
        Its file.
    line : int
        The line of its cell, or the one that an error is about.
    cell : int
        The number of its cell among those of code, from 1.
    label, tex : str
        Its name and text.
    status : str
        ``held``, ``wrong``, ``unchecked``, or ``refused``: an error that its cell announces.
    message : str
        The error, or why it is not checked.
    checked : Checked or None
        What held.
    """

    path: Path
    line: int
    cell: int
    label: str
    tex: str
    status: str
    message: str = ""
    checked: Checked | None = None


class Document:
    """The cells of a file and the values that those of Python give to names.

    Parameters
    ----------
    path : Path
        A file that ends with one of `gradbook.cells.files.SUFFIXES`.

    Raises
    ------
    ValueError, OSError
        If it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.cells = cells_of(path)
        self.forget()

    def forget(self) -> None:
        self.ran = 0
        self.failed: CellError | None = None
        self.values: dict[str, Any] = {"__name__": "__main__", "display": lambda *_, **__: None}

    @property
    def formulas(self) -> list[int]:
        """The places of the formulas among the cells."""
        return [
            place
            for place, cell in enumerate(self.cells)
            if formulas.is_formula(cell.source) and not cell.skipped
        ]

    def check(self, place: int) -> Result:
        """Return what becomes of the formula at a place among the cells."""
        cell = self.cells[place]
        try:
            read = formulas.read(cell.source)
        except ValueError as error:
            status = "refused" if cell.raises else "wrong"
            return Result(self.path, cell.line, place + 1, "", "", status, str(error))
        if read.kind:
            return self.result(place, read, "unchecked", formulas.KINDS[read.kind])
        try:
            checked = self.checked(place, read)
        except FormulaError as error:
            start = error.span[0] if error.span else 0
            line = cell.at(read.line(error.setting_line, start))
            status = "refused" if cell.raises else "wrong"
            return self.result(place, read, status, str(error), line=line)
        except CellError as error:
            return self.result(place, read, "wrong", str(error), line=error.line)
        if cell.raises:
            return self.result(place, read, "wrong", "expected an error, but the formula holds")
        return self.result(place, read, "held", checked=checked)

    def result(
        self,
        place: int,
        read: FormulaCell,
        status: str,
        message: str = "",
        checked: Checked | None = None,
        line: int = 0,
    ) -> Result:
        line = line or self.cells[place].line
        return Result(self.path, line, place + 1, read.label, read.tex, status, message, checked)

    def checked(self, place: int, read: FormulaCell) -> Checked:
        """Check a formula: alone if it can be, else with the values of the cells before it."""
        values = self.values_for(place, read)
        try:
            return self.held(read, values)
        except FormulaError:
            # A cell may set what has no name, such as torch's default dtype.
            if values or self.cells[place].raises or not any(self.before(place)):
                raise
            with contextlib.suppress(CellError):
                return self.held(read, self.state(place))
            raise

    def values_for(self, place: int, read: FormulaCell) -> dict[str, Any]:
        """Return what a formula could use of the cells before it, or nothing."""
        names = set().union(*(bound(python_of(cell.source)) for cell in self.before(place)))
        return self.state(place) if asks(read, names) else {}

    def held(self, read: FormulaCell, values: dict[str, Any]) -> Checked:
        with at_home(self.path):
            return check(read.tex, read.setting, label=read.label, namespace=values)

    def before(self, place: int, start: int = 0) -> Iterator[Cell]:
        """Yield the Python cells before a place."""
        for cell in self.cells[start:place]:
            if not (cell.skipped or formulas.is_formula(cell.source)):
                yield cell

    def state(self, place: int) -> dict[str, Any]:
        """Return the values of names before a cell; the cells until there have run."""
        if place < self.ran:
            self.forget()
        if self.failed:
            raise self.failed
        for cell in self.before(place, self.ran):
            try:
                with at_home(self.path):
                    execute(cell, self.values)
            except (Exception, SystemExit) as error:
                if not cell.raises:
                    self.ran = place
                    self.failed = CellError(cell.at(line_of(error)), error)
                    raise self.failed from error
        self.ran = place
        return self.values
