"""The judgment of outputs, by itself: red with the fault, green without."""

import sys

import pytest
from execution import judge
from nbclient.exceptions import CellTimeoutError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from stack import name_of_cell

STDERR = "/tmp/ipykernel_7/{}.py:3: UserWarning: no\n  warnings.warn('no')\n"


def stream(text, name="stdout"):
    return new_output("stream", name=name, text=text)


def shown(mime, text):
    return new_output("execute_result", data={mime: text})


def raised(name, value="", *lines):
    return new_output("error", ename=name, evalue=value, traceback=list(lines))


def notebook(source, *outputs, tags=()):
    cell = new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)})
    return new_notebook(cells=[new_markdown_cell("Text."), cell])


def find(*arguments, seen=None, **options):
    return judge.find(notebook(*arguments, **options), [seen] if seen else [])


GREEN = [
    ("print(4)", stream("4\n")),
    ("x.isnan()", stream("nan")),
    ("math.inf", shown("text/plain", "inf")),
    ("print(name)", stream("banana, information, a_nan, inf_count")),
    ("show()", shown("text/html", "<table><td>on = 1</td></table>")),
    ("x = 7 % 4\nx != 3", shown("text/plain", "False")),
    ("%load_ext gradbook.formula",),
    ("%%formula eq-one\nx = 1\n---\n\\frac{1}{x} !\n%",),
    ("%%formula eq-one words\n\\frac{1}{x}",),
    ("import warnings\nwith warnings.catch_warnings(record=True):\n    pass",),
    ("import torch\ntorch.rand(2, generator=torch.Generator().manual_seed(0))",),
]
RED = [
    ("print(x)", stream("tensor([nan])"), "'nan' unasked"),
    ("print(information)", stream("-inf"), "'-inf' unasked"),
    ("glue('x', x)", shown("application/papermill.record/text/plain", "nan"), "'nan' unasked"),
    ("x", stream("y" * 100_001), "printed characters"),
    ("x", shown("text/html", "y" * 1_000_001), "characters of output"),
    ("x", shown("text/html", "<SCRIPT>"), "without a script"),
    ("x", shown("image/svg+xml", "<svg onload='x()'>"), "without a script"),
    ("x", shown("application/javascript", "1"), "without a script"),
    ("x", shown("image/png", "iVBO"), "got image/png"),
    ("files = !ls", stream(""), "got 'files = !ls'"),
    ("%%html\n<b>", stream(""), "'%%html'"),
    ("%run other.py", stream(""), "'%run other.py'"),
    ("x = 1\n%%formula", stream(""), "'%%formula'"),
    ("%load_ext other", stream(""), "'%load_ext other'"),
    ("%%formula a\n!ls\n---\nx", stream(""), "got '!ls'"),
    ("x?", stream(""), "got 'x?'"),
    ("x", shown("text/plain", sys.prefix), "the same output in every build"),
    ("x", shown("text/html", "<style>"), "without a style"),
]


@pytest.mark.parametrize("case", GREEN, ids=lambda case: case[0])
def test_a_right_cell_passes(case):
    assert not find(*case)


def test_infinity_is_a_lesson_with_its_tag():
    assert find("print(x)", stream("tensor(inf)"))
    assert not find("print(x)", stream("tensor(inf)"), tags=["shows-inf"])


@pytest.mark.parametrize("case", RED, ids=lambda case: case[2])
def test_a_fault_in_a_cell_is_found(case):
    *cell, message = case
    (failure,) = find(*cell)
    assert failure.index == 1 and message in failure.message


@pytest.mark.parametrize(
    ("tags", "errors", "message"),
    [
        (["raises-ValueError"], ["ValueError"], None),
        (["raises-ValueError"], ["TypeError"], "expected the exception ValueError, got TypeError"),
        (["raises-ValueError"], [], "expected the exception ValueError, got none"),
        ([], ["ValueError"], "expected no exception, got ValueError"),
    ],
)
def test_exceptions_are_those_that_are_expected(tags, errors, message):
    failures = find("x", *map(raised, errors), tags=tags)
    assert [f.message.partition(":")[0] for f in failures] == ([message] if message else [])


@pytest.mark.parametrize(
    ("line", "traceback"),
    [
        (3, ["Cell \x1b[32mIn[1], line 3\x1b[0m\n", "Cell In[7], line 9"]),
        (9, ["Cell In[7], line 9"]),
        (2, ["  File <tokenize>:2\n"]),
        (1, ["no place"]),
    ],
)
def test_an_exception_has_the_line_of_its_own_cell(line, traceback):
    (failure,) = find("x", raised("E", "", *traceback))
    assert failure.line == line and "\x1b" not in failure.message


def test_stderr_is_reported_at_the_cell_and_line_that_it_names():
    cells = [new_code_cell("first()"), new_code_cell("second()")]
    name = name_of_cell("first()")
    cells[1].outputs = [stream(STDERR.format(name), "stderr")]
    (failure,) = judge.find(new_notebook(cells=cells))
    assert (failure.index, failure.line) == (0, 3)


def test_stderr_between_two_cells_is_reported_once():
    book = notebook("x", stream("one\n", "stderr"))
    failures = judge.find(book, stderr="one\ntwo\n")
    assert [f.message.splitlines()[1:] for f in failures] == [["one"], ["two"]]


def test_all_failures_of_a_chapter_are_found():
    cells = [new_code_cell(str(i), outputs=[raised("ValueError")]) for i in range(3)]
    assert [f.index for f in judge.find(new_notebook(cells=cells))] == [0, 1, 2]
    assert [f.index for f in judge.find(new_notebook(cells=cells), last=1)] == [0, 1]


FIGURE = shown("image/svg+xml", "<svg/>")


@pytest.mark.parametrize(
    ("made", "outputs", "source", "message"),
    [
        ([1], [FIGURE], "plt.show()", None),
        ([1], [], "plt.close()", "1 made and 0 shown"),
        ([1, 1], [FIGURE], "plt.show()", "2 made and 1 shown"),
        ([1], [FIGURE], "plt.plot()", "expected plt.show()"),
    ],
)
def test_every_figure_is_shown(made, outputs, source, message):
    failures = find(source, *outputs, seen={"figures": made})
    assert [message in f.message for f in failures] == ([True] if message else [])


def test_what_ended_a_kernel_is_named():
    hang = judge.stopped(1, CellTimeoutError("slow"), 5)
    assert hang == (1, 1, "expected an end within 5 s, got a cell that still runs")
    dead = judge.stopped(1, RuntimeError("Kernel died"), 5)
    assert "RuntimeError: Kernel died" in dead.message


def test_what_is_printed_after_the_last_cell_is_a_failure():
    assert judge.check_late("late", 3)[0].index == 3
    assert not judge.check_late("\n", 3)


def test_the_kernel_names_cells_as_it_did():
    """`name_of_cell` finds the cell that a traceback of a thread means, as ipykernel names it."""
    assert name_of_cell("x = 1").isdigit()
