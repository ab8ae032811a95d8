"""What a planted fault, a change and an honest edit are, and what they are written with."""

from __future__ import annotations

from dataclasses import dataclass, field

HEADER = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n\n"
EXECUTION = "Execution"
CODE = "Code that does not run"
STALE = "Stale or foreign results"
PAGE = "The page"
MACHINE = "The machine"
KINDS = (EXECUTION, CODE, STALE, PAGE, MACHINE)

NUMBERS = "Numbers"
TEXT = "Text"
CELLS = "Cells"
FIGURES = "Figures"
FILES = "Files"
FREE = (NUMBERS, TEXT, CELLS, FIGURES, FILES)


@dataclass(frozen=True)
class Fault:
    """A page of a small book with one fault in it.

    The message is expected at the line on which `at` stands, in the page or in the file `where`.
    """

    kind: str
    name: str
    planted: str
    at: str
    message: str
    where: str = ""
    header: bool = True
    # More files of the small book that belong to this fault.
    files: dict[str, str | bytes] = field(default_factory=dict)
    appended: dict[str, str] = field(default_factory=dict)
    suffix: str = ".md"
    # How far below `at` the message points.
    below: int = 0
    in_toctree: bool = True
    # Where the build says more than the message: before it, after it, or both.
    cut: str = ""

    @property
    def stem(self) -> str:
        return "".join(letter if letter.isalnum() else "_" for letter in self.name.lower())

    @property
    def path(self) -> str:
        return f"docs/faults/{self.stem}{self.suffix}"

    @property
    def text(self) -> str:
        """Return the page: what is planted, under a title and a sentence."""
        if not self.header:
            return self.planted
        return f"{HEADER}# {self.name}\n\nA sentence.\n\n{self.planted}\n"


@dataclass(frozen=True)
class Honest:
    """A page of a small book with an edit that somebody may make, and what it then shows."""

    kind: str
    name: str
    planted: str
    shows: str = ""
    # More files of the small book that belong to it.
    files: dict[str, str | bytes] = field(default_factory=dict)

    @property
    def page(self) -> Fault:
        """Return the page, and where it stands."""
        return Fault("", self.name, self.planted, "", "", files=self.files)


@dataclass(frozen=True)
class Change:
    """A fault in another file of the small book, which gets a build of its own."""

    kind: str
    name: str
    where: str
    before: str
    after: str
    message: str
    cut: str = ""


@dataclass(frozen=True)
class ByOther:
    """A fault that another test plants, or that was tried by hand: how, and what came of it."""

    kind: str
    name: str
    how: str
    result: str


def cell(code: str, tags: str = "") -> str:
    options = f":tags: [{tags}]\n\n" if tags else ""
    return f"```{{code-cell}}\n{options}{code}\n```\n"


def formula(text: str) -> str:
    return cell("%load_ext gradbook.formula") + "\n" + cell(f"%%formula {text}")


def figure(code: str, directive: str = "") -> str:
    start = "import matplotlib.pyplot as plt\n\n"
    return cell(start + code) + directive


SHOWN = "\n```{cell-figure} fig-fault\nA caption.\n\nAn alternative text.\n```\n"
# The walk of gradient descent is another one.
EXPLORED = """import json

from myst_nb import glue

walk = [[2 * 0.975**step, 0] for step in range(2)]
says = {"path": walk, "values": [x * x / 2 for x, y in walk]}
given = {"surface": "bowl", "optimizer": "descent", "rate": 0.1, "beta": 0, "steps": 1}
glue("explorer-descent", json.dumps([{"given": given | {"start": walk[0]}, "expected": says}]))"""
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00"
GIF += b"\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
THREAD = """import threading

def work():
    raise ValueError("in a thread")

thread = threading.Thread(target=work)
thread.start()
thread.join()"""
LATE_THREAD = THREAD.replace("\nthread.join()", "").replace(
    "    raise", "    time.sleep(1)\n    raise"
)
TASK = """import asyncio

async def work():
    raise ValueError("in a task")

task = asyncio.ensure_future(work())"""
CALLBACK = """import asyncio

def work():
    raise ValueError("in a callback")

asyncio.get_running_loop().call_soon(work)"""
