"""A typed number is found where a reader reads it, and nothing else is taken for one."""

from pathlib import Path

import pytest
from checks import numbers
from myst_parser.config.main import MdParserConfig
from reading.pieces import pieces, strict_parser

DOCS = Path(__file__).resolve().parents[2] / "docs"
CONFIG = MdParserConfig(enable_extensions={"amsmath", "attrs_block", "colon_fence", "dollarmath"})
PARSER = strict_parser(CONFIG)
CELL = "```{code-cell}\n:tags: [remove-cell]\n\n"

# Texts, each with the line and the number that is found.
TYPED = {
    "The loss is 0.731.": (1, "'0.731'"),
    "One line\nand 5 in the next.": (2, "'5'"),
    "It takes −3 or so.": (1, "'−3'"),
    "About 95% of them.": (1, "'95%'"),
    "About 1,437 images.": (1, "'1,437'"),
    "Below 1e-9 at last.": (1, "'1e-9'"),
    "Below 10⁻⁹ at last.": (1, "'10⁻⁹'"),
    "It is ½ there.": (1, "'½'"),
    "The parabola x² rises.": (1, "'x²'"),
    "The 3rd one.": (1, "'3rd'"),
    "In thirteen steps.": (1, "'thirteen'"),
    "Ninety-five percent of them.": (1, "'Ninety-five'"),
    "A hundred points.": (1, "'hundred'"),
    "Some ten percent.": (1, "'percent'"),
    "The value $0.731$ comes out.": (1, "'0.731'"),
    "The value $w = -0.5$ comes out.": (1, "'0.5'"),
    "The batch $B = 64$ is large.": (1, "'64'"),
    "It agrees to $10^{-9}$.": (1, "'10^{-9}'"),
    "With $1{,}437$ images.": (1, "'1{,}437'"),
    "With {math}`0.731` at the end.": (1, "'0.731'"),
    "## The year 2001": (1, "'2001'"),
    "- One\n- and 20": (2, "'20'"),
    "> A quotation\n> of 20": (2, "'20'"),
    "| a | b |\n| - | - |\n| c | 0.5 |": (3, "'0.5'"),
    "[About 20 of them](other.md)": (1, "'20'"),
    "{ref}`about 20 <label>`": (1, "'20'"),
    "**20** of *21*": (1, "'20'"),
    "&#50;0 of them": (1, "'20'"),
    "![An image of 20](x.svg)": (1, "'20'"),
    "```{cell-figure} fig-a\nA caption of 20.\n\nText.\n```": (2, "'20'"),
    "```{cell-figure} fig-a\nA caption.\n\nA text\nwith 20.\n```": (5, "'20'"),
    "```{erratum} The factor 20\n:name: erratum-a\n\nText.\n```": (1, "'20'"),
    "```{erratum} A factor\n:name: erratum-a\n\nText\nof 20.\n```": (5, "'20'"),
    "````{note}\n```{exercise} exercise-a\nFind 20.\n```\n````": (3, "'20'"),
    "```{figure} x.svg\n:alt: An image of 20\n\nA caption.\n```": (2, "'20'"),
    "```{glossary}\nterm\n  About 20 of them.\n```": (3, "'20'"),
    "```{eval-rst}\n.. note:: one\n\nAbout 20 of them.\n```": (4, "'20'"),
    f"{CELL}glue('x', 0.731)\n```": (4, "0.731"),
    f"{CELL}glue('x', f'{{0.731:.1f}}')\n```": (4, "0.731"),
    f"{CELL}x = 0.731\nglue('x', x)\n```": (5, "computed, got x"),
    f"{CELL}x = float('0.731')\nmyst_nb.glue('x', x)\n```": (5, "computed, got x"),
    f"{CELL}x = 1\nglue('x', variable=round(0.731, 1))\n```": (5, "round(0.731, 1)"),
}

FINE = [
    "Ten steps, twelve at most, and then thousands.",
    "A 2-D plot, a 3D plot and the 2D函数.",
    "In float32 or float64 with an L2 norm, x86-64, entries P12 and x₁.",
    "The call `range(20)` and ``x = 0.5``.",
    "A page {cite}`kingma-ba-2015` and {eq}`eq-a-1` and {ref}`fig-2`.",
    "A link to [that page](page-2.md) and <https://example.org/2024/05>.",
    "It is {glue:text}`a-b1:.2f` and {glue:text}`a-size-64`.",
    "If $x > 0$, it is $1/4$ of $\\beta_1$ at $(3, -2)$, as $h_{12}$ says.",
    "$$\nx = 0.731 + 20\n$$ (eq-a-20)",
    "```{code-cell}\n:tags: [note-12]\n\nprint(0.731, 20)\n```",
    f"{CELL}x = 0.731\ny = 2 * x\nglue('x-20', x)\nglue('y', f'{{y:.2f}}')\n```",
    f"{CELL}%%formula a-20\nx = 0.5\n---\nx = 0.5\n```",
    "```{cell-figure} fig-20\nA caption.\n\nA text.\n```",
    "```{erratum} A title\n:name: erratum-20\n\nText.\n```",
    "```{toctree}\n:maxdepth: 2\n\npart2/chapter20\n```",
    "```{module-source} gradbook.part2.name20\n```",
    "```{eval-rst}\n.. automodule:: gradbook.part20\n   :members:\n```",
    "```console\n$ pip install torch==2.8\n```",
    "1. One\n2. Two",
    "```{math}\n:label: eq-20\nx = 20\n```",
]


def found(text):
    return list(numbers.check(pieces(PARSER, text)))


@pytest.mark.parametrize("text", TYPED)
def test_a_typed_number_is_found_at_its_line(text):
    line, number = TYPED[text]
    assert [m for at, m in found(text) if at == line and number in m], found(text)


@pytest.mark.parametrize("text", FINE)
def test_what_is_no_typed_number_is_not_reported(text):
    assert not found(text)


def test_the_message_says_what_is_expected():
    ((_, message),) = found("The loss is 0.731.")
    assert message.startswith("expected a value of a cell, as in {glue:text}`key:.2f`")


@pytest.mark.parametrize("path", sorted(DOCS.rglob("[a-z]*.md")), ids=lambda path: path.stem)
def test_the_book_has_no_typed_number(path):
    assert not found(path.read_text("utf-8"))
