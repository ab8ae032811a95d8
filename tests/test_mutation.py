"""The module is changed in every small way, and a change that no test finds is told."""

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CHANGES = runpy.run_path(str(ROOT / "make/mutation/changes.py"))
changes = CHANGES["changes"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("x + y", {"x - y", "x", "y"}),
        ("x - y", {"x + y", "x", "y - x"}),
        ("x * y", {"x / y", "x", "y"}),
        ("x / y", {"x * y", "x", "y / x"}),
        ("-x", {"x"}),
        ("x ** 2", {"x * 2", "x", "2 ** x", "x ** 3", "x ** 1"}),
        ("x < y", {"x <= y", "y < x"}),
        ("x >= y", {"x > y", "y >= x"}),
        ("f(x, y)", {"f(y, x)"}),
        ("max(x, y)", set()),
        ("x.max(y, z)", {"x", "x.max(z, y)"}),
        ("torch.minimum(x, y.exp())", {"torch.minimum(x, y)"}),
        ("torch.exp(x)", {"x"}),
        ("x.exp()", {"x"}),
        ("x.sum(keepdim=True)", {"x", "x.sum(keepdim=False)"}),
        ("x if y else 1", {"1 if y else x", "x if y else 2", "x if y else 0"}),
        ("x[1]", {"x[2]", "x[0]"}),
    ],
)
def test_an_expression_is_changed_as_a_slip_would(body, expected):
    found = changes(f"def f(x, y):\n    return {body}\n")
    last = {change.source.splitlines()[-1].strip() for change in found}
    assert last == {f"return {new}" for new in expected}


@pytest.mark.parametrize(
    "source",
    [
        'def f(x: "1 + 1") -> "2 + 2":\n    """1 + 1"""\n',
        'def f(x):\n    raise ValueError(f"{x}: 1 + 1")\n',
        'def f(x):\n    raise expected("x", 1 + 1)\n',
        "ONE = 1 + 1\n",
    ],
)
def test_words_and_what_runs_once_are_left_alone(source):
    assert list(changes(source)) == []


def test_methods_defaults_and_functions_in_functions_are_changed():
    source = "class A:\n    def f(self, x=3):\n        def g(y):\n            return -y\n"
    found = [(change.name, change.old, change.new) for change in changes(source)]
    assert set(found) == {("A.f", "3", "4"), ("A.f", "3", "2"), ("A.f", "-y", "y")}


def test_what_survives_is_told_and_what_is_found_is_not(tmp_path):
    """The tests of a family are those of the project: without some of them, a change survives."""
    program = f"""
import sys
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "make/mutation")!r}]
import pytest
from changes import changes
from running import Trying
source = open({str(ROOT / "gradbook/activations.py")!r}).read()
tried = [one for one in changes(source) if one.name == "tanh_grad"]
plugin = Trying("activations", ["activations"], tried)
quiet = ["-n0", "-p", "no:cacheprovider", "-p", "no:terminal"]
pytest.main([*quiet, "-k", sys.argv[1], {str(ROOT / "tests/test_activations.py")!r}],
            plugins=[plugin])
print(plugin.green, len(tried), len(plugin.survivors))
"""

    def survivors(some):
        command = [sys.executable, "-c", program, some]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        green, tried, alive = run.stdout.splitlines()[-1].split()
        assert green == "True" and int(tried) > 4, run.stderr
        return int(alive)

    assert survivors("squared or early or refused") == 0
    assert survivors("even_to_the_bit") > 0  # an even function stays one, whatever its factor
