"""Formulas of a file get what they would in its notebook, and errors get their line."""

import pytest

from gradbook.cells.formulas import read
from gradbook.tool.documents import Document
from gradbook.tool.needs import asks, bound
from tests.tool.conftest import LIVE, LOAD, RIGHT, TENSORS, WRITERS, WRONG


def results(path):
    document = Document(path)
    return [document.check(place) for place in document.formulas]


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_formula_holds_in_each_kind_of_file(suffix, written):
    (one,) = results(written(LOAD, RIGHT, suffix=suffix))
    assert (one.status, one.label, one.cell, one.checked.points) == ("held", "eq-sine", 2, 6)


@pytest.mark.parametrize("suffix", WRITERS)
def test_an_error_has_the_line_of_its_piece(suffix, written):
    path = written(LOAD, RIGHT, WRONG, suffix=suffix)
    (wrong,) = [one for one in results(path) if one.status == "wrong"]
    assert "= 2 x" in path.read_text("utf-8").splitlines()[wrong.line - 1]
    assert "the sides differ" in wrong.message


def test_an_error_of_a_setting_has_its_line(written):
    path = written("%%formula eq-a\nx = draw()\ny = 1 / 0\n---\ny = x")
    (one,) = results(path)
    assert path.read_text("utf-8").splitlines()[one.line - 1] == "y = 1 / 0"


def test_values_of_the_cells_before_are_those_of_the_notebook(written):
    again = "w = torch.tensor(0.3).double()"
    (one, two) = results(written(LOAD, TENSORS, LIVE, again, LIVE))
    assert one.status == "held" and one.checked.points == 1
    assert two.status == "wrong"


def test_formulas_may_be_checked_in_any_order(written):
    document = Document(written(LOAD, TENSORS, LIVE, "w = L = 3", LIVE))
    assert [document.check(place).status for place in (4, 2)] == ["wrong", "held"]


def test_cells_run_only_for_formulas_that_need_them(written, tmp_path):
    mark = "import pathlib\npathlib.Path('ran').touch()"
    alone = RIGHT.replace("x = draw()", "import torch\nx = draw()")
    assert results(written(mark, alone))[0].status == "held"
    assert not (tmp_path / "ran").exists()
    assert results(written(LOAD, mark, RIGHT))[0].status == "held"
    assert (tmp_path / "ran").exists()


def test_a_cell_may_set_what_has_no_name(written):
    dtype = "import torch as t\nt.set_default_dtype(t.float64)"
    back = "t.set_default_dtype(t.float32)"
    formula = "%%formula\nfrom torch import tensor\nx = tensor(3.0)\n---\nx + x = 2 x"
    document = Document(written(dtype, formula, back))
    try:
        assert document.check(1).status == "held"
    finally:
        document.state(3)


def test_a_cell_that_raises_is_named_where_a_formula_needs_it(written):
    path = written(LOAD, "w = 1\nraise OSError('no data')", LIVE)
    (one,) = results(path)
    assert one.status == "wrong" and "the cell raised OSError: no data" in one.message
    assert path.read_text("utf-8").splitlines()[one.line - 1].startswith("raise OSError")


def test_an_announced_error_is_none_and_must_come(written):
    tagged = ":tags: [raises-exception]\n\n"
    assert [one.status for one in results(written(LOAD, tagged + WRONG))] == ["refused"]
    (one,) = results(written(LOAD, tagged + RIGHT))
    assert one.status == "wrong" and "expected an error" in one.message


def test_a_quarto_cell_has_options_above_and_below_its_magic(written):
    wrong = "#| error: true\n" + WRONG
    below = LIVE.replace("\n", "\n#| echo: false\n", 1)
    off = "#| eval: false\n" + WRONG
    found = results(written(LOAD, TENSORS, wrong, below, off, suffix=".qmd"))
    assert [one.status for one in found] == ["refused", "held"]


def test_lines_for_the_notebook_alone_do_nothing(written):
    magic = "%matplotlib inline\n!ls\nif True:\n    %pwd\ntorch?\nv = 3"
    (one,) = results(written(LOAD, magic, "%%bash\nls", "%%time\nu = v", "%%formula\nu = v"))
    assert one.status == "held"


def test_a_formula_that_is_not_checked_says_so(written):
    (one,) = results(written("%%formula eq-o unchecked=order\nf(x) = O(x)"))
    assert (one.status, one.message) == ("unchecked", "an order of magnitude")


@pytest.mark.parametrize(
    ("setting", "names", "asked"),
    [
        ("x = draw()", {"x", "y", "draw"}, False),
        ("x = draw()\ny = torch.sin(x)", {"torch"}, True),
        ("import torch\nx = torch.ones(1)", {"torch"}, False),
        ("y = y + 1", {"y"}, True),
        ("y += 1", {"y"}, True),
        ("y = [i for i in range(3)]", {"i"}, False),
        ("def f(x):\n    return a * x", {"a"}, True),
        ("def f(a):\n    return a", {"a"}, False),
        ("if draw() > 0:\n    y = 1", {"y"}, True),
        ("x = draw()", {"*"}, True),
        ("x = (", {"x"}, False),
    ],
)
def test_a_formula_asks_for_what_its_setting_loads(setting, names, asked):
    assert asks(read(f"%%formula\n{setting}\n---\nx = y"), names) is asked


def test_a_cell_binds_what_it_assigns_imports_and_defines():
    names = bound("import a.b\nfrom c import *\nd, e = 1, 2\ndef f():\n    g = 1\nclass H: pass")
    assert names == {"a", "d", "e", "f", "H", "*"}
