"""Every private part of others that the build touches is still there."""

import stack


def test_codespell_has_its_words_where_they_were():
    lines = stack.MISSPELLINGS.read_text("utf-8").splitlines()
    assert "teh->the" in lines
    assert all("->" in line for line in lines)
