"""The code of cells and modules before it runs: red with the fault, green without."""

from pathlib import Path

import planted
import pytest
from checks import code, linter
from planted.rows import cell
from reading import program


def found(text):
    return [each for _, each in code.faults({Path("one.md"): program.cells(text)}, [])]


def messages(*sources, tags=""):
    return [message for *_, message in found("\n".join(cell(s, tags) for s in sources))]


# Each is the last cell of a chapter.
RED = {
    "print(undefined)": "F821 Undefined name `undefined`",
    "x = 1\nassert x == x": "PLR0124",
    "x = [1]\nassert x[0] == x[0]": "got one of 'x[0] == x[0]'",
    "x = 1\nassert (x, 'no')": "F631",
    "x = 1\nassert [x > 1]": "got one of '[x > 1]'",
    "x = [1]\nassert (x > 1 for x in x)": "got one of",
    "x = 1\nassert f'{x} > 1'": "got one of",
    "assert 1": "got one of '1'",
    "import torch\nassert torch.ones(1).all": "got one of 'torch.ones(1).all'",
    "import torch\nx = torch.ones(1)\nassert torch.equal(x, x)": "got one of x with itself",
    "import torch\ntorch.equal(torch.ones(1), torch.ones(1))\nprint(1)": "a use of this value",
    "try:\n    print(1)\nexcept:\n    print(2)": "E722",
    "try:\n    print(1)\nexcept Exception:\n    print(2)": "BLE001",
    "try:\n    print(1)\nexcept Exception as error:\n    print(2)": "F841",
    "import warnings\nwarnings.filterwarnings('ignore')": "got the filter 'ignore'",
    "import warnings\nwarnings.filterwarnings('ignore', '')": "got the filter 'ignore'",
    "import math\nmath.sqrt = len": "expected a library as it is, got another math.sqrt",
    "import math\nmath.pi = 3": "got another math.pi",
    "from torch import nn\nnn.Linear.forward = len": "got another nn.Linear.forward",
    "import torch\nsetattr(torch, 'relu', len)": "got another torch.…",
    "from IPython.display import Math\nMath('x = y')": "expected a formula cell",
    "import logging\nlogging.disable()": "TID251 `logging.disable` is banned",
    "while 0:\n    print(1)": "always 0",
    "x = 1\nx\nprint(x)": "B018",
    "for x in (1, 2):\n    x": "B018",
    "import math\nprint(1)": "F401",
    "x = 1  # noqa: F821\nprint(x)": "RUF100",
    "print(y)  # noqa": "PGH004",
    "print(y)  # noqa: F821, NO7": "RUF102",
    "f = [lambda x: n * x for n in (1, 2)]\nprint(f)": "B023",
    "f = {}\nfor n in (1, 2):\n    f[n] = lambda x: n * x\nprint(f)": "B023",
    "def f(x, y=[]):\n    return x, y\n\nprint(f(1))": "B006",
    "%%formula eq-one\nassert (x, 1)\n---\ny = x": "F631",
}
GREEN = [
    "x = 1\nx",
    "x = 1\nx == 2",
    "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    print(error)",
    "try:\n    print(1)\nexcept Exception as error:\n    print(error)",
    "import warnings\nwarnings.simplefilter('error')",
    "import warnings\nwarnings.filterwarnings('ignore', message='x')",
    "import torch\ntorch.backends.mkldnn.deterministic = True\nx = torch.ones(1)\nx.grad = x",
    "from IPython.display import Math\nMath(f'x = {len(str(Math))}')",
    "import contextlib\nwith contextlib.suppress(ValueError):\n    int('x')",
    "import asyncio\nawait asyncio.sleep(0)",
    "x = 1\nassert x == x  # noqa: PLR0124",
    "display(1)",
    "x = 1  # noqa: E501\nprint(x)",
    "import math\nx = math.nan\nx == x, x == math.nan",
    "for n in (1, 2):\n    print((lambda f: f(3))(lambda x: n * x))",
    "for n in (1, 2):\n\n    def f(x):\n        return n * x\n\n    print(f(3))",
    "f = {n: lambda x, n=n: n * x for n in (1, 2)}\nf",
    "x = {'a': 1}\nassert x",
    "import torch\nassert torch.equal(torch.ones(2).exp(), torch.ones(2).exp())",
    "%load_ext gradbook.formula",
    "%%formula eq-one\nx = draw()\n---\ny = x",
    "x = (",  # the kernel says so
]


@pytest.mark.parametrize("source", RED)
def test_a_fault_is_found(source):
    assert [m for m in messages(source) if RED[source] in m], messages(source)


@pytest.mark.parametrize("source", GREEN)
def test_an_honest_cell_passes(source):
    assert not messages(source)


