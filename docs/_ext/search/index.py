"""The search of the site: Pagefind's index, and a box that fetches it when it is first used.

Sphinx's own search, which every page would load, is left out.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import stack
from book import VENDOR
from docutils import nodes
from hashed_files import digest
from pagefind_bin import get_executable
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import _
from sphinx.util import logging

from search import places, words
from search.names import thesaurus
from search.records import records

logger = logging.getLogger(__name__)

# What Pagefind's script asks for; the rest are its own boxes, and a worker that we do without.
SHIPPED = ("pagefind.js", "pagefind-entry.json", "pagefind.*.pf_meta", "fragment", "index")
UNNEEDED = ("searchtools.js", "language_data.js", "sphinx_highlight.js", "doctools.js")
LICENSE = VENDOR / "pagefind-LICENSE"
# Of the reference part, these answer questions as chapters do; the others are lists.
GUIDES = {"reference/formula", "reference/installation"}
BOX = ("search.css", "search-ranking.js", "search.js")
STATIC = Path(__file__).parents[2] / "_static"
# Its layout does not ask for Sphinx's search.
TEMPLATES = "docs/_ext/pages/templates"


def leave_out_sphinx_search(app: Sphinx, config: Config) -> None:
    config.html_theme_options["disable_search"] = True
    config.templates_path = [TEMPLATES, *config.templates_path]


def folder(app: Sphinx) -> Path:
    """Return where the texts wait that are searched: beside the doctrees, not in the site."""
    return Path(app.doctreedir, "search")


def bundle(app: Sphinx) -> Path:
    """Return where Pagefind writes the index, of which the site gets a part."""
    return Path(app.doctreedir, ".index")  # no page has this name


def write_records(
    app: Sphinx,
    docname: str,
    template: str,
    context: dict[str, Any],
    document: nodes.document | None,
) -> None:
    """Write what the search knows of a page, in the process that writes the page."""
    scripts = context.get("script_files", [])
    context["script_files"] = [script for script in scripts if not is_unneeded(script)]
    if document is None or app.builder.name != "html":
        return
    place = folder(app) / docname
    place.mkdir(parents=True, exist_ok=True)
    for old in place.glob("*.html"):
        old.unlink()
    reference = docname.startswith("reference/") and docname not in GUIDES
    known = thesaurus(app.env)
    for anchor, text in records(document, app.config.language, reference, known):
        file = place / f"{anchor}.html"
        if file.exists():  # on a disk that takes A for a
            message = "search: expected places whose ids differ, got %r twice"
            logger.warning(message, anchor, location=document, type="search")
        file.write_text(text, encoding="utf-8")


def is_unneeded(script: object) -> bool:
    return Path(str(getattr(script, "filename", script))).name in UNNEEDED


def begin_index(app: Sphinx) -> None:
    """Let Pagefind read the texts, on a core of its own, while the pages are finished."""
    if app.builder.name != "html":
        return
    drop_removed_pages(app)
    shutil.rmtree(bundle(app), ignore_errors=True)
    # A section may be called index.
    options = ["--output-path", bundle(app), "--keep-index-url", "--silent"]
    command = [get_executable(), "--site", folder(app), *options]
    run = partial(subprocess.run, command, capture_output=True, encoding="utf-8", check=False)
    app.pagefind = ThreadPoolExecutor().submit(run)  # type: ignore[attr-defined]


def build_index(app: Sphinx) -> None:
    if app.builder.name != "html":
        return
    for name in UNNEEDED:
        Path(app.outdir, "_static", name).unlink(missing_ok=True)
    run = app.pagefind.result()  # type: ignore[attr-defined]
    problem = fault(run, bundle(app), folder(app))
    if problem:
        logger.warning("search: %s", problem, type="search")
    else:
        ship(bundle(app), Path(app.outdir, "pagefind"))
        words.write(folder(app), Path(app.outdir, "pagefind"))
        places.write(Path(app.outdir, "pagefind"))


def drop_removed_pages(app: Sphinx) -> None:
    """Forget pages that are no more, when the environment is an earlier build's."""
    for path in sorted(folder(app).rglob("*.html")):
        if path.parent.relative_to(folder(app)).as_posix() not in app.env.found_docs:
            path.unlink()


def fault(run: subprocess.CompletedProcess[str], bundle: Path, texts: Path) -> str | None:
    """Return what went wrong with the index, or None."""
    if run.returncode:
        return f"Pagefind ended with {run.returncode}: {(run.stderr or run.stdout).strip()}"
    expected = sum(path.is_file() for path in texts.rglob("*.html"))
    entry = json.loads((bundle / "pagefind-entry.json").read_text(encoding="utf-8"))
    indexed = sum(language["page_count"] for language in entry["languages"].values())
    if indexed != expected:
        return f"expected {expected} sections in Pagefind's index, got {indexed}"
    return None


def ship(bundle: Path, target: Path) -> None:
    """Copy what the box asks for, with the search engine of each language that the site has."""
    entry = json.loads((bundle / "pagefind-entry.json").read_text(encoding="utf-8"))
    languages = entry["languages"].values()
    engines = {f"wasm.{language['wasm'] or 'unknown'}.pagefind" for language in languages}
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    shutil.copy(LICENSE, target / "LICENSE")
    for pattern in (*SHIPPED, *sorted(engines)):
        for path in bundle.glob(pattern):
            copy = shutil.copytree if path.is_dir() else shutil.copy
            copy(path, target / path.name)


def setup(app: Sphinx) -> None:
    # The opener asks for the box by this version: who has an older one gets it anew.
    box = [(STATIC / name).read_bytes() for name in BOX]
    offline = _("The search cannot be loaded: the network is away.")
    version: dict[str, Any] = {"data-version": digest(*box)[:8], "data-offline": str(offline)}
    app.add_js_file("search-opener.js", loading_method="defer", **version)
    app.connect("config-inited", leave_out_sphinx_search)
    app.connect("builder-inited", stack.leave_out_search)
    app.connect("html-page-context", write_records, priority=900)
