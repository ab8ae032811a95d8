"""Run each cell that readers copy with the lowest and the newest packages; write what came of it.

The page on installation shows docs/reference/versions.json. A cell may print something else with
another version, as PyTorch's messages do; it must run.
"""

from __future__ import annotations

import datetime
import json
import runpy
import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path += [str(ROOT), str(ROOT / "docs/_ext"), str(ROOT / "make")]

from bs4 import BeautifulSoup  # noqa: E402
from environment import ask, interpreter  # noqa: E402
from lowest import lowest  # noqa: E402
from newest import installed  # noqa: E402
from reading.contents import contents  # noqa: E402

from tests import fresh  # noqa: E402

RESULT = ROOT / "docs/reference/versions.json"
ENVIRONMENTS = {name: str(ROOT / "_build" / name) for name in ("lowest", "newest")}
# As the tests take them from the pages.
snippets = runpy.run_path(str(ROOT / "tests/book/test_snippets.py"))
NAMES = [package.partition("==")[0] for package in lowest()]


def site() -> SimpleNamespace:
    """Return the built site as tests see it."""
    folder = ROOT / "_build/html"
    order = contents((ROOT / "docs/index.md").read_text("utf-8"))
    pages = {
        name: BeautifulSoup((folder / f"{name}.html").read_text("utf-8"), "html.parser")
        for name in ["index", *(name for _part, name in order)]
    }
    return SimpleNamespace(site=folder, pages=pages)


def tried(book: Any, environment: str) -> dict[str, Any]:
    """Return how the cells of a book did in an environment, and what this has."""
    python = interpreter(environment)
    cells = list(snippets["visible_cells"](book))
    codes = [code for _, _, code, _, _ in cells]
    ran = fresh.run("run_snippets.py", book, codes, "--together", python=python)
    failed, otherwise = [], Counter[str]()
    for cell, (status, output) in zip(cells, ran, strict=True):
        page, number, code, _, expected = cell
        if bool(status) != bool(expected) or expected not in output:
            failed.append(f"{page}, cell {number}:\n{code}\n{output}")
        elif snippets["differs"](cell, status, output):
            otherwise[page] += 1
    version = ask(python, "-c", "import platform; print(platform.python_version())")
    versions = {"python": version} | installed(python, NAMES)
    return {"versions": versions, "cells": len(cells), "failed": failed, "differing": otherwise}


def main() -> int:
    results = {name: tried(site(), folder) for name, folder in ENVIRONMENTS.items()}
    for name, result in results.items():
        print(f"{name}: {result['cells']} cells, {len(result['failed'])} failed")
        print("\n\n".join(result["failed"]))
    if any(result.pop("failed") for result in results.values()):
        return 1
    date = datetime.date.today().isoformat()
    RESULT.write_text(json.dumps({"date": date} | results, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
