import pytest
from docutils import nodes
from downloads.markdown import Writer
from downloads.plain_words import fenced
from writing.folded import dropdown


def written(*blocks, said=None):
    said = [] if said is None else said
    writer = Writer({}, lambda node: node.get("refuri", ""), lambda node: None, said.append)
    for block in blocks:
        writer.block(block)
    return writer.take()


def test_signs_of_markdown_in_a_text_are_escaped():
    assert written(nodes.paragraph("", "a * b, x_1 < 2, $3")) == r"a \* b, x\_1 \< 2, \$3"


def test_formulas_stand_between_dollar_signs():
    line = nodes.paragraph("", "", nodes.math("", "x^2"))
    assert written(line, nodes.math_block("", "y = x")) == "$x^2$\n\n$$\ny = x\n$$"


@pytest.mark.parametrize(
    ("target", "expected"),
    [("https://example.org/", "[words](https://example.org/)"), ("", "words")],
)
def test_a_link_that_leads_nowhere_from_a_notebook_is_text(target, expected):
    link = nodes.reference("", "words", refuri=target)
    assert written(nodes.paragraph("", "", link)) == expected


def test_what_unfolds_is_a_quotation_under_its_title():
    text = nodes.paragraph("", "It holds.")
    assert (
        written(dropdown("", nodes.inline("", "A proof"), text)) == "> **A proof**\n\n> It holds."
    )


def test_a_bar_does_not_end_the_cell_of_a_table():
    entries = [
        nodes.entry("", nodes.paragraph("", "", nodes.math("", "|x|"))),
        nodes.entry("", nodes.paragraph("", "", nodes.literal("", "a | b"))),
    ]
    table = nodes.table("", nodes.tgroup("", nodes.tbody("", nodes.row("", *entries)), cols=2))
    assert written(table).splitlines()[0] == r"| $\vert x\vert $ | `a \| b` |"


@pytest.mark.parametrize(
    ("code", "fence"), [("a", "```"), ("`a`", "```"), ("```{code-cell}\n```", "````")]
)
def test_code_with_fences_stands_between_longer_ones(code, fence):
    assert fenced(code, "text") == f"{fence}text\n{code}\n{fence}"


def test_lists_keep_their_depth():
    inner = nodes.bullet_list("", nodes.list_item("", nodes.paragraph("", "inner")))
    outer = nodes.bullet_list("", nodes.list_item("", nodes.paragraph("", "outer"), inner))
    assert written(outer) == "- outer\n\n  - inner"


def test_a_node_without_words_is_reported(caplog):
    written(nodes.topic("", nodes.paragraph("", "lost")))
    assert "no words for <topic>" in caplog.text
