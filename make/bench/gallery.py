"""The same cells as a gallery: sphinx-gallery runs them in one process, without isolation."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "docs/_ext"), str(ROOT)]

from downloads.script import IMPORT, code  # noqa: E402

CELL = re.compile(r"^```\{code-cell\}\n(?::[^\n]*\n)*(.*?)^```$", re.MULTILINE | re.DOTALL)
SETTINGS = """
extensions = ["sphinx_gallery.gen_gallery"]
html_theme = "sphinx_book_theme"
sphinx_gallery_conf = {
    "examples_dirs": "examples",
    "gallery_dirs": "gallery",
    "filename_pattern": "",
    "abort_on_example_error": True,
    "matplotlib_animations": False,
}
"""


def script(chapter: Path) -> str:
    """Return a chapter's cells as one example; nobody takes the numbers that they hand over."""
    text = chapter.read_text("utf-8").replace("from myst_nb import glue", "glue = {}.__setitem__")
    title = chapter.stem
    cells = "".join(
        f"\n# %%\n{code({'source': cell.strip()}, IMPORT)}\n" for cell in CELL.findall(text)
    )
    return f'"""\n{title}\n{"=" * len(title)}\n"""\n{cells}'


def seconds(book: Path) -> float:
    """Return how long a gallery of a book's chapters takes to build."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "source")
        examples = source / "examples"
        examples.mkdir(parents=True)
        (examples / "README.txt").write_text("Gallery\n=======\n")
        for number, chapter in enumerate(sorted((book / "docs").glob("[a-z]*/*.md"))):
            if CELL.search(chapter.read_text("utf-8")) and chapter.parent.name != "reference":
                # Chapters of two parts may have the same name.
                file = examples / f"plot_{number:03}_{chapter.stem}.py"
                file.write_text(script(chapter), "utf-8")
        (source / "conf.py").write_text(SETTINGS)
        (source / "index.rst").write_text("Book\n====\n\n.. toctree::\n\n   gallery/index\n")
        command = [
            sys.executable,
            "-m",
            "sphinx",
            "-b",
            "html",
            "-q",
            str(source),
            f"{folder}/html",
        ]
        environment = os.environ | {"PYTHONPATH": str(book), "OMP_NUM_THREADS": "1"}
        begin = time.perf_counter()
        run = subprocess.run(command, env=environment, capture_output=True, text=True)
        if run.returncode:
            sys.exit(f"bench: sphinx-gallery failed:\n{run.stdout[-2000:]}{run.stderr[-4000:]}")
        return time.perf_counter() - begin
