"""What a shell says: files are written, commands run while the book is built, and both are shown.

````{file} notes.md
The text of the file
````

```{session}
$ gradbook check notes.md
$ echo $?
```

Each session runs in a folder of its own with the files that stand above it on the page, and beside
the others of its page. A status that is not 0 must be seen: the next command is `echo $?`, or the
build says so.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from threading import BoundedSemaphore, Thread
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from writing.kept_session import PROMPT, KeptSession, commands_of
from writing.shell import Ran

logger = logging.getLogger(__name__)

ASKS = "echo $?"
LANGUAGES = {".py": "python", ".toml": "toml"}
# How many sessions of a page run at a time.
ROOM = BoundedSemaphore(int(os.environ.get("GRADBOOK_CORES", "1")))


class File(SphinxDirective):
    """A file beside the commands, shown as it is."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        text = "\n".join(self.content)
        files(self.env)[self.arguments[0]] = f"{text}\n"
        language = LANGUAGES.get(Path(self.arguments[0]).suffix, "text")
        block = nodes.literal_block(text, text, language=language, classes=["file"])
        self.set_source_info(block)
        return [block]


class Session(SphinxDirective):
    """Commands, each with what it prints."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        try:
            commands = commands_of(self.content)
        except ValueError as error:
            raise self.error(str(error)) from None
        block = nodes.literal_block("", "", language="console", classes=["session"])
        self.set_source_info(block)
        waiting(self.env).append((block, self.ran(commands)))
        return [block]

    def ran(self, commands: Sequence[str]) -> Future[list[Ran]]:
        """Start the commands, or return what they printed when nothing was other than now."""
        env = self.env
        number = env.new_serialno("session")
        session = KeptSession(env.app, env.docname, number, dict(files(env)), commands)
        for path in session.sources():
            env.note_dependency(str(path))
        known = session.known()
        if known is None:
            return beside(partial(in_its_turn, session))
        done: Future[list[Ran]] = Future()
        done.set_result(known)
        return done


class Fill(SphinxTransform):
    """Let sessions say what they printed, when the page is read and all of them were started."""

    default_priority = 1

    def apply(self, **kwargs: Any) -> None:
        for block, future in waiting(self.env):
            ran = future.result()
            for fault in [*unseen(ran), *elsewhere(ran), *changing(ran)]:
                logger.warning(fault, location=block, type="session")
            block.rawsource = "\n".join(filter(None, (part for one in ran for part in shown(one))))
            block += nodes.Text(block.rawsource)
        waiting(self.env).clear()


def in_its_turn(session: KeptSession) -> list[Ran]:
    with ROOM:
        return session.run()


def beside(work: Callable[[], list[Ran]]) -> Future[list[Ran]]:
    """Do some work in a thread for which no process waits when it ends."""
    future: Future[list[Ran]] = Future()

    def do() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    Thread(target=do, daemon=True).start()
    return future


def waiting(env: BuildEnvironment) -> list[tuple[nodes.literal_block, Future[list[Ran]]]]:
    """Return the blocks of the page that is read, each with its session."""
    return env.temp_data.setdefault("sessions", [])  # type: ignore[return-value]


def files(env: BuildEnvironment) -> dict[str, str]:
    """Return the files that stand on the page that is read so far, by their names."""
    known: dict[str, str] = env.temp_data.setdefault("session_files", {})  # type: ignore[assignment]
    return known


def shown(ran: Ran) -> tuple[str, str]:
    return f"{PROMPT}{ran.command}", ran.printed


def unseen(ran: Sequence[Ran]) -> Iterator[str]:
    """Yield the failures that the session does not show."""
    following = [*(one.command for one in ran[1:]), ""]
    for one, after in zip(ran, following, strict=True):
        if one.status and after != ASKS:
            got = f"status {one.status} of {one.command!r}:\n{one.printed}"
            yield f"expected {ASKS!r} after a command that fails, got {got}"


def elsewhere(ran: Sequence[Ran]) -> Iterator[str]:
    """Yield places of this machine that were printed, which another one would not have."""
    for one in ran:
        for place in (tempfile.gettempdir(), sys.prefix, sys.base_prefix):
            if f"{place}{os.sep}" in one.printed:
                yield f"expected no place of this machine, got {place} from {one.command!r}"


def changing(ran: Sequence[Ran]) -> Iterator[str]:
    """Yield what another build would show otherwise."""
    for one in ran:
        if one.again:
            got = f"{one.printed} ({one.status})\nand then\n{one.again}"
            yield f"expected {one.command!r} to print the same again, got\n{got}"


def setup(app: Sphinx) -> None:
    app.add_directive("file", File)
    app.add_directive("session", Session)
    app.add_transform(Fill)