@pytest.mark.parametrize("name", planted.HARMLESS)
def test_what_is_harmless_is_not_reported(name):
    assert not found(planted.HARMLESS[name].replace("\r\n", "\n"))


def test_a_message_has_the_line_of_the_chapter_and_the_number_of_the_cell():
    text = "Text.\n\n" + cell("print(1)") + "\n" + cell("x = 1\nprint(y)", "remove-cell")
    (fault,) = found(text)
    assert fault[:2] == (text[: text.index("print(y)")].count("\n") + 1, 2)


def test_a_message_of_a_setting_has_the_line_of_the_chapter_and_the_number_of_the_cell():
    text = cell("print(1)") + cell("%%formula eq-one\nx = draw()\nassert (x, 1)\n---\ny = x")
    (fault,) = found(text)
    assert fault[:2] == (text[: text.index("assert")].count("\n") + 1, 2)


def test_names_are_those_of_the_cells_above():
    assert not messages("x = 1", "print(x)", tags="hide-input")
    assert messages("print(x)", "x = 1", tags="hide-input")


@pytest.mark.parametrize("tags", ["", "hide-output", "scroll-output"])
def test_a_cell_that_readers_see_runs_alone(tags):
    (message,) = messages("x = 1", "print(x)", tags=tags)
    assert message.startswith("expected a cell that runs alone") and message.endswith(": `x`")


def test_what_no_cell_defines_is_said_once():
    assert len(messages("print(x)")) == 1


def test_a_hidden_cell_ignores_no_warning():
    source = "import warnings\nwarnings.filterwarnings('ignore', message='x')"
    assert messages(source, tags="remove-cell") and not messages(source)


def test_a_cell_may_define_again_what_another_one_has():
    twice = "def f():\n    return 1"
    assert not messages(twice, twice)
    assert messages(f"{twice}\n\n\n{twice}")


def test_what_leads_to_an_expected_exception_is_a_lesson():
    assert not messages("print(undefined)", tags="raises-NameError")


def test_a_cell_that_is_no_python_does_not_hide_the_faults_of_others():
    assert [m for m in messages("x = (", "print(undefined)") if "F821" in m]


@pytest.mark.parametrize("fence", ["````", "~~~~"])
def test_a_cell_ends_with_its_own_fence(fence):
    text = f"{fence}{{code-cell}}\nx = '''\n```\n'''\nprint(y)\n{fence}\n"
    assert [line for line, *_ in found(text)] == [5]


@pytest.mark.parametrize(
    "text",
    [
        "````text\n```{code-cell}\nprint(y)\n```\n````\n",
        "<!--\n```{code-cell}\nprint(y)\n```\n-->\n",
        "```text\nprint(y)\n```\n",
    ],
)
def test_what_does_not_run_is_no_cell(text):
    assert not program.cells(text)


@pytest.mark.parametrize(
    "options", ["", ":tags: [a]\n\n", ":tags: [a]\n", "---\ntags: [a]\n---\n\n", "\n"]
)
def test_a_cell_begins_below_its_options(options):
    (one,) = program.cells(f"Text.\n\n```{{code-cell}} python\n{options}x = 1\n```\n")
    assert one.source == "x = 1" and one.line == 4 + options.count("\n")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"import os\n", "F401"),
        (b"print(1)\n", "T201"),
        (b"x = '\xe9'\n", "E902"),
        (b"x = (\n", "unexpected EOF"),
        (b"import warnings\n\nwarnings.simplefilter('ignore')\n", "the filter 'ignore'"),
        (b"if 0:\n    x = 1\n", "always 0"),
    ],
)
def test_a_fault_of_the_module_is_found_in_its_file(tmp_path, source, message):
    module = tmp_path / "one.py"
    module.write_bytes(source)
    ((path, (_, number, text)),) = code.faults({}, [module])
    assert path == module and number is None and message in text


def test_the_module_is_right():
    modules = list((Path(__file__).resolve().parents[2] / "gradbook").rglob("*.py"))
    assert modules and not code.faults({}, modules)


def test_what_a_user_has_set_for_ruff_changes_nothing(monkeypatch, tmp_path):
    monkeypatch.setenv("RUFF_OUTPUT_FILE", str(tmp_path / "messages"))
    assert messages("print(y)")


def test_wrong_rules_stop_the_build(monkeypatch, tmp_path):
    rules = tmp_path / "cells.toml"
    rules.write_text('[lint]\nselect = ["NO1"]\n')
    monkeypatch.setattr(linter, "RULES", rules)
    with pytest.raises(linter.ExtensionError, match="expected rules that Ruff knows"):
        found(cell("x = 1"))
