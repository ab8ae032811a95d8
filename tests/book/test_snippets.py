"""What a reader copies runs alone in a fresh Python and prints what the page shows.

Formulas run under fresh names of their own in a Python that they share; with GRADBOOK_ALL=1 in
the environment, each of them has a Python of its own, too.
"""

import json
import re

import pytest

from tests import fresh
from tests.states import ALL


def visible_cells(book):
    """Return (page, number, code, printed) of every cell that a reader sees."""
    for name, page in book.pages.items():
        cells = [cell for cell in page.select("div.cell") if cell.select("div.cell_input")]
        for number, cell in enumerate(cells, 1):
            if "tag_hide-input" not in cell["class"] and "tag_remove-input" not in cell["class"]:
                printed = "".join(o.get_text() for o in cell.select(".cell_output .stream pre"))
                raises = [c for c in cell["class"] if c.startswith("tag_raises-")]
                expected = raises[0].removeprefix("tag_raises-") if raises else ""
                pre = cell.select_one("div.cell_input pre")
                # A formula's cell shows the formula, and prints its verdict.
                said = None if pre.get_text().startswith("%") else printed
                yield name, number, copied(pre), said, expected
        for number, formula in enumerate(page.select("details.formula-mark"), 1):
            yield name, f"formula {number}", copied(formula.select_one("pre")), None, ""


def copied(pre):
    """Return what the button beside a code copies; tests/browser/test_copying.py presses it."""
    return pre.get("data-copied", pre.get_text())


@pytest.fixture(scope="module")
def runs(book, states):
    """Run every visible cell by itself, with the module from the site's wheel."""
    cells = list(visible_cells(book))
    options = [] if ALL else ["--together"]

    def make(folder):
        codes = [code for _, _, code, _, _ in cells]
        outputs = fresh.run("run_snippets.py", book, codes, *options)
        (folder / "outputs.json").write_text(json.dumps(outputs), "utf-8")

    outputs = json.loads((states.made("snippets", make) / "outputs.json").read_text("utf-8"))
    return list(zip(cells, outputs, strict=True))


def test_there_are_many_snippets(runs):
    assert len(runs) > 100


def test_every_snippet_runs_alone(runs):
    failed = [
        f"{name}, cell {number}:\n{code}\n{output}"
        for (name, number, code, _, expected), (status, output) in runs
        if bool(status) != bool(expected) or expected not in output
    ]
    assert not failed, "\n\n".join(failed)


def test_every_snippet_prints_what_its_page_shows(runs):
    differing = [
        f"{name}, cell {number}: page\n{printed}\nsnippet\n{output}"
        for (name, number, _, printed, _), (status, output) in runs
        if not status and printed is not None and output.strip() != printed.strip()
    ]
    assert not differing, "\n\n".join(differing)


def test_every_formula_holds_alone_at_as_many_points_as_its_page_says(book, runs):
    marks = [m.select_one("summary").text for m in formulas(book)]
    outputs = [output for (_, number, *_), (_, output) in runs if "formula" in str(number)]
    assert len(marks) == len(outputs) > 200
    for mark, output in zip(marks, outputs, strict=True):
        there = re.search(r"([\d\u202f]+) points|one point|Not checked", mark)
        here = re.search(r"held at (\d+) points?,", output)
        points = (there[1] or "1").replace("\u202f", "") if "✓" in mark else None
        assert points == (here and here[1]), f"{mark}: {output}"


def formulas(book):
    return [mark for page in book.pages.values() for mark in page.select("details.formula-mark")]


def test_the_last_value_is_printed_and_not_echoed(book):
    """A value that only a notebook shows is nothing in a script."""
    for name, page in book.pages.items():
        for output in page.select(".cell_output .text_plain"):
            assert output.find_parent(class_="tag_remove-input"), f"{name}: {output.get_text()}"
