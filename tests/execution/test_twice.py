"""What two runs of a chapter publish, compared."""

import pytest
from execution import twice
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output


def book(*outputs, source="x = 1\nprint(x)"):
    cell = new_code_cell(source, outputs=list(outputs))
    return new_notebook(cells=[new_markdown_cell("Text."), cell])


def printed(text):
    return new_output("stream", name="stdout", text=text)


def shown(text, mime="text/plain", **metadata):
    return new_output("execute_result", data={mime: text}, metadata=metadata)


def test_the_same_is_no_failure():
    assert not list(twice.compare(book(printed("1")), book(printed("1"))))


@pytest.mark.parametrize(
    ("one", "other", "line", "got"),
    [
        ([printed("a 0.123")], [printed("a 0.124")], 2, "got 'a 0.123' and then 'a 0.124'"),
        ([shown("{'a', 'b'}")], [shown("{'b', 'a'}")], 2, "got \"{'a', 'b'}\" and then"),
        ([printed("1")], [], 2, "got '1' and then 'nothing'"),
        ([], [shown("<svg/>", "image/svg+xml")], 2, "got 'nothing' and then '<svg/>'"),
        ([printed("x" * 99 + " 1 end")], [printed("x" * 99 + " 2 end")], 2, "1 end' and then"),
        ([shown("1", width=3)], [shown("1", width=4)], 2, "'width': 3"),
    ],
)
def test_a_difference_is_found_where_it_is(one, other, line, got):
    (failure,) = twice.compare(book(*one), book(*other))
    assert failure.index == 1 and failure.line == line
    assert "expected the same output when it runs again elsewhere" in failure.message
    assert got in failure.message


def test_only_the_first_difference_of_a_cell_is_said():
    one, other = [printed("1"), shown("2")], [printed("3"), shown("4")]
    assert len(list(twice.compare(book(*one), book(*other)))) == 1
