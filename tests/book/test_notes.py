"""What the notes print is printed by the book, at the precision at which it was printed."""

import platform
import re
from pathlib import Path

import pytest

PRINTED = Path(__file__).with_name("notes_printed.txt").read_text("utf-8")
NOTES = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", PRINTED, re.MULTILINE | re.DOTALL))
CHAPTERS = {
    "sigmoid": "activations/sigmoid",
    "tanh": "activations/tanh",
    "relu": "activations/relu",
    "autograd_grad": "losses/autograd",
    "backward": "losses/autograd",
    "softmax": "losses/softmax",
    "perceptron": "chain_rule/perceptron",
    "layer": "chain_rule/layer",
    "chain": "gradient/chain_rule",
    "himmelblau": "optimization/himmelblau",
}
UNSEEDED = {"perceptron", "layer"}
TESTED = platform.machine() == "x86_64"
PRECISION = "to the last digit" if TESTED else f"to 1e-4 on {platform.machine()}"

NUMBER = re.compile(r"-?\d+(?:\.\d*)?(?:e[+-]\d+)?")
# Figures of sigmoid that today's PyTorch prints otherwise, by one in the last digit. Its inputs
# near −75 are float32 numbers 7.6e-6 apart; which `linspace` gives depends on the processor.
ROUNDED_OTHERWISE = 6


def numbers(text):
    return NUMBER.findall(re.sub(r"grad_fn=<\w+>|f\(x\)", "", text))


def printed(book, snippet):
    """Return the numbers that the book's cell for this snippet prints."""
    page = book.pages[CHAPTERS[snippet]]
    cells = page.select(f"div.tag_note-{snippet.replace('_', '-')}")
    assert cells, f"no cell of {CHAPTERS[snippet]} has the tag note-{snippet}"
    return [n for cell in cells for n in numbers(cell.select_one(".cell_output").get_text())]


def test_there_are_ten_snippets():
    assert set(NOTES) == set(CHAPTERS) and len(NOTES) == 10


@pytest.mark.parametrize("snippet", sorted(set(NOTES) - UNSEEDED - {"sigmoid"}))
@pytest.mark.parametrize("precision", [PRECISION])
def test_the_book_prints_what_the_notes_print(book, snippet, precision):
    expected, found = numbers(NOTES[snippet]), printed(book, snippet)
    if TESTED:
        assert found == expected
    else:
        assert [float(n) for n in found] == pytest.approx([float(n) for n in expected], abs=1e-4)


def last_digits_apart(one, other):
    """Return how many units of the last printed digit two figures are apart."""
    (a, power), (b, other_power) = (n.split("e") for n in (one, other))
    assert power == other_power
    return round(abs(float(a) - float(b)) * 10 ** len(a.partition(".")[2]))


@pytest.mark.parametrize("precision", [PRECISION])
def test_the_book_prints_the_sigmoid_of_the_notes(book, precision):
    expected, found = numbers(NOTES["sigmoid"]), printed(book, "sigmoid")
    assert len(found) == len(expected)
    if TESTED:
        apart = [last_digits_apart(a, b) for a, b in zip(found, expected, strict=True)]
        assert max(apart) <= 1 and sum(apart) <= ROUNDED_OTHERWISE
    else:
        assert [float(n) for n in found] == pytest.approx([float(n) for n in expected], abs=1e-4)


@pytest.mark.parametrize("snippet", sorted(UNSEEDED))
def test_an_unseeded_result_has_the_form_of_the_notes(book, snippet):
    assert len(printed(book, snippet)) == len(numbers(NOTES[snippet]))


def test_the_seeded_perceptron_prints_the_gradient_of_its_loss(book):
    """Its loss is (O − 1)², and not all entries of its gradient are 0."""
    loss, *gradient = map(float, printed(book, "perceptron"))
    assert 0 < loss < 1 and any(gradient)


def test_the_seeded_layer_prints_an_outer_product(book):
    """All 2 × 2 minors of its gradient are 0, up to the digits that are printed."""
    _, *entries = map(float, printed(book, "layer"))
    rows = [entries[i : i + 10] for i in (0, 10, 20)]
    largest = max(map(abs, entries))
    for one in rows:
        for other in rows:
            for j in range(10):
                for k in range(10):
                    assert abs(one[j] * other[k] - one[k] * other[j]) < 4 * largest * 1e-4


def test_the_book_shows_what_holds_for_the_printed_layer(book):
    """Third row over first row: the interval that half a last digit leaves, from the notes."""
    rows = [list(map(float, numbers(NOTES["layer"])[i : i + 10])) for i in (1, 11, 21)]
    half = 5e-5
    low = max((abs(c) - half) / (abs(a) + half) for a, c in zip(rows[0], rows[2], strict=True))
    high = min((abs(c) + half) / (abs(a) - half) for a, c in zip(rows[0], rows[2], strict=True))
    text = book.pages["chain_rule/layer"].select_one("article").get_text()
    assert f"{low:.4f}" in text and f"{high:.4f}" in text


@pytest.mark.parametrize("snippet", sorted(NOTES))
def test_a_snippet_of_the_notes_needs_no_gradbook(book, snippet):
    page = book.pages[CHAPTERS[snippet]]
    for cell in page.select(f"div.tag_note-{snippet.replace('_', '-')}"):
        assert "gradbook" not in cell.select_one(".cell_input").get_text()
