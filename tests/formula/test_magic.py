"""The cell magic in a real IPython shell, one for all cells of these tests."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

MIME = "application/vnd.gradbook.formula+json"

# Runs cells in a shell and prints what each of them displayed, returned or raised.
PROGRAM = """
import json, sys
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

shell = InteractiveShell.instance()
shell.colors = "nocolor"
results = []
for cell in json.load(sys.stdin):
    shell.display_pub = publisher = CapturingDisplayPublisher()
    found = shell.run_cell(cell, store_history=True)
    error = found.error_before_exec or found.error_in_exec
    results.append({
        "shown": [part["data"] for part in publisher.outputs],
        "error": type(error).__name__ if error else None,
        "message": str(error) if error else "",
        "piece": getattr(error, "piece", None),
    })
sys.stdout = sys.__stdout__
print("RESULTS" + json.dumps(results))
"""

ALIGNED = "\\begin{aligned}\ny &= 2 x \\\\\n&= x + x\n\\end{aligned}"
DOUBLE = "x = draw()\ny = 2 * x\n---\ny = 2 x\n"
CELLS = {
    "before": "%%formula eq-a\n" + DOUBLE,
    "load": "%load_ext gradbook.formula",
    "plain": "%%formula\n" + DOUBLE,
    "label": "%%formula eq-double_2\n" + DOUBLE,
    "indices": "%%formula eq-i\nv = draw(3)\nu = 2 * v\n---\nu_i = 2 v_i = v_i + v_i",
    "aligned": f"%%formula eq-l\nx = draw()\ny = 2 * x\n---\n{ALIGNED}",
    "blank line": "%%formula\nx = draw()\ny = 2 * x\n---\ny\n\n= 2 x\n",
    "spaces": "%%formula  eq-a  \n\n" + DOUBLE.replace("---", "---  ") + "\n\n",
    "wrong": "%%formula eq-wrong\n" + DOUBLE.replace("y = 2 x", "y = 3 x"),
    "unread": "%%formula eq-unread\n" + DOUBLE.replace("y = 2 x", r"y = \foo x"),
    "raises": "%%formula eq-raises\nx = draw()\ny = 1 / 0\n---\ny = x",
    "syntax": "%%formula eq-syntax\nx = draw(\n---\nx = 1",
    "live values": "import torch\nw = torch.tensor(1.7).double().requires_grad_()\nL = w**2",
    "live": "%%formula eq-live\n\\frac{dL}{dw} = 2 w",
    "live wrong": "%%formula eq-live\n\\frac{dL}{dw} = 3 w",
    "live after": "assert w.grad is None and L.requires_grad\nfound = w.item(), L.item()",
    "empty setting": "%%formula eq-empty\n---\n1 + 1 = 2",
    "uses notebook": "%%formula eq-n\nx = draw()\ny = torch.sin(x)\n---\ny = \\sin(x)",
    "space": "assert 'x' not in globals() and 'y' not in globals()",
    "unchecked": "%%formula eq-order unchecked=order\nf(x) = x + O(x^2)",
    "unchecked words": "%%formula unchecked=words\n\\text{loss} = \\text{small}",
    "unchecked kind": "%%formula eq-k unchecked=lazy\nx = y",
    "unchecked with setting": "%%formula eq-k unchecked=order\nx = draw()\n---\nx = 1",
    "two labels": "%%formula eq-a eq-b\n" + DOUBLE,
    "bad label": "%%formula 7up!\n" + DOUBLE,
    "bad option": "%%formula eq-a loud=yes\n" + DOUBLE,
    "no formula": "%%formula eq-none\nx = draw()\n---\n",
    "again": "%load_ext gradbook.formula\n",
    "reload": "%reload_ext gradbook.formula\n",
    "after reload": "%%formula eq-after\n" + DOUBLE,
    "line magic": "%formula eq-a",
    "after errors": "1 + 1",
}


@pytest.fixture(scope="module")
def outcomes():
    """Run all cells, one after the other, in a shell of their own."""
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(list(CELLS.values())),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout.rpartition("RESULTS")[2])
    return dict(zip(CELLS, found, strict=True)) | {"output": run.stdout.rpartition("RESULTS")[0]}


def bundle(found):
    assert found["error"] is None, found["message"]
    (shown,) = [data for data in found["shown"] if MIME in data]
    return shown


def test_magic_is_unknown_before_the_extension_is_loaded(outcomes):
    assert MIME not in str(outcomes["before"]["shown"])


def test_extension_loads_silently(outcomes):
    assert outcomes["load"] == {"shown": [], "error": None, "message": "", "piece": None}


def test_an_error_has_the_number_of_its_cell(outcomes):
    number = list(CELLS).index("wrong") + 1
    assert f"Cell In[{number}], line 5" in outcomes["output"]


@pytest.mark.parametrize("cell", ["again", "reload"])
def test_extension_may_be_loaded_again(cell, outcomes):
    assert outcomes[cell]["error"] is None


def test_magic_works_after_a_reload(outcomes):
    assert bundle(outcomes["after reload"])[MIME]["points"] == 6


def test_formula_is_displayed_once(outcomes):
    assert len(outcomes["label"]["shown"]) == 1


def test_bundle_has_three_forms(outcomes):
    assert set(bundle(outcomes["label"])) == {MIME, "text/markdown", "text/plain"}


def test_markdown_has_exactly_the_tex(outcomes):
    assert "$$\ny = 2 x\n$$" in bundle(outcomes["label"])["text/markdown"]


def test_markdown_keeps_aligned_lines(outcomes):
    found = bundle(outcomes["aligned"])
    assert found[MIME]["tex"] == ALIGNED
    assert ALIGNED in found["text/markdown"]
    assert found[MIME]["steps"] == 2


def test_plain_text_is_the_tex_with_the_mark(outcomes):
    text = bundle(outcomes["label"])["text/plain"]
    assert text.startswith("y = 2 x\n")
    assert "6 points" in text


def test_the_mark_unfolds_to_what_it_counts(outcomes):
    text = bundle(outcomes["aligned"])["text/markdown"]
    folded = text.partition("<details>")[2].partition("</details>")[0]
    assert "<summary>✓ held at 12 points, error" in folded
    assert "- Steps: 2," in folded and "- Draws: 6\n" in folded
    assert "central differences" in folded


def test_details_of_live_values_name_no_differences(outcomes):
    text = bundle(outcomes["live"])["text/markdown"]
    assert "by autograd\n" in text and "the notebook's own values" in text


def test_a_blank_line_does_not_end_the_formula(outcomes):
    text = bundle(outcomes["blank line"])["text/markdown"]
    assert "$$\ny\n= 2 x\n$$\n\n<details>" in text


def test_mark_counts_points(outcomes):
    assert "✓ held at 36 points" in bundle(outcomes["indices"])["text/markdown"]


def test_json_has_what_the_page_needs(outcomes):
    data = bundle(outcomes["label"])[MIME]
    assert data["tex"] == "y = 2 x"
    assert data["label"] == "eq-double_2"
    assert data["setting"].strip() == "x = draw()\ny = 2 * x"
    assert (data["points"], data["steps"], data["draws"]) == (6, 1, 6)
    assert 0 <= data["error"] < 1e-10


def test_label_may_be_left_out(outcomes):
    assert bundle(outcomes["plain"])[MIME]["label"] == ""


def test_blank_lines_and_spaces_do_not_matter(outcomes):
    assert bundle(outcomes["spaces"])[MIME]["tex"] == "y = 2 x"


def test_empty_setting_is_a_setting(outcomes):
    assert bundle(outcomes["empty setting"])[MIME]["points"] >= 1


def test_setting_can_use_the_notebook(outcomes):
    assert bundle(outcomes["uses notebook"])[MIME]["points"] == 6


def test_setting_leaves_nothing_in_the_notebook(outcomes):
    assert outcomes["space"]["error"] is None


# ---- live values ----


def test_live_values_are_one_point_without_setting(outcomes):
    data = bundle(outcomes["live"])[MIME]
    assert data["setting"] is None
    assert (data["points"], data["draws"]) == (1, 1)


def test_mark_of_live_values_says_one_point(outcomes):
    assert "1 point," in bundle(outcomes["live"])["text/markdown"]


def test_wrong_formula_of_live_values_is_an_error(outcomes):
    assert outcomes["live wrong"]["error"] == "FormulaError"


def test_live_values_are_left_alone(outcomes):
    assert outcomes["live after"]["error"] is None


# ---- not checked ----


def test_formula_that_is_not_checked_is_displayed_with_its_kind(outcomes):
    found = bundle(outcomes["unchecked"])
    assert found[MIME] == {"tex": "f(x) = x + O(x^2)", "label": "eq-order", "unchecked": "order"}
    assert "not checked: an order of magnitude" in found["text/markdown"]
    assert "✓" not in found["text/markdown"]


def test_formula_that_is_not_checked_needs_no_label(outcomes):
    assert bundle(outcomes["unchecked words"])[MIME]["unchecked"] == "words"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("unchecked kind", "lazy"),
        ("unchecked with setting", "no setting"),
        ("two labels", "eq-a eq-b"),
        ("bad label", "7up!"),
        ("bad option", "loud=yes"),
        ("no formula", "expected a formula"),
        ("wrong", "eq-wrong: line 1, step 1: the sides differ"),
        ("unread", r"eq-unread: not supported: \foo"),
        ("raises", "eq-raises: setting, line 2: ZeroDivisionError"),
        ("syntax", "eq-syntax: setting, line 1"),
    ],
)
def test_error_is_a_formula_error_and_says_what_is_wrong(cell, said, outcomes):
    assert outcomes[cell]["error"] == "FormulaError"
    assert said in outcomes[cell]["message"]


@pytest.mark.parametrize("cell", ["wrong", "unread", "raises", "syntax", "live wrong", "bad label"])
def test_nothing_is_displayed_with_an_error(cell, outcomes):
    assert outcomes[cell]["shown"] == []


def test_error_quotes_its_piece(outcomes):
    assert outcomes["unread"]["piece"] == r"\foo"


def test_printed_error_has_no_frames_of_the_package(outcomes):
    assert "the sides differ" in outcomes["output"]
    assert "checking.py" not in outcomes["output"]


def test_it_is_no_line_magic(outcomes):
    assert MIME not in str(outcomes["line magic"]["shown"])


def test_shell_goes_on_after_errors(outcomes):
    assert outcomes["after errors"]["error"] is None
