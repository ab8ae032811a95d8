"""Runs the sessions of all pages while the cells run, which leave some of the cores idle.

A page that is read finds what its sessions printed; one that is not found here runs then.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Thread

from reading.blocks import blocks, strict_parser
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from writing.forked import Server
from writing.kept_session import KeptSession, commands_of
from writing.shell import surroundings

logger = logging.getLogger(__name__)

# Before and after the execution of the chapters, which has the usual one.
EARLIER, LATER = 400, 600


def sessions(app: Sphinx, docname: str) -> Iterator[KeptSession]:
    """Yield the sessions that stand on a page."""
    text = Path(app.env.doc2path(docname)).read_text(encoding="utf-8", errors="replace")
    if "{session}" not in text:
        return
    given: dict[str, str] = {}
    number, config = 0, app.env.myst_config  # type: ignore[attr-defined]
    for block in blocks(strict_parser(config), text):
        name, argument = block.directive or ("", "")
        lines = block.token.content.splitlines()
        if name == "file":
            given[argument] = "\n".join([*lines, ""])
        elif name == "session":
            # One that is not written as it should be is refused as its page is read.
            with contextlib.suppress(ValueError):
                yield KeptSession(app, docname, number, dict(given), commands_of(lines))
                number += 1


def run_all(waiting: Sequence[KeptSession], server: Server | None = None) -> None:
    """Run sessions one after the other; the page of one that fails says so when it is read."""
    for session in waiting:
        try:
            session.run(server)
        except Exception as error:
            logger.debug("%s: %s", session.docname, error)


def run_from_server(root: Path, waiting: Sequence[KeptSession]) -> None:
    """Run sessions with the programs of one server, where programs can be forked."""
    if not waiting or not sys.platform.startswith("linux"):
        return run_all(waiting)
    place = tempfile.TemporaryDirectory()
    with place, Server(surroundings(root, Path(place.name))) as server:
        run_all(waiting, server)


def start(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    found = (session for docname in docnames for session in sessions(app, docname))
    waiting = [session for session in found if session.known() is None]
    # No process waits for this thread when it ends.
    arguments = Path(app.confdir), waiting
    app.sessions_ahead = Thread(target=run_from_server, args=arguments, daemon=True)  # type: ignore[attr-defined]
    app.sessions_ahead.start()  # type: ignore[attr-defined]


def finish(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Wait before processes are forked that read the pages."""
    app.sessions_ahead.join()  # type: ignore[attr-defined]


def setup(app: Sphinx) -> None:
    app.connect("env-before-read-docs", start, priority=EARLIER)
    app.connect("env-before-read-docs", finish, priority=LATER)
