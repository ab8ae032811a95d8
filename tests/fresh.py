"""Code that runs as a reader's would: in a fresh Python, with the module of the built site."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

BESIDE = Path(__file__).parent / "book"
ENVIRONMENT = {
    "MPLBACKEND": "agg",
    # Without a window, Matplotlib warns that it cannot show one.
    "PYTHONWARNINGS": "ignore:FigureCanvasAgg is non-interactive",
    "OMP_NUM_THREADS": "1",
}


def wheel(book: Any) -> str:
    (path,) = book.site.resolve().glob("gradbook-*.whl")
    return str(path)


def run(
    program: str,
    book: Any,
    given: list[str],
    *options: str,
    python: str = sys.executable,
    **more: str,
) -> list[Any]:
    """Give a program of tests/book what it is to run, and return what it answers."""
    done = subprocess.run(
        [python, BESIDE / program, wheel(book), *options],
        input=json.dumps(given),
        env=os.environ | ENVIRONMENT | more,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
