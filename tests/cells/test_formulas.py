"""What a formula cell says, and on which of its lines."""

import pytest

from gradbook.cells.formulas import read


def test_a_cell_has_a_label_a_setting_and_a_formula():
    cell = read("%%formula eq-a\nx = draw()\n---  \n\ny = x\n")
    assert (cell.label, cell.kind, cell.setting, cell.tex) == ("eq-a", "", "x = draw()\n", "y = x")


def test_without_the_line_there_is_no_setting():
    cell = read("%%formula\n\ny = x\n")
    assert (cell.setting, cell.tex, cell.first) == (None, "y = x", 3)


@pytest.mark.parametrize(
    "source", ["%%formula\n---\n{}", "%%formula\nx = 1\n\n---\n\n\n{}", "%%formula\n{}"]
)
def test_a_place_in_the_formula_has_its_line(source):
    source = source.format("y &= x \\\\\n&= here")
    cell = read(source)
    line = cell.line(place=cell.tex.index("here"))
    assert "here" in source.splitlines()[line - 1]


def test_a_line_of_the_setting_is_below_the_magic():
    assert read("%%formula\nx = 1\ny = 2\n---\nx = y").line(setting_line=2) == 3


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("%%formula a b\nx", "expected %%formula label, got 'a b'"),
        ("%%formula unchecked=lazy\nx", "expected unchecked to be one of"),
        ("%%formula unchecked=order\nx = 1\n---\nx", "expected no setting"),
    ],
)
def test_what_is_no_formula_cell_is_refused(source, message):
    with pytest.raises(ValueError, match=message):
        read(source)
