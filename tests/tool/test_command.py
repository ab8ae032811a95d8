"""``gradbook check`` says what holds and what does not, and its status says so too."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gradbook import __version__
from gradbook.tool.command import main
from tests.tool.conftest import LIVE, LOAD, RIGHT, TENSORS, WRONG

ROOT = Path(__file__).resolve().parents[2]


def test_the_version_is_that_of_the_module(capsys):
    with pytest.raises(SystemExit) as done:
        main(["--version"])
    assert done.value.code == 0 and capsys.readouterr().out == f"gradbook {__version__}\n"


def test_formulas_that_hold_give_status_0_and_a_summary(written, capsys):
    assert main(["check", str(written(LOAD, RIGHT, TENSORS, LIVE))]) == 0
    assert capsys.readouterr().out == "2 formulas in 1 file: 2 held at 7 points\n"


def test_a_wrong_formula_gives_status_1_and_its_line(written, capsys):
    path = written(LOAD, RIGHT, WRONG)
    assert main(["check", str(path)]) == 1
    first, *_, last = capsys.readouterr().out.splitlines()
    line = path.read_text("utf-8").splitlines().index("= 2 x") + 1
    assert first == f"{path}:{line}: eq-wrong: line 1, step 1: the sides differ"
    assert last == "2 formulas in 1 file: 1 held at 6 points, 1 did not"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.ipynb", "[]", "a.ipynb:1: expected a notebook"),
        ("a.ipynb", "", "a.ipynb:1: expected a notebook, got Expecting value"),
        ("a.ipynb", '{"cells":\n[}', "a.ipynb:2: expected a notebook, got Expecting value"),
        ("a.ipynb", '{"cells": 3}', "a.ipynb:1: expected a notebook"),
        ("a.ipynb", '{"cells": [{"cell_type": "code"}]}', "a.ipynb:1: expected a notebook"),
        (
            "a.ipynb",
            '{"cells": [{"cell_type": "code", "source": "x", "metadata": null}]}',
            "a.ipynb:1: expected a notebook, got JSON without a list of cells",
        ),
        ("a.md", b"a\nb \xff", "a.md:2: expected a text in UTF-8, got the byte 0xff"),
        ("a.txt", "", "a.txt: expected a file that ends with one of .md, .qmd, .ipynb"),
        ("none.md", None, "none.md: expected a file to read, got none"),
    ],
)
def test_a_file_that_cannot_be_read_gives_status_2_and_its_line(name, text, said, tmp_path, capsys):
    path = tmp_path / name
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert main(["check", str(path)]) == 2
    assert said in capsys.readouterr().err


def test_the_others_are_checked_beside_a_file_that_cannot_be_read(written, tmp_path, capsys):
    path, broken = written(LOAD, RIGHT, WRONG), tmp_path / "broken.ipynb"
    broken.write_text("[]")
    assert main(["check", str(broken), str(path), str(tmp_path / "none.md")]) == 2
    printed = capsys.readouterr()
    assert printed.out.endswith("2 formulas in 1 file: 1 held at 6 points, 1 did not\n")
    assert len(printed.err.splitlines()) == 2 and "none.md: expected a file" in printed.err
    assert main(["check", str(broken), str(path), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["summary"]["wrong"] == 1


def test_a_cell_whose_fence_has_no_end_is_checked_as_its_page_has_it(tmp_path, capsys):
    path = tmp_path / "open.md"
    path.write_text("```{code-cell}\n%%formula eq-o\nx = draw()\n---\nx = 2 x\n")
    assert main(["check", str(path)]) == 1
    assert "open.md:5: eq-o: line 1, step 1: the sides differ" in capsys.readouterr().out


def test_a_console_without_a_sign_gets_its_number(written):
    command = [sys.executable, "-m", "gradbook", "check"]
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT)}
    path = written(WRONG, name="公式")
    done = subprocess.run([*command, str(path)], env=environment, capture_output=True, text=True)
    assert done.returncode == 1 and r"\u516c\u5f0f.md:13: eq-wrong: " in done.stdout, done


def test_a_text_without_formulas_is_right(tmp_path, capsys):
    path = tmp_path / "a.md"
    path.write_text("Text.\n")
    assert main(["check", str(path)]) == 0
    assert capsys.readouterr().out == "0 formulas in 1 file: 0 held at 0 points\n"


def test_a_folder_means_the_files_in_it_but_hidden_ones(written, tmp_path, capsys):
    for folder in ("a", ".b", "_build"):
        (tmp_path / folder).mkdir()
        written(LOAD, WRONG, name=f"{folder}/notes")
    assert main(["check", str(tmp_path)]) == 1
    assert capsys.readouterr().out.endswith("1 formula in 1 file: 0 held at 0 points, 1 did not\n")


def test_json_has_every_formula(written, capsys):
    assert main(["check", "--json", str(written(LOAD, RIGHT, WRONG))]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["version"] == __version__
    right, wrong = found["formulas"]
    assert right["status"] == "held" and right["points"] == 6 and right["line"] == 13
    assert wrong["status"] == "wrong" and "the sides differ" in wrong["message"]
    assert found["summary"] | {"held": 1, "wrong": 1, "files": 1} == found["summary"]


def test_what_a_file_sets_or_ends_is_its_own(written, capsys):
    sets = "import math\nmath.three = 3.0"
    formula = "%%formula\nx = math.three\n---\nx + x = 2 x"
    one = written(sets, formula, name="one")
    two = written("import math", formula, name="two")
    three = written("import os\nos._exit(0)\nv = 1", "%%formula\nv = 1", name="three")
    assert main(["check", *map(str, (one, two, three))]) == 1
    printed = capsys.readouterr().out
    assert "/one.md" not in printed and "/two.md:" in printed and "'three'" in printed
    assert "three.md:1: a cell ended its process" in printed


def test_typos_are_caught_and_survivors_are_named(written, tmp_path, capsys):
    weak = "%%formula eq-weak\nx = draw(between=(1, 1.5))\n---\nx > 0"
    path = written(LOAD, RIGHT, weak)
    assert main(["check", "--typos", str(path)]) == 1
    printed = capsys.readouterr().out
    assert "notes.md:" in printed and "survives: eq-weak" in printed
    assert "survives: eq-sine" not in printed
    listed = tmp_path / "true.txt"
    listed.write_text("eq-weak ;; x > 1\n")
    assert main(["check", "--typos", "--true", str(listed), str(path)]) == 2
    assert "true.txt:1: expected 'label ;; TeX ;; reason'" in capsys.readouterr().err
