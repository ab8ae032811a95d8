"""The code is typed, formatted and free of what the linter knows."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CHECKS = {
    "linted": ["ruff", "check", "--no-cache", "."],
    "formatted": ["ruff", "format", "--no-cache", "--check", "."],
    "typed": ["mypy"],
}


@pytest.mark.parametrize("check", CHECKS)
def test_the_code_is(check, tmp_path):
    cache = ["--cache-dir", str(tmp_path)] if check == "typed" else []
    run = subprocess.run(
        [sys.executable, "-m", *CHECKS[check], *cache], cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("name", ["utils", "helpers", "misc", "common"])
def test_no_file_is_named_for_nothing(name):
    assert not list((ROOT / "gradbook").rglob(f"{name}.py"))
