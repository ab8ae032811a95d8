"""The checks of a chapter's source, by themselves: red with the fault, green without."""

import planted
import pytest
from checks import chapters, fences
from checks.text import STRAY
from myst_parser.config.main import MdParserConfig
from planted.rows import HEADER
from reading.blocks import blocks, strict_parser

CONFIG = MdParserConfig(enable_extensions={"amsmath", "attrs_block", "colon_fence", "dollarmath"})


def found(text, docname="part/one"):
    return list(chapters.check(text, list(blocks(strict_parser(CONFIG), text)), docname))


def page(planted):
    return f"{HEADER}# Title\n\nText.\n\n{planted}\n"


# Faults that the source shows, with their line below the page's head; the batch of the small book
# has more.
SHOWN = {
    "```{note}\n```{code-cell}\n1\n```\n```": (1, "'```{code-cell}' in line 12"),
    "````{exercise} one\nHow?\n\n```{code-cell}\n1\n```\n````": (4, "does not run"),
    ":::{note}\n```{code-cell}\n1\n```\n:::": (2, "does not run"),
    "~~~{code-cell}\nprint(1)": (1, "expected '~~~' at the end"),
    "```{code-cell}\n:tags: [remove-cell, hide-inputs]\n\n1\n```": (2, "'hide-inputs'"),
    "```{code-cell}\n:tags: [raises-error]\n\n1\n```": (2, "'raises-error'"),
    "```{code-cell}\n:load: x.py\n\n1\n```": (2, "'load'"),
    "```{code-cell} bash\n1\n```": (1, "got 'bash'"),
    "```{include} other.md\n```": (1, "{include}"),
    "A $ sign.": (1, "'$' in a text"),
    "$x$ and $$": (1, "'$$'"),
    "One line\nand $y of it.": (2, "'$'"),
    "One\nline with \\alpha.": (2, "'\\\\alpha'"),
    "It is \\(x\\) here.": (1, "dollar signs"),
    "Use {{ version }}.": (1, "{glue:text}"),
    "$$\nx\n\ny\n$$": (1, "an empty line (13)"),
    "One <span>two</span>.": (1, "'<span>'"),
    "One\n\n<!-- hidden": (3, "expected '-->' at the end"),
    "A <!-- comment": (1, "the two ends of a comment"),
    "{glue}`other.md::key`": (1, "'other.md::key'"),
    "```{glue} key\n:doc: other.md\n```": (2, "the option :doc:"),
    "See :numref:`fig`.": (1, "expected a role as in {ref}`label`"),
    "Text ```{code-cell} text": (1, "in a text"),
    "- One\n\n##Two": (3, "'##Two'"),
    "```{figure} x.svg\n:alt: TODO\n```": (2, "'TODO'"),
    "```{note} **Half\nText.\n```": (1, "'**'"),
    "## Title\n\nText.": (1, "got 'Title' as in line 7"),
    "## Empty": (1, "got nothing"),
    "Words\n---\n\nText.": (1, "with a rule below it"),
    '+++ {"tags": ["remove-cell"]}': (1, "expected nothing after '+++'"),
}


@pytest.mark.parametrize("planted", SHOWN)
def test_a_fault_is_found_at_its_line(planted):
    line, message = SHOWN[planted]
    assert not found(page(""))
    problems = found(page(planted))
    assert [m for at, m in problems if at == 10 + line and message in m], problems


def test_every_stray_mark_is_planted_somewhere():
    pages = [page(text) for text in SHOWN]
    # A page that is no text at all is another matter.
    pages += [fault.text for fault in planted.FAULTS if fault.suffix == ".md" and fault.header]
    said = "\n".join(message for text in pages for _, message in found(text))
    missing = [expected for expected in STRAY.values() if f"expected {expected}, got" not in said]
    assert not missing, "a fault in docs/_ext/planted, or a row of SHOWN, for each row of STRAY"


@pytest.mark.parametrize("row", planted.HONEST, ids=lambda row: row.name)
def test_what_is_honest_is_not_reported(row):
    assert not found(page(row.planted))


def test_the_reference_part_may_show_values_of_chapters():
    text = "# Values\n\n{glue:text}`../part/one.md::key`\n"
    assert found(text, "part/two") and not found(text, "reference/values")


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("jupytext: {text_representation: {format_name: myst}}\n", 1),
        ("file_format: mystnb\nkernelspec:\n  name: python3\nmystnb:\n  execution_mode: off\n", 5),
        ("file_format: mystnb\nkernelspec:\n  name: julia\n", 3),
        ("file_format: mystnb\n", 1),
        ("file_format: mystnb\nkernelspec:\n  name: python3\n  argv: [x]\n", 3),
        ("just words\n", 1),
    ],
)
def test_other_front_matter_is_reported(front, line):
    problems = found(f"---\n{front}---\n\n# Title\n\nText.\n")
    assert line in [at for at, message in problems if "front matter" in message], problems


def test_an_empty_cell_of_a_table_is_no_fault():
    assert not found(page("| a | b |\n|---|---|\n| | c |"))


def test_the_header_of_jupytext_is_known():
    front = "jupytext:\n  text_representation:\n    format_name: myst\nfile_format: mystnb\n"
    front += "kernelspec:\n  display_name: Python 3\n  language: python\n  name: python3\n"
    assert not found(f"---\n{front}---\n\n# Title\n\nText.\n")


def test_cells_without_a_header_are_reported_once():
    (problem,) = found("# Title\n\n```{code-cell}\n1\n```\n\n```{code-cell}\n2\n```\n")
    assert problem[0] == 1 and "no cell runs" in problem[1]


def test_the_reader_of_cells_is_where_it_was():
    """`checks.fences` reads options as MyST-NB does, with a function that is not public."""
    token = type("Token", (), {"content": ":tags: [a]\n\nx = 1\n", "map": [0, 3]})
    assert fences._read_fenced_cell(token, 0, "Code") == ({"tags": ["a"]}, ["x = 1"])
