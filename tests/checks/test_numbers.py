"""A typed number is found where a reader reads it, and nothing else is taken for one."""

from pathlib import Path

import pytest
from checks import numbers
from myst_parser.config.main import MdParserConfig
from reading.blocks import blocks, strict_parser
from reading.pieces import pieces

DOCS = Path(__file__).resolve().parents[2] / "docs"
CONFIG = MdParserConfig(enable_extensions={"amsmath", "attrs_block", "colon_fence", "dollarmath"})
PARSER = strict_parser(CONFIG)
CELL = "```{code-cell}\n:tags: [remove-cell]\n\n"

# Texts, each with the line and the number that is found.
TYPED = {
    "The loss is 0.731.": (1, "'0.731'"),
    "One line\nand 57 in the next.": (2, "'57'"),
    "It takes −13 or so.": (1, "'13'"),
    "About 95% of them.": (1, "'95%'"),
    "Some 5 % of them.": (1, "'5 %'"),
    "About 1,437 images.": (1, "'1,437'"),
    "Below 1e-9 at last.": (1, "'1e-9'"),
    "Below 10⁻⁹ at last.": (1, "'10⁻⁹'"),
    "In thirteen steps.": (1, "'thirteen'"),
    "In two hundred steps.": (1, "'two hundred'"),
    "Ninety-five percent of them.": (1, "'Ninety-five percent'"),
    "Some ten percent.": (1, "'ten percent'"),
    "It takes two minutes.": (1, "'two minutes'"),
    "It takes 40 ms.": (1, "'40 ms'"),
    "It is 3x faster, or 4 times smaller.": (1, "'4 times smaller'"),
    "All 1797 images are right.": (1, "'1797'"),
    "Adam ends at 0.02.": (1, "'0.02'"),
    "Adam 0.02, SGD 0.3.": (1, "'0.3'"),
    "At step 230 it ends.": (1, "'230'"),
    "The value $0.731$ comes out.": (1, "'0.731'"),
    "The value $w = -0.5$ comes out.": (1, "'0.5'"),
    "The batch $B = 64$ is large.": (1, "'64'"),
    "It is $5\\%$ of them.": (1, "'5'"),
    "It agrees to $10^{-9}$.": (1, "'10^{-9}'"),
    "With $1{,}437$ images.": (1, "'1{,}437'"),
    "With {math}`0.731` at the end.": (1, "'0.731'"),
    "- One\n- and 20 points": (2, "'20'"),
    "> A quotation\n> of 20": (2, "'20'"),
    "| a | b |\n| - | - |\n| c | 0.5 |": (3, "'0.5'"),
    "**20** of *21*": (1, "'20'"),
    "&#50;0 of them": (1, "'20'"),
    "It is `0.731` there.": (1, "'0.731'"),
    "It is `tensor([0.2, 0.731])` there.": (1, "'0.731'"),
    "```text\nloss 0.731\n```": (2, "'0.731'"),
    "```\nloss 0.731\n```": (2, "'0.731'"),
    "```console\n$ python x.py\nloss 0.731\n```": (3, "'0.731'"),
    "```{code-block} text\nloss 0.731\n```": (2, "'0.731'"),
    "```{csv-table}\na, 0.731\n```": (2, "'0.731'"),
    '[x](https://example.org "0.731 of it")': (1, "'0.731'"),
    f"{CELL}print(f'It is 0.973 of {{x}}')\n```": (4, "It is 0.973"),
    f"{CELL}plt.plot(x, label='a loss of 0.973')\n```": (4, "a loss of 0.973"),
    "![An image of 20](x.svg)": (1, "'20'"),
    "```{cell-figure} fig-a\nA caption of 20.\n\nText.\n```": (2, "'20'"),
    "```{cell-figure} fig-a\nA caption.\n\nA text\nwith 20.\n```": (5, "'20'"),
    "```{erratum} The factor 20\n:name: erratum-a\n\nText.\n```": (1, "'20'"),
    "```{erratum} A factor\n:name: erratum-a\n\nText\nof 20.\n```": (5, "'20'"),
    "````{note}\n```{exercise} exercise-a\nFind the 20.\n```\n````": (3, "'20'"),
    "```{figure} x.svg\n:alt: An image of 20\n\nA caption.\n```": (2, "'20'"),
    "```{glossary}\nterm\n  About 20 of them.\n```": (3, "'20'"),
    "```{eval-rst}\n.. note:: one\n\nAbout 20 of them.\n```": (4, "'20'"),
    f"{CELL}accuracy = 0.973\n```\n\nIt is 0.973.": (7, "'0.973'"),
    f"{CELL}accuracy = 0.973\nglue('a', accuracy)\n```\n\nIt is 0.973.": (8, "'0.973'"),
    f"{CELL}print('It is 0.973')\n```": (4, "It is 0.973"),
    f"{CELL}glue('x', 0.731)\n```": (4, "0.731"),
    f"{CELL}glue('x', f'{{0.731:.1f}}')\n```": (4, "0.731"),
    f"{CELL}x = 0.731\nglue('x', x)\n```": (5, "computed, got x"),
    f"{CELL}x = float('0.731')\nmyst_nb.glue('x', x)\n```": (5, "computed, got x"),
}

