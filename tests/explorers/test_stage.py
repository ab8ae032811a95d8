"""What all explorers write and draw with, and how long their scripts are."""

import gzip
import re
from pathlib import Path

import pytest
from writing import explorer_scripts, explorer_words

ROOT = Path(__file__).resolve().parents[2]
# Bytes of a script, gzipped.
HEAVY = 12_000
NUMBERS = {
    "0": "0",
    "0.30000000000000004": "0.3",
    "-2.805": "−2.81",
    "1234.5": "1,230",
    "2e6": "2.0·10⁶",
    "-3.14159e-7": "−3.1·10⁻⁷",
    "0.0001": "0.0001",
    "-Infinity": "−∞",
    "NaN": "NaN",
}


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_written_as_the_book_does(run_module, number):
    assert run_module("stage", f"({{ written }}) => written({number})") == NUMBERS[number]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("-6, 6", [-5, 0, 5]),
        ("0, 100", [0, 20, 40, 60, 80, 100]),
        ("-0.3, 1.1", [0, 0.5, 1]),
        ("1e-3, 10, 5, true", [0.001, 0.01, 0.1, 1, 10]),
        ("1e-20, 1, 4, true", [1e-20, 1e-15, 1e-10, 1e-5, 1]),
        ("1e-19, 1e3, 4, true", [1e-18, 1e-12, 1e-6, 1]),
    ],
)
def test_ticks_are_round_and_inside(run_module, given, expected):
    got = run_module("stage", f"({{ ticks }}) => ticks({given})")
    assert got == pytest.approx(expected, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("log", ["", "x", "y", "xy"])
def test_a_place_of_axes_leads_back_to_its_point(run_module, log):
    program = f"""({{ plot }}) => {{
      const axes = plot([40, 10, 340, 210], [0.5, 8], [0.01, 100], "{log}");
      return axes.at([axes.x(2.5), axes.y(0.7)]).concat(axes.x(0.5), axes.x(8), axes.y(0.01));
    }}"""
    assert run_module("stage", program) == pytest.approx([2.5, 0.7, 40, 340, 210])


def test_contours_lie_where_the_function_has_their_level(run_module):
    program = """({ contours, levels }) => {
      const value = (x, y) => x * x + 2 * y * y;
      const lines = contours(value, [-3, 3], [-3, 3], 5, 96);
      return [lines, levels(0, 27, 5)];
    }"""
    lines, levels = run_module("contours", program)
    assert len(lines) == len(levels) == 5
    for pieces, level in zip(lines, levels, strict=True):
        assert len(pieces) > 20
        for x, y in (piece[end : end + 2] for piece in pieces for end in (0, 2)):
            assert x**2 + 2 * y**2 == pytest.approx(level, abs=0.01)


@pytest.mark.parametrize("name", explorer_scripts.names(ROOT))
def test_a_script_is_small(name):
    script = explorer_scripts.bundle(ROOT, name)
    assert len(gzip.compress(script.encode(), mtime=0)) <= HEAVY


@pytest.mark.parametrize("name", explorer_scripts.names(ROOT))
def test_each_word_that_a_script_asks_for_is_there_with_its_places(name):
    words = explorer_words.words()[name]
    texts = explorer_scripts.modules(ROOT, name).values()
    asked = {key for text in texts for key in re.findall(r'\btext\("(\w+)"', text)}
    assert asked and asked <= words.keys()


@pytest.mark.parametrize("name", explorer_scripts.names(ROOT))
def test_no_word_of_a_script_is_seen(name):
    """What is put on the page as a text comes from the page: letters alone are symbols."""
    text = explorer_scripts.source(ROOT, name).read_text("utf-8")
    shown = re.findall(r'\b(?:xName|yName|label|summary): "([^"]*)"', text)
    assert [words for words in shown if len(words) > 3] == []
