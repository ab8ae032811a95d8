"""What is copied of a cell is the same program, and each of its lines is taken by a prompt."""

import ast
import codeop

import pytest
from reading.copied import copied

FORMULA = "%%formula eq-a\nx = draw()\n---\n\\frac{x}{x} = 1"
CODES = {
    "a line": "x = 1",
    "a block, then a line": "for i in range(2):\n    print(i)\nprint(3)",
    "a blank line in a function": "def f(x):\n    y = x\n\n    return y\n\n\nf(1)",
    "white space in a function": "def f(x):\n    y = x\n  \n    return y\nf(1)",
    "a blank line in a text in a block": 'if True:\n    x = """a\n\nb"""\nx',
    "a blank line in brackets": "x = [\n\n    1,\n]\nx",
    "a decorator, far away": "import functools\n@functools.cache\n\ndef f():\n    return 1\nf()",
    "a block on one line": "for i in range(2): print(i)\nprint(3)",
    "what follows a block's end": "try:\n    x = 1\n\nfinally:\n    y = 2\nprint(y)",
    "a remark after a block": "if True:\n    x = 1\n# The end.\nx",
    "a choice": "match 1:\n    case 1:\n        x = 1\n\n    case _:\n        x = 2\nx",
    "a class at the end": "class A:\n    x = 1\n\n    y = 2",
}


def typed(text):
    """Return the statements that a prompt reads from a text, as a tree, or raise."""
    waiting, found = [], []
    for line in text.removesuffix("\n").split("\n"):
        waiting.append(line)
        source = "\n".join(waiting)
        if codeop.compile_command(source, symbol="single") is not None:
            statements = ast.parse(source).body
            assert len(statements) <= 1, f"the prompt reads several statements at once: {source}"
            found += statements
            waiting.clear()
    assert not waiting, f"the prompt waits for more after {waiting}"
    return ast.dump(ast.Module(found, []))


def program(text):
    return ast.dump(ast.Module(ast.parse(text).body, []))


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_a_prompt_reads_what_is_copied_as_the_program_that_is_shown(code):
    assert typed(copied(code)) == program(code)


def test_a_program_that_a_prompt_reads_is_copied_as_it_is():
    code = "import torch\n\nx = torch.tensor(1.0)\nfor i in range(3):\n    x = x * i\n\nprint(x)\n"
    assert copied(code) == code


def test_a_formula_is_copied_as_a_call():
    text = copied(FORMULA)
    assert text.startswith("from gradbook.formula import check\n\nprint(check(")
    assert typed(text) == program(text)


def test_what_loads_the_magic_is_copied_as_an_import():
    assert copied("%load_ext gradbook.formula") == "from gradbook.formula import check\n"


@pytest.mark.parametrize("code", ["x = (", "%%formula 1 2 3\nx"])
def test_what_is_no_program_is_copied_as_it_is(code):
    assert copied(code) == f"{code}\n"


def shown(book):
    """Yield what each cell of the book shows, and what is copied of it."""
    for name, page in book.pages.items():
        for code in page.select(".highlight-ipython3 pre"):
            yield name, code.get_text(), code.get("data-copied", code.get_text())


def test_a_prompt_reads_what_is_copied_of_every_cell(book):
    cells = list(shown(book))
    assert len(cells) > 500
    for name, code, text in cells:
        same = text if code.startswith("%") else code
        assert typed(text) == program(same), f"{name}:\n{text}"
