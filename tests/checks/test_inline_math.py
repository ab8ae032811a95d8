"""An identity within a sentence is found; a condition, a name and a value are not."""

from pathlib import Path

import pytest
from checks import inline_math
from myst_parser.config.main import MdParserConfig
from reading.blocks import blocks, strict_parser
from reading.pieces import pieces

DOCS = Path(__file__).resolve().parents[2] / "docs"
CONFIG = MdParserConfig(enable_extensions={"amsmath", "attrs_block", "colon_fence", "dollarmath"})
PARSER = strict_parser(CONFIG)

IDENTITIES = [
    r"\partial s / \partial z_j = e^{z_j}",
    r"\log p_i = z_i - \log s",
    r"f'(x) = 2x",
    r"c' = s",
    r"\frac{dy}{du} = \frac{1}{2\sqrt{u}}",
    r"\frac{\partial E}{\partial b} = \delta",
    r"\nabla f = (2x, 2y)",
    r"(p - t)^2 = (t - p)^2",
    r"\sigma'(z) \le e^{-|z|}",
    r"\tanh(z) = 2 \sigma(2z) - 1",
    r"p_i / p_j = e^{z_i - z_j}",
    r"x^\top A x = \sum_{i,j} A_{ij} x_i x_j",
    r"f(h u) = h u_1^2",
    r"x = 1, \, a + b = b + a",
    r"9 + 2 = 11",
    r"2 \cdot 3 < 7",
]
SIMPLE = [
    r"x > 0",
    r"\le",
    r"h \neq 0",
    r"f'(x) = 0",
    r"\sigma'(0) = \frac{1}{4}",
    r"f'' \ge 0",
    r"w x + b = 0",
    r"z = W x + b",
    r"f(x, y) = x^2 + xy",
    r"O = \sigma(z)",
    r"g_s = \nabla f(p_s)",
    r"\ell_i(w) = \frac{1}{2} (w - x_i)^2",
    r"(x, y) = (3, 2)",
    r"1/L < \eta < 2/L",
    r"0 \le g \le 1",
    r"x_0 < x_1 < \dots < x_n",
    r"\sum_{i=1}^{n} p_i = 1",
    r"\lVert u \rVert = 1",
    r"W^{(l)}",
    r"j \neq i",
    r"\hat{y}_i = p_i",
    r"\prod_{l=1}^{n} w_l",
    r"\bar t - w \bar x",
]


def found(text):
    return list(inline_math.check(list(pieces(blocks(PARSER, text)))))


@pytest.mark.parametrize("tex", IDENTITIES)
def test_an_identity_is_found_at_its_line(tex):
    ((line, message),) = found(f"A line\nwith ${tex}$ in it.")
    assert line == 2 and "between $$ on a line of its own" in message


@pytest.mark.parametrize("tex", SIMPLE)
def test_a_condition_a_name_and_a_value_are_not_reported(tex):
    assert not found(f"A line\nwith ${tex}$ in it.")


@pytest.mark.parametrize("text", ["It costs $5 and $6.", "So $sin x$ is.", "So $relu(x)$ is."])
def test_words_between_dollar_signs_are_found(text):
    assert [line for line, message in found(text) if "for words" in message] == [1]


@pytest.mark.parametrize("tex", [r"\text{if } x", r"\operatorname{relu}(x)", "xyz", r"\sin x"])
def test_words_of_tex_are_not_reported(tex):
    assert not found(f"So ${tex}$ is.")


def test_a_displayed_identity_is_not_reported():
    assert not found("$$\n" + IDENTITIES[1] + "\n$$")


def test_an_identity_in_a_caption_is_found():
    ((line, _),) = found("```{cell-figure} fig-a\nA caption, $f' = 2x$.\n\nText.\n```")
    assert line == 2


@pytest.mark.parametrize("path", sorted(DOCS.rglob("[a-z]*.md")), ids=lambda path: path.stem)
def test_the_book_has_no_identity_within_a_sentence(path):
    assert not found(path.read_text("utf-8"))
