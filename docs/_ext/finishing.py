"""What is done when all pages are written, step by step; conf.py names it last."""

from __future__ import annotations

from collections.abc import Callable

from checks import links
from downloads import wheel
from execution import kernels, report, schedule
from pages import address, languages, not_found
from pages.lean import site as lean_site
from search import index
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.typing import ExtensionMetadata

# Whatever has happened, and first, so that no process outlives a step that fails.
ALWAYS: dict[str, Callable[[Sphinx, Exception | None], None]] = {
    "end the server of kernels": kernels.stop,
    "clean the cache": schedule.clean,
    "say what was executed": report.summarize,
}
# When Sphinx has written all pages; each finds what those before it have made.
STEPS: dict[str, Callable[[Sphinx], None]] = {
    # As Sphinx and the chapters made them; lean pages have the same, less what is not needed.
    "check the links": links.check_site,
    # It reads what was written beside the pages, and takes a while.
    "begin the index of the search": index.begin_index,
    # It removes files that no page asks for: what others add comes later.
    "make the pages lean": lean_site.make_lean,
    "name the language of Chinese words": languages.mark,
    "build the wheel": wheel.build,
    "build the index of the search": index.build_index,
    "write the map of the site": address.write_map,
    # It moves links that were checked.
    "let the page of what is not there begin at the root": not_found.from_the_root,
    # All files are there.
    "check the names of the files": links.check_names,
}


def finish(app: Sphinx, error: Exception | None) -> None:
    for name, always in ALWAYS.items():
        step(name, always, app, error)
    if error is None:
        for name, do in STEPS.items():
            step(name, do, app)


def step(name: str, do: Callable[..., None], *arguments: object) -> None:
    """Do one step; say which one it was that failed."""
    try:
        do(*arguments)
    except Exception as error:
        message = f"the step to {name} failed: {type(error).__name__}: {error}"
        raise ExtensionError(message, error, "finishing") from error


def setup(app: Sphinx) -> ExtensionMetadata:
    # After MyST-NB has written its style sheet.
    app.connect("build-finished", finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
