"""What a reader of the finished site follows: each link leads somewhere, each name is one file."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from book import files_of_editions, wheel_name
from reading import html
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.parallel import ParallelTasks, SerialTasks, parallel_available

logger = logging.getLogger(__name__)

NAME_OF_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]\w+")
# For each page, the anchors that are there; for another file, none.
Anchors = dict[Path, set[str]]


def check_site(app: Sphinx) -> None:
    """Report links, within the finished site, to files and anchors that are not there."""
    if app.builder.format != "html":
        return
    site = Path(app.outdir)
    files = {site / f"{docname}.html": docname for docname in sorted(app.env.found_docs)}
    cache = Path(app.confdir, app.config.execution_cache)
    pages = read(list(files), cache, app.parallel)
    anchors: Anchors = {path: set(page.anchors) for path, page in pages.items()}
    made_later = [wheel_name(app), *files_of_editions(app.config)]
    anchors |= {site / name: set() for name in made_later}
    for path, page in pages.items():
        for name in sorted({name for name in page.ids if page.ids.count(name) > 1}):
            place = source(app, files[path], name)
            warn(place, "expected ids that differ, got %r twice", name)
        for link in page.links:
            if not leads_somewhere(path, link, site, anchors):
                place = source(app, files[path], link)
                warn(place, "expected a link to a page, file or anchor of the site, got %r", link)
    check_lists(site, cache, anchors)


def read(paths: Sequence[Path], cache: Path, processes: int) -> dict[Path, html.Page]:
    """Return what each page says, read by several processes side by side."""
    several = parallel_available and processes > 1
    tasks = ParallelTasks(processes) if several else SerialTasks()
    found: dict[Path, html.Page] = {}

    def some(start: int) -> dict[Path, html.Page]:
        chosen = paths[start::processes]
        return {path: html.page(path.read_text(encoding="utf-8"), cache) for path in chosen}

    def take(*given: Any) -> None:  # a task that was forked gives its argument, too
        found.update(given[-1])

    for start in range(processes):
        tasks.add_task(some, start, take)
    tasks.join()
    return {path: found[path] for path in paths}


def check_lists(site: Path, cache: Path, anchors: Anchors) -> None:
    """Report links of pages that no file is the source of, as the general index, the same way."""
    for path in sorted(path for path in site.glob("*.html") if path not in anchors):
        for link in html.page(path.read_text(encoding="utf-8"), cache).links:
            if not leads_somewhere(path, link, site, anchors):
                message = "%s: expected a link to a page, file or anchor of the site, got %r"
                warn(None, message, path.name, link)


def leads_somewhere(page: Path, link: str, site: Path, anchors: Anchors) -> bool:
    """Tell whether a link leaves the site, or ends at something in it."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return is_public(parts)
    base = site if parts.path.startswith("/") else page.parent
    target = Path(os.path.normpath(base / unquote(parts.path).lstrip("/"))) if parts.path else page
    if target.is_dir():
        target /= "index.html"
    anchor = unquote(parts.fragment)
    if target in anchors:
        return not anchor or anchor in anchors[target]
    return target.is_file()


def is_public(parts: SplitResult) -> bool:
    """Tell whether an address means the same to every reader."""
    if parts.scheme in {"http", "https", ""}:
        return bool(NAME_OF_HOST.fullmatch(parts.hostname or ""))
    return parts.scheme in {"mailto", "data"}


def source(app: Sphinx, docname: str, text: str) -> tuple[str, int]:
    """Return the place in a chapter where a text of its page comes from, as well as we know."""
    words = [text, text.rpartition("#")[2], Path(urlsplit(text).path).stem]
    lines = Path(app.env.doc2path(docname)).read_text(encoding="utf-8", errors="replace")
    for word in filter(None, words):
        for number, line in enumerate(lines.splitlines(), 1):
            if word in line:
                return docname, number
    return docname, 1


def check_names(app: Sphinx) -> None:
    """Report files of the site that are one where a disk takes A for a."""
    site = Path(app.outdir)
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*"))
    for one, other in alike(names):
        docname = other.removesuffix(".html")
        place = (docname, 1) if docname in app.env.found_docs else None
        warn(
            place, "expected files whose names differ in more than case, got %r and %r", one, other
        )


def alike(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of names that some disks take for one."""
    known: dict[str, str] = {}
    for name in names:
        before = known.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
        if before != name:
            yield before, name


def warn(place: tuple[str, int] | None, message: str, *arguments: object) -> None:
    logger.warning(message, *arguments, location=place, type="page")


def check_generated(
    app: Sphinx, pagename: str, template: str, context: dict[str, object], document: object
) -> None:
    """Report a chapter whose page is overwritten by one that the build makes by itself."""
    if document is None and pagename in app.env.found_docs:
        warn((pagename, 1), "expected a name that no list of the build has, got %r", pagename)


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", check_generated)
