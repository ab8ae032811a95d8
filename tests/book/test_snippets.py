"""What a reader copies runs alone in a fresh Python and prints what the page shows.

Of each page, a tenth of the cells and of the formulas has its turn, others each day; that no cell
uses the names of another one is seen in the code of all (tests/checks/test_code.py). Formulas run
under fresh names of their own in a Python that they share; with GRADBOOK_ALL=1 in the environment,
all run, and each formula has a Python of its own, too.
"""

import json
import re

import pytest

from tests import fresh
from tests.turns import ALL, of_today


def visible_cells(book):
    """Yield page, number, code, what is printed, and what is raised of all that a reader sees."""
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
            code, mark = copied(formula.select_one("pre")), formula.select_one("summary").text
            yield name, f"formula {number}", code, mark, ""


def is_formula(number):
    """Tell whether a snippet is the setting of a formula that a page shows."""
    return str(number).startswith("formula")


def differs(snippet, status, output):
    """Tell whether a snippet ran and printed something else than its page."""
    _, number, _, printed, _ = snippet
    shown = not (status or printed is None or is_formula(number))
    return shown and output.strip() != printed.strip()


def copied(pre):
    """Return what the button beside a code copies; tests/browser/test_copying.py presses it."""
    return pre.get("data-copied", pre.get_text())


@pytest.fixture(scope="module")
def runs(book, states):
    """Run the visible cells of today by themselves, with the module from the site's wheel."""
    cells = of_today(visible_cells(book), 10)
    options = [] if ALL else ["--together"]

    def make(folder):
        codes = [code for _, _, code, _, _ in cells]
        outputs = fresh.run("run_snippets.py", book, codes, *options)
        (folder / "outputs.json").write_text(json.dumps(outputs), "utf-8")

    outputs = json.loads((states.made("snippets", make) / "outputs.json").read_text("utf-8"))
    return list(zip(cells, outputs, strict=True))


def test_there_are_many_snippets(book, runs):
    formulas = [is_formula(number) for _, number, *_ in visible_cells(book)]
    assert formulas.count(False) > 100 and formulas.count(True) > 200
    assert len(runs) >= len(formulas) // 10


def test_every_snippet_runs_alone(runs):
    failed = [
        f"{name}, cell {number}:\n{code}\n{output}"
        for (name, number, code, _, expected), (status, output) in runs
        if bool(status) != bool(expected) or expected not in output
    ]
    assert not failed, "\n\n".join(failed)


def test_every_snippet_prints_what_its_page_shows(runs):
    differing = [
        f"{snippet[0]}, cell {snippet[1]}: page\n{snippet[3]}\nsnippet\n{output}"
        for snippet, (status, output) in runs
        if differs(snippet, status, output)
    ]
    assert not differing, "\n\n".join(differing)


def test_every_formula_holds_alone_at_as_many_points_as_its_page_says(runs):
    held = [(mark, output) for (_, n, _, mark, _), (_, output) in runs if is_formula(n)]
    assert held
    for mark, output in held:
        there = re.search(r"([\d\u202f]+) points|one point|Not checked", mark)
        here = re.search(r"held at (\d+) points?,", output)
        points = (there[1] or "1").replace("\u202f", "") if "✓" in mark else None
        assert points == (here and here[1]), f"{mark}: {output}"


def test_the_last_value_is_printed_and_not_echoed(book):
    """A value that only a notebook shows is nothing in a script."""
    for name, page in book.pages.items():
        for output in page.select(".cell_output .text_plain"):
            assert output.find_parent(class_="tag_remove-input"), f"{name}: {output.get_text()}"
