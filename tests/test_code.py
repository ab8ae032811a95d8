"""The code is typed, formatted, free of what the linter knows, and in pieces that one can read."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CHECKS = {
    "linted": ["ruff", "check", "--no-cache", "."],
    "formatted": ["ruff", "format", "--no-cache", "--check", "."],
    "typed": ["mypy", "--cache-dir=_build/mypy"],
}
FOLDERS = ["gradbook", "docs/_ext", "make"]  # where nothing is longer than it must be
FILES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
FILE, FUNCTION = 200, 30  # lines
REASON = f"longer than {FILE} lines"  # followed by why, in the first lines of a file
FIRST = 10
MESSAGE = f"expected at most {FILE} lines, or “{REASON}” and why in its first {FIRST} lines"


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def long_functions(text: str) -> Iterator[str]:
    """Yield the functions whose bodies are too long, docstrings and signatures not counted."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        first = 1 if ast.get_docstring(node) is not None else 0
        begin = node.body[first - 1].end_lineno + 1 if first else node.body[0].lineno
        count = node.end_lineno - begin + 1
        if count > FUNCTION:
            yield f"line {node.lineno}: {node.name} has {count} lines"


def is_too_long(text: str) -> bool:
    """Tell whether a file is long without saying why."""
    lines = text.splitlines()
    return len(lines) > FILE and REASON not in " ".join(lines[:FIRST]).lower()


@pytest.mark.parametrize("check", CHECKS)
def test_the_code_is(check):
    run = subprocess.run(
        [sys.executable, "-m", *CHECKS[check]], cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("name", ["utils", "helpers", "misc", "common"])
def test_no_file_is_named_for_nothing(name):
    assert not [path for path in FILES if path.stem == name]


@pytest.mark.parametrize("path", FILES, ids=named)
def test_no_file_is_long_without_saying_why(path):
    assert not is_too_long(path.read_text("utf-8")), MESSAGE


@pytest.mark.parametrize("path", FILES, ids=named)
def test_no_function_is_long(path):
    assert list(long_functions(path.read_text("utf-8"))) == []


def test_a_long_file_is_seen_and_a_reason_is_heard():
    assert is_too_long("\n" * FILE + "x = 1\n")
    assert not is_too_long("\n" * (FILE - 1) + "x = 1\n")
    assert not is_too_long('"""A table, longer than 200 lines, since each row is one."""\n' * 201)


@pytest.mark.parametrize(("lines", "long"), [(FUNCTION, False), (FUNCTION + 1, True)])
@pytest.mark.parametrize("head", ["", '    """One.\n\n    Two.\n    """\n'])
def test_a_long_function_is_seen_whatever_its_docstring(lines, long, head):
    body = "    x = 1\n" * lines
    for text in (f"def f(\n    a,\n    b,\n):\n{head}{body}", f"async def f():\n{head}{body}"):
        assert bool(list(long_functions(text))) is long
