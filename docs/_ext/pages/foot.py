"""The foot of each page: with which versions it was built, and from which commit."""

from __future__ import annotations

import html
import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import stack
from book import module_version
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _

# So many digits name a commit in any repository; git's own number grows with the repository.
DIGITS = 10


def environment(folder: Path) -> dict[str, str]:
    """Return the environment in which git answers for a folder alone."""
    # What a hook of git sets is about another one, and so is a repository around the book.
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return own | {"GIT_CEILING_DIRECTORIES": str(folder.parent)}


def commit(folder: Path) -> tuple[str, str, bool] | None:
    """Return hash and date of the last commit, and whether files have changed.

    Or None: without git, outside of a repository, in one that git does not trust, before its first
    commit.
    """
    git = ["git", "--no-optional-locks", "-C", str(folder)]

    def ask(*question: str) -> str:
        answer = subprocess.run(
            [*git, *question], env=environment(folder), capture_output=True, check=True, text=True
        )
        return answer.stdout.strip()

    try:
        full, seconds = ask("log", "-1", "--format=%H %ct").split()
        changed = bool(ask("status", "--porcelain", "--untracked-files=no"))
    except (OSError, subprocess.CalledProcessError, ValueError):
        return None
    return full, datetime.fromtimestamp(int(seconds), UTC).date().isoformat(), changed


def origin(app: Sphinx) -> str:
    """Return the words for the commit, as HTML."""
    known = commit(Path(app.confdir))
    if known is None:
        return html.escape(_("without a repository"))
    full, date, changed = known
    name = f"<code>{full[:DIGITS]}</code>"
    if app.config.book_repository:
        name = f'<a href="{app.config.book_repository}/commit/{full}">{name}</a>'
    words = _("from commit {commit} of {date}, with changes since") if changed else ""
    words = words or _("from commit {commit} of {date}")
    return html.escape(words).format(commit=name, date=f'<time datetime="{date}">{date}</time>')


def write_foot(app: Sphinx) -> None:
    """Make the line, which is the same on all pages."""
    line = _("Built with torch {torch}, Matplotlib {matplotlib}, Python {python}, gradbook {book}")
    versions = {"torch": version("torch"), "matplotlib": version("matplotlib")}
    versions |= {"python": platform.python_version(), "book": module_version(app)}
    # A part of the context of each page.
    app.config.html_context["page_foot"] = (
        f'<p class="built-with">{line.format(**versions)}, {origin(app)}.</p>'
    )


def add(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    context[stack.FOOT] = context.get(stack.FOOT, "") + context["page_foot"]


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", write_foot)
    app.connect("html-page-context", add)
