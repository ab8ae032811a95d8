"""The plugin of pytest: ``pytest --gradbook docs/`` takes each formula cell for a test.

Without the option it adds nothing to a run, and imports nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from gradbook.tool.documents import Document

__all__ = ["pytest_addoption", "pytest_collect_file"]


class FormulaFailure(Exception):
    """A formula that does not hold; its text is all that there is to say."""

    def __init__(self, text: str, line: int) -> None:
        super().__init__(text)
        self.line = line


class FormulaFile(pytest.File):
    """A file with formula cells."""

    def collect(self) -> Iterator[FormulaItem]:
        """Yield a test for each formula that is not skipped, named by its label or its line."""
        from gradbook.cells.formulas import read
        from gradbook.tool.documents import Document

        try:
            document = Document(self.path)
        except (OSError, ValueError) as error:
            raise self.CollectError(str(error)) from None
        for place in document.formulas:
            cell = document.cells[place]
            try:
                label = read(cell.source).label
            except ValueError:  # the test says what is wrong
                label = ""
            name = label or f"line-{cell.line}"
            yield FormulaItem.from_parent(self, name=name, document=document, place=place)


class FormulaItem(pytest.Item):
    """The test that a formula holds."""

    def __init__(self, *, document: Document, place: int, **options: Any) -> None:
        super().__init__(**options)
        self.document = document
        self.place = place

    def runtest(self) -> None:
        from gradbook.tool.report import described

        result = self.document.check(self.place)
        if result.status == "unchecked":
            pytest.skip(f"not checked: {result.message}")
        if result.status == "wrong":
            raise FormulaFailure(described(result), result.line)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the explanation, without the frames of how it was found."""
        if isinstance(excinfo.value, FormulaFailure):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.document.cells[self.place].line - 1, f"formula: {self.name}"


def pytest_addoption(parser: pytest.Parser) -> None:
    text = "take the formula cells of .md, .ipynb and .qmd files for tests"
    parser.getgroup("gradbook").addoption("--gradbook", action="store_true", help=text)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a file that has formula cells."""
    if not parent.config.getoption("--gradbook"):
        return None
    from gradbook.cells.files import SUFFIXES

    if file_path.suffix.lower() not in SUFFIXES or b"%%formula" not in file_path.read_bytes():
        return None
    return FormulaFile.from_parent(parent, path=file_path)
