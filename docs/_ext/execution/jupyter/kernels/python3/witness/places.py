"""Which line of a cell asks for something, and what belongs to the project."""

from __future__ import annotations

import os
import re
import sys
import sysconfig
import threading
from pathlib import Path
from typing import Any

ROOT = str(Path(__file__).resolve().parents[7]) + os.sep
# The environment may stand in the project's folder; its packages count by their versions. Where
# the project stands in its environment's folder, it is ours all the same.
ENVIRONMENT = sys.prefix + os.sep
CELL = re.compile(r"ipykernel_\d+[/\\]\d+\.py$")
PACKAGES = re.compile(r"[/\\](?:site|dist)-packages[/\\]")
IMPORTS = re.compile(r"^<frozen importlib|[/\\]importlib[/\\]")
# The `open` of cells.
OPENS = re.compile(r"[/\\]IPython[/\\]core[/\\]interactiveshell\.py$")
STANDARD = (sysconfig.get_path("stdlib") + os.sep, "<frozen ")

# The number of the cell that is running, from 0; it is changed in place.
running = [0]
# Where a thread was started that has no cell below it.
STARTED = "started_by_line"


def is_ours(path: str) -> bool:
    inside = ENVIRONMENT.startswith(ROOT) and path.startswith(ENVIRONMENT)
    return path.startswith(ROOT) and not inside


def passes_on(name: str) -> bool:
    """Tell whether the code of a file acts for its caller, and not for itself."""
    standard = name.startswith(STANDARD) and not PACKAGES.search(name)
    return standard or is_ours(name) or bool(OPENS.search(name))


def asked_by_cell(directly: bool = False) -> int | None:
    """Return the line of the cell that asked, or None; not through a package if `directly`."""
    frame: Any = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_filename
        if CELL.search(name):
            return frame.f_lineno
        if directly and not passes_on(name):
            return None
        frame = frame.f_back
    return getattr(threading.current_thread(), STARTED, None)


def imports() -> bool:
    """Tell whether Python is looking for a module or a package."""
    frame: Any = sys._getframe(1)
    while frame is not None:
        if IMPORTS.search(frame.f_code.co_filename):
            return True
        frame = frame.f_back
    return False
