"""A book of somebody else's: a wrong formula is one warning, at the line of its piece."""

import re
from pathlib import Path

import pytest
from writing.shell import run

from tests.tool.conftest import LOAD, RIGHT, WRONG, notebook

ROOT = Path(__file__).resolve().parents[2]
HEAD = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n\n# Notes\n"


def page(*cells):
    return HEAD + "".join(f"\n```{{code-cell}}\n{cell}\n```\n" for cell in cells)


CELLS = [LOAD, WRONG, RIGHT, WRONG.replace("2 x", "3 x").replace("eq-", "eq-also-")]
TAGGED = [f":tags: [remove-input]\n\n{cell}" for cell in (LOAD, RIGHT, WRONG)]
FILES = {
    "index.md": page(*CELLS),
    "other.ipynb": notebook([cell.replace("eq-", "eq-other-") for cell in CELLS]),
    "tagged.md": page(*TAGGED).replace("eq-", "eq-tagged-"),
}


def warnings(files, *settings):
    """Return what a build says of some files: the settings stand in the book's conf.py."""
    lines = ['extensions = ["gradbook.sphinx"]', "nb_execution_allow_errors = True", *settings]
    book = {f"book/{name}": text for name, text in files.items()}
    book["book/conf.py"] = "\n".join(lines)
    (built,) = run(ROOT, book, ["sphinx-build -q book site"])
    return built.printed


@pytest.fixture(scope="module")
def printed():
    return warnings(FILES)


@pytest.mark.parametrize("name", FILES)
def test_each_wrong_formula_is_one_warning_at_its_line(name, printed):
    lines = FILES[name].splitlines()
    wrong = [n for n, line in enumerate(lines, 1) if "= 2 x" in line or "= 3 x" in line]
    said = "WARNING: expected a formula that holds, got:\neq-"
    assert wrong and len(re.findall(rf"book/{name}:\d+: ", printed)) == len(wrong), printed
    for line in wrong:
        assert f"book/{name}:{line}: {said}" in printed, printed


def test_the_message_is_that_of_the_formula_alone(printed):
    assert "the sides differ" in printed
    assert "FormulaError" not in printed and "Cell In" not in printed


def test_formulas_that_did_not_run_are_said_once():
    text = page(LOAD, RIGHT, WRONG)
    line = text.splitlines().index("%%formula eq-sine") + 1
    printed = warnings({"index.md": text}, 'nb_execution_mode = "off"')
    said = "WARNING: expected formulas that ran, got 2 that did not"
    assert printed.count("expected") == 1 and f"index.md:{line}: {said}" in printed


def test_a_book_may_say_it_in_its_own_way():
    text = page(LOAD, WRONG)
    assert "holds" not in warnings({"index.md": text}, "gradbook_warnings = False")
