"""Gather the notebooks of the built book, for the branch from which Colab and Binder open them."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
TARGET = ROOT / "_build" / "notebooks"
README = """# The notebooks of gradbook

The workflow makes this branch anew from each published build: one notebook a chapter, with its
outputs. Colab and Binder open them from here; `binder/environment.yml` is for Binder.
To change a chapter, change its text in `docs/` on the branch `main`.
"""


def main() -> None:
    site = SITE.resolve()
    notebooks = sorted(site.rglob("*.ipynb")) if site.is_dir() else []
    if not notebooks:
        sys.exit("notebooks: there are none in _build/html; first: make html")
    shutil.rmtree(TARGET, ignore_errors=True)
    shutil.copytree(ROOT / "binder", TARGET / "binder")
    (TARGET / "README.md").write_text(README, encoding="utf-8")
    for notebook in notebooks:
        copy = TARGET / notebook.relative_to(site)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(notebook, copy)
    print(f"{len(notebooks)} notebooks are in {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
