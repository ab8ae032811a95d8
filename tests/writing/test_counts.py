import pytest
from writing import counts


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("x = 1", 0),
        ("assert x\nassert y", 2),
        ("import torch\ntorch.testing.assert_close(x, y)", 1),
        ("for x in y:\n    assert x", 1),
        ("x = (", 0),
        (":tags: [hide-input]\nassert x", 1),
        ("%%formula eq-a\nassert x\n---\nx = y", 0),
    ],
)
def test_assertions_of_a_cell_are_counted(code, count):
    assert counts.assertions(code) == count


def test_counts_add_up_and_the_largest_error_stays():
    one = counts.Count(formulas=2, points=12, error=1e-16, cells=3)
    two = counts.Count(formulas=1, points=6, error=3e-13, figures=1)
    total = one + two
    assert (total.formulas, total.points, total.cells, total.figures) == (3, 18, 3, 1)
    assert total.error == 3e-13
