"""The commands of a session with what they printed, which is kept while nothing changes it."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hashed_files import digest, keep, read
from sphinx.application import Sphinx

from writing.forked import Server
from writing.shell import Ran, modules, run

__all__ = ["PROMPT", "KeptSession", "commands_of"]

PROMPT = "$ "


def commands_of(lines: Iterable[str]) -> list[str]:
    """Return the commands that stand behind prompts.

    Raises
    ------
    ValueError
        If there is none, or a line without a prompt.
    """
    written = [line for line in lines if line.strip()]
    bad = next((line for line in written if not line.startswith(PROMPT)), None)
    if bad is not None or not written:
        raise ValueError(f"session: expected commands after {PROMPT!r}, got {bad or 'none'!r}")
    return [line.removeprefix(PROMPT) for line in written]


@dataclass(frozen=True)
class KeptSession:
    """Commands beside the files that stand above them on a page."""

    app: Sphinx
    docname: str
    number: int  # on its page, from 0
    files: Mapping[str, str]
    commands: Sequence[str]

    @property
    def root(self) -> Path:
        return Path(self.app.confdir)

    @property
    def place(self) -> Path:
        name = f"{self.docname.replace('/', '-')}-{self.number}.json"
        return self.root / self.app.config.execution_cache / "sessions" / name

    def sources(self) -> Iterator[Path]:
        """Yield the files of the book that decide on what is printed."""
        return modules(self.root)

    @property
    def key(self) -> str:
        given = dict(self.files)
        known = json.dumps([platform.platform(), platform.python_version(), given])
        return digest(known, *self.commands, *(path.read_bytes() for path in self.sources()))

    @property
    def twice(self) -> bool:
        """Whether it must be seen that it prints the same a second time."""
        return bool(self.app.config.execution_twice)

    def known(self) -> list[Ran] | None:
        """Return what was printed when nothing was other than now."""
        entry = read(self.place)
        if entry and entry["key"] == self.key and (entry["twice"] or not self.twice):
            return [Ran(*each) for each in entry["ran"]]
        return None

    def run(self, server: Server | None = None) -> list[Ran]:
        """Run the commands, forked from a server where it can be, and keep what they print.

        The second time, none is forked: each Python has hashes and memory of its own.
        """
        key, ran = self.key, run(self.root, self.files, self.commands, server)
        if self.twice:
            later = run(self.root, self.files, self.commands)
            ran = [compared(*each) for each in zip(ran, later, strict=True)]
        keep(self.place, {"key": key, "ran": ran, "twice": self.twice})
        return ran


def compared(one: Ran, later: Ran) -> Ran:
    """Return what a command printed, with what it printed later if that differs."""
    return one if one == later else one._replace(again=f"{later.printed} ({later.status})")
