"""The links to style sheets, scripts and fonts in a page's HTML."""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

from reading import html
from reading.html import Element

if TYPE_CHECKING:
    from pages.lean.site import Site

# Where the site has such files.
FOLDER = "_static"
NAMED = re.compile(rf"{FOLDER}/[^\"'?#)<>\s]+")
# It draws the icons a second time, as SVG; the font has drawn them already.
ICONS = "fontawesome.js"
# Small, and wanted by the scripts in the page itself.
OPTIONS = "documentation_options.js"
# What a formula needs by its classes; without it, its line would move when the letters come.
FORMULA_FONTS = {"katex": "KaTeX_Main-Regular", "mathnormal": "KaTeX_Math-Italic"}
STYLE = '<link rel="stylesheet" href="{}" />\n'
# Fonts start at once, but not in a folder: there a browser refuses it, and says so.
FONTS = """<script>
if (location.protocol != "file:") for (const href of {}) document.head.append(
Object.assign(document.createElement("link"), {{rel: "preload", as: "font", crossOrigin: "", href}})
);</script>
"""


class Page:
    """A page of the site: its HTML, and what it links to."""

    def __init__(self, name: str, text: str, cache: Path) -> None:
        self.name, self.html = name, text
        self.read = html.page(text, cache)
        sheets = map(self.style_sheet, self.read.head)
        # Each once, in their order.
        self.style_sheets = tuple(dict.fromkeys(file for file in sheets if file))
        sources = map(self.script, self.read.head)
        self.scripts = {file for file in sources if file and not self.needless(file)}

    def file(self, address: str) -> str | None:
        """Return the path in the site of what an address on the page points at, or None."""
        path = address.partition("?")[0]
        if not path or ":" in path or path.startswith("/"):
            return None
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.name), path))

    def at(self, file: str) -> str:
        """Return a file's address on the page."""
        return posixpath.relpath(file, posixpath.dirname(self.name) or ".")

    def style_sheet(self, tag: Element) -> str | None:
        """Return the style sheet that a tag asks for in all media, if it is one of the site."""
        if tag.name != "link" or tag.attributes.get("rel") != "stylesheet":
            return None
        file = self.file(tag.attributes.get("href", ""))
        ours = file and file.startswith(f"{FOLDER}/") and "media" not in tag.attributes
        return file if ours else None

    def script(self, tag: Element) -> str | None:
        return self.file(tag.attributes.get("src", "")) if tag.name == "script" else None

    def needless(self, file: str) -> bool:
        return posixpath.basename(file) == ICONS

    @property
    def is_plain(self) -> bool:
        """Tell whether the page is still as the theme made it."""
        return any(not posixpath.basename(file).startswith("style-") for file in self.style_sheets)

    def static_files(self) -> set[str]:
        """Return the files among the static ones that the page names."""
        return set(NAMED.findall(self.html))

    def lean(self, site: Site) -> str:
        """Return the HTML with one style sheet, with the fonts' new names, without the needless."""
        edits, seen = [], set[str]()
        for tag in self.read.head:
            end = tag.end
            if tag.name == "script":
                end = html.end_of(self.html, "script", tag.start) or end
            # Its line goes with it.
            end += self.html.startswith("\n", end)
            text = self.html[tag.start : end]
            edits.append((tag.start, end, self.instead(tag, text, site, seen)))
        return html.replaced(self.html, edits)

    def instead(self, tag: Element, text: str, site: Site, seen: set[str]) -> str:
        """Return what stands in the place of a tag; `seen` holds what is wanted only once."""
        if self.style_sheet(tag):
            return self.head_links(site) if self.first("style", seen) else ""
        if tag.attributes.get("name") == "viewport":
            return text if self.first("viewport", seen) else ""
        if file := self.script(tag):
            return self.waiting(tag, text, file, site)
        loaded = tag.attributes.get("rel") == "preload" and tag.attributes.get("as")
        return "" if loaded in ("script", "font") else text

    @staticmethod
    def first(what: str, seen: set[str]) -> bool:
        """Tell whether something is asked for the first time."""
        new = what not in seen
        seen.add(what)
        return new

    def head_links(self, site: Site) -> str:
        """Return the link to the style sheet, and the start of the fonts that paint first."""
        asked = [
            self.file(tag.attributes.get("href", ""))
            for tag in self.read.head
            if tag.attributes.get("rel") == "preload" and tag.attributes.get("as") == "font"
        ]
        fonts = [site.renamed.get(file, file) for file in asked if file]
        named = {font for kind, font in FORMULA_FONTS.items() if kind in self.read.classes}
        fonts += site.fonts_named(named)
        start = FONTS.format(json.dumps([self.at(font) for font in fonts])) if fonts else ""
        return STYLE.format(self.at(site.bundles[self.style_sheets])) + start

    def waiting(self, tag: Element, text: str, file: str, site: Site) -> str:
        """Return a script's tag so that it waits until the page is there."""
        if self.needless(file):
            return ""
        if posixpath.basename(file) == OPTIONS:
            return f"<script>{' '.join(site.text(file).split())}</script>\n"
        waits = tag.attributes.get("type") == "module" or {"defer", "async"} & {*tag.attributes}
        place = len("<script")
        return text if waits else html.replaced(text, [(place, place, " defer")])
