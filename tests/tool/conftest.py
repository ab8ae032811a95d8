"""A file of somebody else's, in the three forms in which it may be written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

RIGHT = "%%formula eq-sine\nx = draw()\ny = torch.sin(x)\n---\n\\frac{dy}{dx} = \\cos x"
WRONG = "%%formula eq-wrong\nx = draw()\ny = x**2\n---\ny\n= 2 x"
LIVE = "%%formula eq-live\n\\frac{dL}{dw} = 2 w"
TENSORS = "w = torch.tensor(1.7).double().requires_grad_()\nL = w**2"
LOAD = "%load_ext gradbook.formula\nimport torch"


@pytest.fixture(autouse=True)
def no_hints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gradbook.formula.verdict.explanation.HINT_SECONDS", 0.0)


def markdown(cells: list[str]) -> str:
    head = "---\nfile_format: mystnb\n---\n\n# Notes\n"
    return head + "".join(f"\n```{{code-cell}}\n{cell}\n```\n" for cell in cells)


def quarto(cells: list[str]) -> str:
    return "---\ntitle: Notes\n---\n" + "".join(f"\n```{{python}}\n{c}\n```\n" for c in cells)


def notebook(cells: list[str]) -> str:
    found = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": c.splitlines(keepends=True)}
        for c in cells
    ]
    return json.dumps(
        {"cells": found, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1
    )


WRITERS = {".md": markdown, ".qmd": quarto, ".ipynb": notebook}


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes cells to a file and returns its path."""

    def write(*cells: str, suffix: str = ".md", name: str = "notes") -> Path:
        path = tmp_path / f"{name}{suffix}"
        path.write_text(WRITERS[suffix](list(cells)), encoding="utf-8")
        return path

    return write
