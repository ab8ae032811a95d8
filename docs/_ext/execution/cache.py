"""Outputs of cells, kept under what they depend on.

The first part of the key is the content of the cells, their folder, Python, the packages and the
kernel's settings. An entry also lists the files of this project that the cells used, modules and
data, with the hash of each: it is only taken while all of them are unchanged.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from collections.abc import Iterable, Iterator
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from hashed_files import digest, keep, read, write

from execution.circumstances import IN_KEY
from execution.client import outputs

DAY = 24 * 3600
KEPT_DAYS = 14
# What changes outputs besides the cells: the machinery of their execution.
MACHINERY = ("docs/_ext/execution",)


# What of a processor decides on the instructions that libraries choose.
OF_PROCESSOR = ("vendor_id", "cpu family", "model", "flags", "Features", "CPU part")


def processor() -> str:
    """Return what decides on the digits of a processor's results."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return platform.processor()
    lines = text.partition("\n\n")[0].splitlines()
    return "\n".join(line for line in lines if line.partition("\t")[0].strip() in OF_PROCESSOR)


class Cache:
    """A folder of entries, safe to share: each is written whole or not at all."""

    def __init__(self, root: Path, folder: str) -> None:
        self.root = root
        self.folder = root / folder
        self.base = digest(*self.surroundings())
        self.used: set[str] = set()

    def surroundings(self) -> Iterator[str | bytes]:
        """Yield Python, the machine, libraries, every package's version, the execution's files."""
        yield sys.version
        yield platform.platform()
        yield processor()
        yield from (os.environ.get(name, "") for name in IN_KEY)
        yield from sorted({f"{d.name}=={d.version}" for d in distributions()})
        for name in MACHINERY:
            path = self.root / name
            for file in [path] if path.is_file() else sorted(path.rglob("*.*")):
                if file.is_file() and "__pycache__" not in file.parts:
                    yield file.read_bytes()

    def key(self, notebook: Any, folder: str | Path) -> str:
        """Return the key of a notebook's cells in a folder."""
        cells = [
            [cell.source, cell.metadata.get("tags", [])]
            for cell in notebook.cells
            if cell.cell_type == "code"
        ]
        place = os.path.relpath(folder, self.root)
        return digest(self.base, place, json.dumps(cells))

    def note(self, path: str | Path, text: str) -> Path:
        """Return the file that holds the key of a page's text."""
        place = os.path.relpath(path, self.root)
        return self.folder / f"{digest(self.base, place, text)}.key"

    def noted_key(self, path: str | Path, text: str) -> str | None:
        """Return the key of a page's text, '' where it has no cells, or None if nobody knows."""
        note = self.note(path, text)
        self.used.add(note.name)
        return read(note)

    def note_key(self, path: str | Path, text: str, key: str) -> None:
        """Note the key of a page's text."""
        keep(self.note(path, text), key)

    def modules(self) -> list[str]:
        """Return the names of all files of the module."""
        files = (self.root / "gradbook").rglob("*.*")
        return sorted(
            str(path.relative_to(self.root)) for path in files if path.parent.name != "__pycache__"
        )

    def hash(self, name: str) -> str | None:
        """Return the hash of a file or of a folder's list, or None where there is none."""
        path = self.root / name
        try:
            if name.endswith(os.sep):
                return digest(*sorted(each for each in os.listdir(path) if each[0] not in "._"))
            return digest(path.read_bytes())
        except OSError:
            return None

    def changed_within(self, name: str, seconds: float) -> bool:
        """Tell whether a file has changed in the last seconds."""
        try:
            return time.time() - (self.root / name).stat().st_mtime < seconds
        except FileNotFoundError:  # the cells saw that it is not there
            return False

    def unchanged(self, depends: dict[str, str | None]) -> bool:
        """Tell whether files are as they were."""
        return all(self.hash(name) == known for name, known in depends.items())

    def load(self, key: str) -> dict[str, Any] | None:
        """Return the entry whose files are all as they were, or None."""
        for path in sorted(self.folder.glob(f"{key}-*.json")):
            entry = read(path)
            if entry and entry["key"] == key and self.unchanged(entry["depends"]):
                self.used.add(path.name)
                return entry["run"] | {"files": sorted(entry["depends"])}
        return None

    def store(
        self, key: str, docname: str, notebook: Any, seconds: float, files: Iterable[str]
    ) -> None:
        """Keep a run; where the folder cannot be written, go on without."""
        if any(self.changed_within(name, seconds) for name in files):
            return  # which version the cells saw, nobody knows
        run = {
            "docname": docname,
            "seconds": seconds,
            "reproduced": False,
            "language_info": notebook.metadata.get("language_info"),
            "outputs": outputs(notebook),
        }
        depends = {name: self.hash(name) for name in files}
        self.write(self.path(key, depends), {"key": key, "depends": depends, "run": run})

    def path(self, key: str, depends: dict[str, str | None]) -> Path:
        return self.folder / f"{key}-{digest(json.dumps(depends, sort_keys=True))[:16]}.json"

    def write(self, path: Path, body: dict[str, Any]) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write(path, body)
        except OSError as error:
            print(f"the cache was not written: {error}", flush=True)
        self.used.add(path.name)

    def note_reproduced(self, key: str, files: list[str]) -> None:
        """Note that the run with a key and with these files, as they are, was reproduced."""
        path = self.path(key, {name: self.hash(name) for name in files})
        if entry := read(path):
            entry["run"]["reproduced"] = True
            self.write(path, entry)

    def durations(self) -> dict[str, float]:
        """Return how long each page took when it last ran."""
        entries = map(read, sorted(self.folder.glob("*.json"), key=lambda p: p.stat().st_mtime))
        return {e["run"]["docname"]: e["run"]["seconds"] for e in entries if e}

    def clean(self) -> None:
        """Keep what was used now, and forget what nobody has used for some time."""
        now = time.time()
        try:
            for path in filter(Path.is_file, self.folder.iterdir()):
                if path.name in self.used:
                    os.utime(path)
                elif now - path.stat().st_mtime > KEPT_DAYS * DAY:
                    path.unlink()
        except OSError:  # somebody else's folder, or somebody else was faster
            pass
