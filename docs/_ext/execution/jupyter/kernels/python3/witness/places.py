"""Which line of a cell asks for something, and what belongs to the project."""

import os
import re
import sys
import sysconfig
from pathlib import Path

ROOT = str(Path(__file__).resolve().parents[7]) + os.sep
# The environment may stand in the project's folder; its packages count by their versions.
ENVIRONMENT = sys.prefix + os.sep
CELL = re.compile(r"ipykernel_\d+[/\\]\d+\.py$")
PACKAGES = re.compile(r"[/\\](?:site|dist)-packages[/\\]")
# They open a file in the name of whoever asks them.
OPENERS = re.compile(
    r"[/\\]IPython[/\\]core[/\\]interactiveshell\.py$|[/\\]numpy[/\\]lib[/\\]"
    r"|[/\\]torch[/\\]serialization\.py$"
)
IMPORTS = re.compile(r"^<frozen importlib|[/\\]importlib[/\\]")
STANDARD = (sysconfig.get_path("stdlib") + os.sep, "<frozen ")


def is_ours(path):
    return path.startswith(ROOT) and not path.startswith(ENVIRONMENT)


def passes_on(name):
    """Tell whether the code of a file acts for its caller, and not for itself."""
    standard = name.startswith(STANDARD) and not PACKAGES.search(name)
    return standard or is_ours(name) or OPENERS.search(name)


def asked_by_cell(directly=False):
    """Return the line of the cell that asked, or None; not through a package if `directly`."""
    frame = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_filename
        if CELL.search(name):
            return frame.f_lineno
        if directly and not passes_on(name):
            return None
        frame = frame.f_back
    return None


def imports():
    """Tell whether Python is looking for a module or a package."""
    frame = sys._getframe(1)
    while frame is not None:
        if IMPORTS.search(frame.f_code.co_filename):
            return True
        frame = frame.f_back
    return False
