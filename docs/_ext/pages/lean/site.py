"""The site's pages with what they need and no more, when all of them are written.

The style sheets of a page become one, without unused rules (`lean_css`); fonts keep the signs
that the site shows (`lean_fonts`); scripts wait until the page is there. What the theme ships and
no page asks for is removed. Pages that an earlier build has made lean stay as they are.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Collection
from pathlib import Path

from hashed_files import digest, keep, read
from sphinx.application import Sphinx
from sphinx.util import logging

from pages.lean import fonts, theme
from pages.lean.css import VARIABLE, Names, bundle
from pages.lean.tags import FOLDER, Page

logger = logging.getLogger(__name__)

# What the cached style sheets depend on besides their sources.
WAY = ("rules.py", "css.py")


class Site:
    """The pages of a site and the files beside them."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder, self.cache = folder, cache
        files = sorted(path.relative_to(folder) for path in folder.rglob("*.html"))
        self.pages = [
            Page(str(file), self.text(file), cache) for file in files if FOLDER not in file.parts
        ]
        self.scripts = self.with_named(set().union(*(page.scripts for page in self.pages)))
        # The style sheet for each list of style sheets; the new name of each font.
        self.bundles: dict[tuple[str, ...], str] = {}
        self.renamed: dict[str, str] = {}

    def text(self, file: str | Path) -> str:
        return (self.folder / file).read_text("utf-8")

    def with_named(self, scripts: set[str]) -> list[str]:
        """Return the scripts that are there, and those that they name and load when needed."""
        others = {path.relative_to(self.folder).as_posix() for path in self.static("*.js")}
        scripts = {file for file in scripts if (self.folder / file).is_file()}
        asked = "".join(self.text(file) for file in sorted(scripts))
        return sorted(scripts | {file for file in others if posixpath.basename(file) in asked})

    def static(self, pattern: str) -> list[Path]:
        return sorted((self.folder / FOLDER).rglob(pattern))

    def put(self, stem: str, ending: str, data: bytes) -> str:
        """Write a file under a name that tells its content; return its path in the site."""
        file = f"{FOLDER}/{stem}-{digest(data)[:12]}.{ending}"
        (self.folder / file).write_bytes(data)
        return file

    def names(self) -> Names:
        """Return what pages and scripts name."""
        names = Names()
        for page in self.pages:
            names.add_page(page.read)
        for file in self.scripts:
            names.add_script(self.text(file))
        linked = set().union(*(page.style_sheets for page in self.pages))
        for path in self.static("*.css"):
            # What a script loads asks for variables.
            if path.relative_to(self.folder).as_posix() not in linked:
                names.words.update(VARIABLE.findall(path.read_text("utf-8")))
        return names

    def signs(self) -> set[str]:
        """Return every sign that stands on a page."""
        text = "".join(page.html for page in self.pages)
        entities = set(re.findall(r"&#?\w+;", text))
        return set(text).union(*map(html.unescape, entities))

    def make_bundles(self) -> None:
        """Write a style sheet for each list of style sheets that a page asks for."""
        lists = {page.style_sheets for page in self.pages if page.is_plain}
        names = self.names() if lists else Names()
        sheets = {files: self.bundle(files, names) for files in sorted(lists)}
        signs = self.signs().union(*map(fonts.drawn, sheets.values()))
        for files, css in sheets.items():
            css = self.cut_fonts(css, signs)
            self.bundles[files] = self.put("style", "css", css.encode())

    def bundle(self, files: tuple[str, ...], names: Names) -> str:
        """Return one style sheet for several; from the cache if nothing has changed."""
        # All of them: a style sheet may import others.
        sources = [path.read_bytes() for path in self.static("*.css")]
        way = [Path(__file__).with_name(name).read_bytes() for name in WAY]
        entry = self.cache / f"style-{digest(names.text(), *files, *sources, *way)}.made"
        if (css := read(entry)) is None:
            css = bundle(files, self.text, names, FOLDER)
            keep(entry, css)
        return css

    def cut_fonts(self, css: str, signs: set[str]) -> str:
        """Write the fonts of a style sheet with some signs alone; name them in it."""
        for font in fonts.files(css):
            file = posixpath.normpath(f"{FOLDER}/{font}")
            if file not in self.renamed:
                data = fonts.cut((self.folder / file).read_bytes(), signs, self.cache)
                self.renamed[file] = self.put(Path(file).stem, "woff2", data)
            css = css.replace(f"url({font})", f"url({posixpath.basename(self.renamed[file])})")
        return css

    def fonts_named(self, stems: Collection[str]) -> list[str]:
        return [self.renamed[file] for file in sorted(self.renamed) if Path(file).stem in stems]

    def rewrite(self) -> None:
        for page in self.pages:
            if page.style_sheets in self.bundles:
                page.html = page.lean(self)
                (self.folder / page.name).write_text(page.html, "utf-8")

    def sweep(self) -> None:
        """Remove what no page, script or style sheet names; licenses stay."""
        # Pages that were lean before name the style sheets of their own build.
        named = set().union(*(page.static_files() for page in self.pages))
        sheets = sorted(file for file in named if file.endswith(".css"))
        texts = [
            self.text(file) for file in (*self.scripts, *sheets) if (self.folder / file).is_file()
        ]
        for path in reversed(self.static("*")):
            if path.is_dir():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path.suffix == ".map" or not (
                path.relative_to(self.folder).as_posix() in named
                or "LICENSE" in path.name
                or any(path.name in text for text in texts)
            ):
                path.unlink()


def make_lean(app: Sphinx) -> None:
    if app.builder.name == "html" and app.config.lean_pages:
        site = Site(Path(app.outdir), Path(app.confdir, app.config.execution_cache))
        try:
            site.make_bundles()
        except ValueError as fault:  # with what else is wrong, not instead of it
            logger.warning("%s", fault, type="css")
            return
        theme.mend(site.folder / FOLDER)
        site.rewrite()
        site.sweep()
