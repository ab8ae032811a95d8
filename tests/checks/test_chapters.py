"""The checks of a chapter's source, by themselves: red with the fault, green without."""

import planted
import pytest
from checks import chapters, fences
from myst_parser.config.main import MdParserConfig
from planted.rows import HEADER
from reading.blocks import strict_parser

CONFIG = MdParserConfig(enable_extensions={"amsmath", "attrs_block", "colon_fence", "dollarmath"})


def found(text, docname="part/one"):
    return list(chapters.check(text, strict_parser(CONFIG), docname))


def page(planted):
    return f"{HEADER}# Title\n\nText.\n\n{planted}\n"


# Faults that the source shows, with their line below the page's head; the batch of the small book
# has more.
SHOWN = {
    "```python\n1\n```": (1, "the fence 'python'"),
    "```{code} python\n1\n```": (1, "{code}"),
    "Text.\n\n\tprint(1)": (3, "an indented block"),
    "1. So:\n\n       print(1)": (3, "an indented block"),
    "```{note}\n```{code-cell}\n1\n```\n```": (1, "'```{code-cell}' in line 12"),
    "````{exercise} one\nHow?\n\n```{code-cell}\n1\n```\n````": (4, "does not run"),
    ":::{note}\n```{code-cell}\n1\n```\n:::": (2, "does not run"),
    "~~~{code-cell}\nprint(1)": (1, "expected '~~~' at the end"),
    "```{code-cell}\n:tags: [remove-cell, hide-inputs]\n\n1\n```": (2, "'hide-inputs'"),
    "```{code-cell}\n:tags: [raises-error]\n\n1\n```": (2, "'raises-error'"),
    "```{code-cell}\n:load: x.py\n\n1\n```": (2, "'load'"),
    "```{code-cell} bash\n1\n```": (1, "got 'bash'"),
    "```{eval-rst}\nSo::\n\n   print(1)\n```": (2, "'So::'"),
    "```{eval-rst}\n>>> 1\n```": (2, "'>>> 1'"),
    "A $ sign.": (1, "'$' in a text"),
    "$x$ and $$": (1, "'$$'"),
    "One line\nand $y of it.": (2, "'$'"),
    "$$\nx\n\ny\n$$": (1, "an empty line (13)"),
    "One <span>two</span>.": (1, "'<span>'"),
    "<!-- hidden -->": (1, "raw HTML"),
    "{glue}`other.md::key`": (1, "'other.md::key'"),
    "See :numref:`fig`.": (1, "expected {numref}"),
    "Text ```{code-cell} text": (1, "in a text"),
    "## Title\n\nText.": (1, "got 'Title' as in line 7"),
    "## Empty": (1, "got nothing"),
}


@pytest.mark.parametrize("planted", SHOWN)
def test_a_fault_is_found_at_its_line(planted):
    line, message = SHOWN[planted]
    assert not found(page(""))
    problems = found(page(planted))
    assert [m for at, m in problems if at == 10 + line and message in m], problems


@pytest.mark.parametrize("name", planted.HARMLESS)
def test_what_is_harmless_is_not_reported(name):
    assert not found(page(planted.HARMLESS[name]))


def test_the_reference_part_may_show_values_of_chapters():
    text = "# Values\n\n{glue:text}`../part/one.md::key`\n"
    assert found(text, "part/two") and not found(text, "reference/values")


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("jupytext: {text_representation: {format_name: myst}}\n", 2),
        ("file_format: mystnb\nkernelspec:\n  name: python3\nmystnb:\n  execution_mode: off\n", 5),
        ("file_format: mystnb\nkernelspec:\n  name: julia\n", 3),
        ("file_format: mystnb\n", 1),
        ("just words\n", 1),
    ],
)
def test_other_front_matter_is_reported(front, line):
    problems = found(f"---\n{front}---\n\n# Title\n\nText.\n")
    assert line in [at for at, message in problems if "front matter" in message], problems


def test_cells_without_a_header_are_reported_once():
    (problem,) = found("# Title\n\n```{code-cell}\n1\n```\n\n```{code-cell}\n2\n```\n")
    assert problem[0] == 1 and "no cell runs" in problem[1]


def test_the_reader_of_cells_is_where_it_was():
    """`fence_checks` reads options as MyST-NB does, with a function that is not public."""
    token = type("Token", (), {"content": ":tags: [a]\n\nx = 1\n", "map": [0, 3]})
    assert fences._read_fenced_cell(token, 0, "Code") == ({"tags": ["a"]}, ["x = 1"])
