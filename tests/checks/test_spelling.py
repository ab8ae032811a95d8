"""Misspelt and doubled words: red with the fault, green without."""

import pytest
from checks import spelling

RED = {
    "It is teh slope.": "expected 'the', got the word 'teh'",
    "Teh slope.": "expected 'the', got the word 'Teh'",
    "The slope, wich grows.": "expected 'which', got the word 'wich'",
    "It dosn’t grow.": "got the word 'dosn’t'",
    "Go fo it.": "expected 'of' or 'for' or 'to' or 'do' or 'go', got the word 'fo'",
    "The colour.": "expected 'color', got the word 'colour'",
    "The the slope.": "expected the word once, got 'The the'",
    "It is is so.": "expected the word once, got 'is is'",
    "Of a a slope.": "expected the word once, got 'a a'",
}
GREEN = [
    "We know that that is so; it had had a slope.",
    "The names Fo, Nd and ANS; 2nd, x_te, te2.",
    "The logits of ReLU, softmax, Adagrad, RMSprop, Nesterov, Lipschitz, Himmelblau.",
    "Is it so? It is. Very very slow, again and again.",
    "The Centre for Colour.",
    "C:\\Users and {name} stay.",
]


def found(text, kind="text"):
    return [message for _, message in spelling.check([(kind, text, 1)])]


@pytest.mark.parametrize("text", RED)
def test_a_slip_is_found(text):
    assert [m for m in found(text) if RED[text] in m], found(text)


@pytest.mark.parametrize("text", GREEN)
def test_a_right_text_passes(text):
    assert not found(text)


@pytest.mark.parametrize("kind", ["math", "cell"])
def test_only_text_is_read(kind):
    assert not found("teh teh", kind)


def test_a_slip_has_its_line():
    assert [line for line, _ in spelling.check([("text", "One", 1), ("text", "wich", 2)])] == [2]


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
