"""The speed of the book's build, on a copy of this book, medians of some rounds."""

from __future__ import annotations

import json
import re
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

import gallery
from memory import Memory
from stock import ALONE, NOT_COPIED, html, sphinx, started_alike, stock, timed

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "make"))

from cores import cores  # noqa: E402

ROUNDS = 3
# What a chapter may cost beyond its cells, in seconds on one core.
A_CHAPTER = 0.4
REBUILD_BAR = 1.15
CHANGED = "activations/relu"
GENERATED = (10, 50)
ROWS = {
    "cold": "cold, empty cache",
    "sphinx": "Sphinx alone",
    "sphinx_alike": "Sphinx alone, started alike",
    "import": "one import of PyTorch and Matplotlib",
    "longest": "longest chapter",
    "sum": "all chapters, of which some run side by side",
    "nothing": "nothing changed",
    "sentence": "a sentence changed",
    "cell": "a cell changed",
    "stock": "stock MyST-NB, serial",
    "gallery": "sphinx-gallery, one process",
}
# The same content for every generated chapter, with a number that makes it another one.
CHAPTER = """---
file_format: mystnb
kernelspec:
  name: python3
---

# Chapter {name}

```{{code-cell}}
import torch

x = torch.tensor({number}.5, requires_grad=True)
(x**2).backward()
print(x.grad)
```
"""


def cold(folder: Path) -> dict:
    """Build with an empty cache; return the seconds, the chapters' and the memory."""
    shutil.rmtree(folder / "_build", ignore_errors=True)
    with Memory() as memory:
        seconds, log = html(folder)
    chapters = [float(s) for s in re.findall(r"^executed +\S+ in ([\d.]+) s", log, re.MULTILINE)]
    return {
        "cold": seconds,
        "chapters": len(chapters),
        "longest": max(chapters),
        "sum": sum(chapters),
        "largest_bytes": memory.largest,
        "all_bytes": memory.all,
    }


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def executed(log: str) -> list[str]:
    return re.findall(r"^executed +(\S+)", log, re.MULTILINE)


def round_of(folder: Path, number: int) -> dict:
    """Measure everything once."""
    chapter = folder / "docs" / f"{CHANGED}.md"
    result = cold(folder)
    result["sphinx"] = sphinx(folder, "-jauto", *ALONE)
    result["sphinx_alike"] = started_alike(folder)
    result["import"] = timed([sys.executable, "-c", "import torch, matplotlib.pyplot"], folder)[0]
    result["nothing"] = html(folder)[0]
    append(chapter, f"\nOne more sentence{', and another one' * number}.\n")
    result["sentence"], log = html(folder)
    assert not executed(log), log
    text = chapter.read_text("utf-8")
    chapter.write_text(
        text.replace("\nimport torch\n", f"\nimport torch  # {number}\n", 1), "utf-8"
    )
    result["cell"], log = html(folder)
    result["executed_for_a_cell"] = executed(log)
    if number == 1:  # they take longest, and differ least
        result["stock"] = stock(folder)
        result["gallery"] = gallery.seconds(folder)
    return result


def letters(number: int) -> str:
    """Return a number as letters: a title has none that was typed."""
    return "".join(chr(ord("A") + int(digit)) for digit in str(number))


def generated(folder: Path, count: int) -> dict:
    """Measure a cold build of a book of generated chapters."""
    shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
    for path in (folder / "docs").iterdir():
        if not path.name.startswith("_"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    (folder / "docs" / "reference").mkdir()
    (folder / "docs" / "reference" / "bibliography.bib").touch()
    names = [f"chapter{number}" for number in range(count)]
    toctree = "\n".join(["# Generated", "", "```{toctree}", *names, "```", ""])
    (folder / "docs" / "index.md").write_text(toctree, "utf-8")
    for number, name in enumerate(names):
        (folder / "docs" / f"{name}.md").write_text(
            CHAPTER.format(number=number, name=letters(number)), "utf-8"
        )
    result = cold(folder)
    return {"chapters": count} | {k: result[k] for k in ("cold", "largest_bytes", "all_bytes")}


def run() -> dict:
    """Measure the book and the generated books in temporary copies."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work, "book")
        shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
        rounds = [round_of(folder, number) for number in range(1, ROUNDS + 1)]
        books = [generated(Path(work, f"generated{count}"), count) for count in GENERATED]
    median = {
        key: statistics.median(one[key] for one in rounds if key in one)
        for key, value in rounds[0].items()
        if not isinstance(value, list)
    }
    count = cores()
    cells = max(median["longest"], median["sum"] / count)
    bar = median["sphinx"] + median["import"] + cells + A_CHAPTER * median["chapters"] / count
    once = [one["executed_for_a_cell"] for one in rounds]
    return {"rounds": ROUNDS, "bar": bar, "executed_for_a_cell": once[0]} | {
        "median": median,
        "generated": books,
    }


def report(result: dict) -> str:
    """Return the result in Markdown, as far as it was measured."""
    median = result["median"]
    rebuild = REBUILD_BAR * median["sphinx"]
    bars = {"cold": result["bar"], "nothing": rebuild, "sentence": rebuild}
    lines = ["| build of this book | seconds | bar |", "|:--|--:|--:|"]
    for key, name in ROWS.items():
        if key in median:
            bar = f"{bars[key]:.1f}" if key in bars else ""
            lines.append(f"| {name} | {median[key]:.1f} | {bar} |")
    for book in result["generated"]:
        lines.append(f"| {book['chapters']} generated chapters | {book['cold']:.1f} | |")
    lines.append(f"\nA changed cell ran: {', '.join(result['executed_for_a_cell'])}")
    lines.append(f"Memory: {json.dumps({k: v for k, v in median.items() if 'bytes' in k})}")
    return "\n".join(lines)


def missed(result: dict) -> bool:
    """Tell whether a bar is missed."""
    median = result["median"]
    slow = max(median["nothing"], median["sentence"]) > REBUILD_BAR * median["sphinx"]
    return median["cold"] > result["bar"] or slow or result["executed_for_a_cell"] != [CHANGED]
