"""Misspelt and doubled words, by themselves: red with the fault, green without."""

import planted
import pytest
from checks import spelling
from myst_parser.config.main import MdParserConfig
from reading.blocks import strict_parser
from reading.pieces import pieces

PARSER = strict_parser(MdParserConfig(enable_extensions={"colon_fence", "dollarmath"}))

RED = {
    "It is teh slope.": "expected 'the', got the word 'teh'",
    "Teh slope.": "expected 'the', got the word 'Teh'",
    "## The gradiant\n\nWe recieve it.": "got the word 'recieve'",
    "| a |\n|---|\n| wich |": "got the word 'wich'",
    "```{note}\nIt dosn’t grow.\n```": "got the word 'dosn’t'",
    "[A wierd link](one.md)": "got the word 'wierd'",
    "*teh* slope": "got the word 'teh'",
    "Go fo it.": "expected 'of' or 'for' or 'to' or 'do' or 'go', got the word 'fo'",
    "The the slope.": "expected the word once, got 'The the'",
    "It is is so.": "expected the word once, got 'is is'",
    "Of a a slope.": "expected the word once, got 'a a'",
}
GREEN = [
    "We know that that is so; it had had a slope.",
    "`teh` is code, and $teh_{wich}$ a formula.",
    "```{code-cell}\n# teh wich\n```",
    "```text\nteh wich the the\n```",
    "{cite:p}`teh` and [](wich.md)",
    "The names Fo, Nd and ANS; 2nd, x_te, te2.",
    "The logits of ReLU, softmax, Adagrad, RMSprop, Nesterov, Lipschitz, Himmelblau.",
    "Is it so? It is. Very very slow, again and again.",
    "C:\\Users and {name} stay.",
]


def found(text):
    return [message for _, message in spelling.check(pieces(PARSER, text))]


@pytest.mark.parametrize("text", RED)
def test_a_slip_is_found(text):
    assert [m for m in found(text) if RED[text] in m], found(text)


@pytest.mark.parametrize("text", GREEN)
def test_a_right_text_passes(text):
    assert not found(text)


@pytest.mark.parametrize("name", planted.HARMLESS)
def test_what_is_harmless_is_not_reported(name):
    assert not found(planted.HARMLESS[name])


def test_a_slip_has_its_line():
    assert [line for line, _ in spelling.check(pieces(PARSER, "One.\nTwo wich.\n"))] == [2]


def test_the_words_of_ours_are_right(monkeypatch, tmp_path):
    words = tmp_path / "words.txt"
    words.write_text("# Ours.\nteh  # a name\n")
    monkeypatch.setattr(spelling, "OURS", words)
    spelling.misspellings.cache_clear()
    try:
        assert not found("It is teh slope.") and found("wich")
    finally:
        spelling.misspellings.cache_clear()


def test_the_reason_behind_a_suggestion_is_no_suggestion():
    assert spelling.suggestion("clear, sharp, a reason") == "'clear' or 'sharp'"
    assert spelling.suggestion("the") == "'the'"
