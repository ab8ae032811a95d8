"""Formulas of docstrings, which are plain text, become TeX."""

import pytest
from reading.plain_formulas import typeset


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("√12", r"\sqrt{12}"),
        ("√(6 / n)", r"\sqrt{6 / n}"),
        ("±√(6 / (n + m))", r"\pm \sqrt{6 / (n + m)}"),
        ("(a + √q) / (√p + b)", r"(a + \sqrt{q}) / (\sqrt{p} + b)"),
        ("√vₖ + √v_jk", r"\sqrt{v_{k}} + \sqrt{v_{jk}}"),
        ("√q²", r"\sqrt{q}^{2}"),
    ],
)
def test_a_root_reaches_over_all_that_it_is_of(text, tex):
    assert typeset(text) == tex