FINE = [
    "Ten steps, twelve at most, and then thousands.",
    "A 2-D plot, a 3D plot and the 2D函数.",
    "In float32 or float64 with an L2 norm, x86-64, entries P12 and x₁.",
    "A ResNet-50, GPT-3.5, an RTX 4090 and a Ryzen 9 5950X.",
    "Python 3.11, 3.12 and 3.13 with torch 2.8, or version 1.13 and v1.2.3.",
    "Python 3.11 is old.",
    "IEEE 754-2019, ISO 8601, CC BY-SA 4.0 and C++17.",
    "In 1986 it was known, and since 2012 networks are deep; in the 1980s (Hinton 1998).",
    "On 12 June 2017, on June 12, 2017, on 2017-06-12, at 14:30.",
    "## The year 2001",
    "See chapter 14, pages 213–215, Figure 4.2, p. 17 and equation (14).",
    "Images of 28 × 28 or 28x28 or 28 by 28 pixels, of the size (64, 1, 28, 28).",
    "The 3rd one, the twentieth, the twenty-first century.",
    "The top-5 error, 64-bit numbers and a 13-class problem.",
    "A hundred points, some dozen, a few thousand.",
    "It is three times as fast, in one second, small in percent.",
    "The parabola x² rises, 2⁸ values, ½ of it, 90°, 16:9.",
    "The call `range(20)` and ``x = 0.5``.",
    "A page {cite}`kingma-ba-2015` and {eq}`eq-a-1` and {ref}`fig-2` and {ref}`some 20 <fig-2>`.",
    "A link to [that page with 20 of them](page-2.md) and <https://example.org/2024/05>.",
    "See https://example.org/2024 or arXiv:1412.6980 or me20@example.org.",
    "It has {fact}`60,000 images <key>`.",
    "It is {glue:text}`a-b1:.2f` and {glue:text}`a-size-64`.",
    "If $x > 0$, it is $1/4$ of $\\beta_1$ at $(3, -2)$, as $h_{12}$ says.",
    "In $\\mathbb{R}^{784}$, of the shape $28 \\times 28$ or $(784, 10)$, with $x_{20}$.",
    "$$\nx = 0.731 + 20\n$$ (eq-a-20)",
    "```{code-cell}\n:tags: [note-12]\n\nprint(0.731, 20)\n```",
    f"{CELL}print(0.1 * 200)\n```\n\nA rate of 0.1, 200 steps, two hundred, $\\eta = 0.1$.",
    f"{CELL}drop(p=0.2, size=2**8, tol=1e-6)\n```\n\nDrop 20 % of 256, up to $10^{{-6}}$.",
    f"{CELL}x = 0.731\ny = 2 * x\nglue('x-20', x)\nglue('y', f'{{y:.2f}}')\n```",
    f"{CELL}%%formula a-20\nx = 0.5\n---\nx = 0.5\n```",
    "```{cell-figure} fig-20\nA caption.\n\nA text.\n```",
    "```{erratum} A title\n:name: erratum-20\n\nText.\n```",
    "```{toctree}\n:maxdepth: 2\n\npart2/chapter20\n```",
    "```{module-source} gradbook.part2.name20\n```",
    "```{eval-rst}\n.. automodule:: gradbook.part20\n   :members:\n```",
    "```console\n$ pip install torch==2.8\nPython 3.12\n```",
    "```text\nthree 3 4.5.6 torch 2.8\n```",
    "```cpp\nfloat x = 0.731;\n```",
    "The number π is 3.14, and $e \\approx 2.7183$.",
    "From 0 to 100, from 0 % to 100 %, from 0 to 255.",
    "A layer of 64 units, 128 hidden neurons, 4,096 pixels.",
    "See {pep}`257` and {rfc}`2119`.",
    f"{CELL}Decimal('0.1'), '{{:.2f}}'.format(x), '%.3f of' % x, f('0.5,0.7')\n```",
    "1. One\n2. Two",
    "% A comment with 0.731.",
    "```{math}\n:label: eq-20\nx = 20\n```",
]


def found(text):
    return list(numbers.check(list(pieces(blocks(PARSER, text)))))


@pytest.mark.parametrize("text", TYPED)
def test_a_typed_number_is_found_at_its_line(text):
    line, number = TYPED[text]
    assert [m for at, m in found(text) if at == line and number in m], found(text)


@pytest.mark.parametrize("text", FINE)
def test_what_is_no_typed_number_is_not_reported(text):
    assert not found(text)


def test_the_message_says_what_is_expected():
    ((_, message),) = found("The loss is 0.731.")
    assert message.startswith("expected a result through {glue:text}`key:.2f`")


@pytest.mark.parametrize("path", sorted(DOCS.rglob("[a-z]*.md")), ids=lambda path: path.stem)
def test_the_book_has_no_typed_number(path):
    assert not found(path.read_text("utf-8"))
