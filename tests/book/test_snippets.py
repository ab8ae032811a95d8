"""What a reader copies runs alone in a fresh Python and prints what the page shows."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

# Without a window, Matplotlib warns that it cannot show one.
ENVIRONMENT = {
    "MPLBACKEND": "agg",
    "PYTHONWARNINGS": "ignore:FigureCanvasAgg is non-interactive",
    "OMP_NUM_THREADS": "1",
}


def visible_cells(book):
    """Return (page, number, code, printed) of every cell that a reader sees."""
    for name, page in book.pages.items():
        cells = [cell for cell in page.select("div.cell") if cell.select("div.cell_input")]
        for number, cell in enumerate(cells, 1):
            if "tag_hide-input" not in cell["class"] and "tag_remove-input" not in cell["class"]:
                printed = "".join(o.get_text() for o in cell.select(".cell_output .stream pre"))
                yield name, number, cell.select_one("div.cell_input pre").get_text(), printed


@pytest.fixture(scope="module")
def runs(book):
    """Run every visible cell by itself, with the module from the site's wheel."""
    cells = list(visible_cells(book))
    (wheel,) = book.site.glob("gradbook-*.whl")
    run = subprocess.run(
        [sys.executable, Path(__file__).with_name("run_snippets.py"), str(wheel.resolve())],
        input=json.dumps([code for *_, code, _ in cells]),
        env=os.environ | ENVIRONMENT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return list(zip(cells, json.loads(run.stdout), strict=True))


def test_there_are_many_snippets(runs):
    assert len(runs) > 100


def test_every_snippet_runs_alone(runs):
    failed = [
        f"{name}, cell {number}:\n{code}\n{output}"
        for (name, number, code, _), (status, output) in runs
        if status
    ]
    assert not failed, "\n\n".join(failed)


def test_every_snippet_prints_what_its_page_shows(runs):
    differing = [
        f"{name}, cell {number}: page\n{printed}\nsnippet\n{output}"
        for (name, number, _, printed), (status, output) in runs
        if not status and output.strip() != printed.strip()
    ]
    assert not differing, "\n\n".join(differing)


def test_the_last_value_is_printed_and_not_echoed(book):
    """A value that only a notebook shows is nothing in a script."""
    for name, page in book.pages.items():
        for output in page.select(".cell_output .text_plain"):
            assert output.find_parent(class_="tag_remove-input"), f"{name}: {output.get_text()}"
