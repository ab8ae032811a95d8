"""The circumstances in which cells run: those of the book, and others that change no result.

A kernel gets no variable of the shell but those named here, so that neither a user's settings nor
a choice of instructions of the processor reaches a result without the cache's knowledge.
"""

from __future__ import annotations

import os
import shutil
import site
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# What a kernel keeps of the shell's variables: where programs are, and libraries. Other libraries
# may give other digits, so the cache's key has these; it has all files of this folder anyway.
IN_KEY = ("LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
KEPT = ("PATH", "SYSTEMROOT", *IN_KEY)
# The same digits in every build.
DIGITS = {
    "MKL_CBWR": "AUTO,STRICT",
    **dict.fromkeys(("MKL_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"),
}
FIXED = DIGITS | {
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUTF8": "1",
}
HERE = {"LC_ALL": "C", "PYTHONHASHSEED": "0", "TZ": "UTC", "USER": "reader", "LOGNAME": "reader"}
# Memory that is fresh or used again holds no zeros and no old values, where the C library can do
# so; the witness moves the clock, and more.
ELSEWHERE = {
    "GLIBC_TUNABLES": "glibc.malloc.perturb=85:glibc.malloc.tcache_count=0",
    "GRADBOOK_ELSEWHERE": "1",
    "LC_ALL": "C.UTF-8",
    "PYTHONHASHSEED": "4",
    "TZ": "ELSE-14",
    "USER": "somebody",
    "LOGNAME": "somebody",
}
# Sets of words give their elements in another order.
BACKWARDS = {"GRADBOOK_BACKWARDS": "1"}
COPIED = ("docs", "gradbook")
LONG_AGO = 10**9  # when all files of a copy were changed, in seconds
HOW_COPIED: dict[str, Any] = {
    "ignore": shutil.ignore_patterns("__pycache__", ".*"),
    "ignore_dangling_symlinks": True,
}
LONGEST_FOLDER = 60  # a name of a socket has at most 104 signs


@dataclass
class Circumstances:
    """Where the project is for a kernel, and all its variables."""

    root: Path
    variables: dict[str, str]


def work_folder() -> Path:
    """Make a folder for what a build's kernels need, with a short name."""
    parent = tempfile.gettempdir()
    if len(parent) > LONGEST_FOLDER and os.access("/tmp", os.W_OK):
        parent = "/tmp"
    return Path(tempfile.mkdtemp(prefix="gradbook-", dir=parent))


def variables(work: Path, more: dict[str, str], seconds: float, fonts: Path) -> dict[str, str]:
    """Return all variables of a kernel, whose own folders are made."""
    own = {"HOME": work / "home", "TMPDIR": work / "tmp", "IPYTHONDIR": work / "ipython"}
    for folder in own.values():
        folder.mkdir(parents=True)
    found = {name: os.environ[name] for name in KEPT if name in os.environ}
    if site.ENABLE_USER_SITE:  # a Python whose packages are in the user's folder
        found["PYTHONUSERBASE"] = site.getuserbase()
    places = {name: str(folder) for name, folder in own.items()}
    # Matplotlib keeps its list of fonts there.
    places |= {"MPLCONFIGDIR": str(fonts), "GRADBOOK_CELL_SECONDS": str(seconds)}
    return found | FIXED | places | more


def here(root: Path, work: Path, seconds: float, fonts: Path) -> Circumstances:
    """Return the circumstances in which a chapter is published."""
    return Circumstances(root, variables(work / "here", HERE, seconds, fonts))


def elsewhere(root: Path, work: Path, seconds: float, fonts: Path) -> Circumstances:
    """Return other circumstances, with a copy of the project."""
    copy = work / "another-machine" / "a copy of the project"
    for name in COPIED:
        if (root / name).is_dir():
            shutil.copytree(root / name, copy / name, **HOW_COPIED)
    for folder, _, names in os.walk(copy):
        for path in (folder, *(os.path.join(folder, name) for name in names)):
            os.chmod(path, 0o700)
            os.utime(path, (LONG_AGO, LONG_AGO))
    return Circumstances(copy, variables(work / "else where", ELSEWHERE, seconds, fonts))


def copy_also(root: Path, copy: Path, names: Iterable[str]) -> None:
    """Copy more files of the project that a chapter uses."""
    for name in names:
        if (root / name).is_file() and not (copy / name).exists():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / name, copy / name)
