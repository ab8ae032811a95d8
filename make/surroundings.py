"""The surroundings of a build: what it has of the user's settings, and its date."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from cores import chapters, cores

# Settings of what runs in a build, which a user made for other work.
OTHERS = ("PYTHON", "MATPLOTLIB", "MPL", "IPYTHON", "JUPYTER", "GIT_")
KEPT = {"PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"}
# Where no commit has a date: the first moment that a zip archive, as the wheel is, can write.
EARLIEST = 315532800


def surroundings(root: Path) -> dict[str, str]:
    """Return the environment variables for a build of the book in a folder."""
    found = {k: v for k, v in os.environ.items() if k in KEPT or not k.startswith(OTHERS)}
    found |= {
        "PYTHONNOUSERSITE": "1",
        "PYTHONUTF8": "1",
        "SOURCE_DATE_EPOCH": str(epoch(root)),
        # For all that works side by side.
        "GRADBOOK_CORES": str(cores()),
        "GRADBOOK_CHAPTERS": str(chapters()),
        **trust(root),
    }
    if not os.access(os.path.expanduser("~"), os.W_OK):
        # Matplotlib and Jupyter keep files there.
        home = root / "_build" / "home"
        home.mkdir(parents=True, exist_ok=True)
        found["HOME"] = str(home)
    return found


def trust(root: Path) -> dict[str, str]:
    """Return what lets git read a repository of another user: whoever builds it runs its code."""
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": str(root),
    }


def epoch(root: Path) -> int:
    """Return the date of what is written: what the user says, or that of the last commit."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    try:
        return int(given) if given else source_date(root)
    except ValueError:
        sys.exit(f"SOURCE_DATE_EPOCH: expected seconds, as in 1700000000, got {given!r}")


@cache
def source_date(root: Path) -> int:
    """Return the date of the last commit, in seconds of the epoch."""
    command = ["git", "-C", str(root), "log", "-1", "--format=%ct"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    # A repository around a copy of the book says nothing about it.
    environment |= {"GIT_CEILING_DIRECTORIES": str(root.parent), **trust(root)}
    try:
        git = subprocess.run(
            command, env=environment, capture_output=True, check=True, encoding="utf-8"
        )
        return max(int(git.stdout), EARLIEST)
    except (OSError, subprocess.CalledProcessError, ValueError) as error:
        if (root / ".git").exists():
            said = (getattr(error, "stderr", None) or str(error)).strip().splitlines()[0]
            print(f"git does not tell the date of the book, 1980 it is: {said}", file=sys.stderr)
        return EARLIEST
