"""The links to style sheets, scripts and fonts in a page's HTML."""

import json
import posixpath
import re

# Where the site has such files.
FOLDER = "_static"
TAG = re.compile(r"<(link|script|meta)\b([^>]*?)\s*/?>(?:</script>)?\n?")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
NAMED = re.compile(rf"{FOLDER}/[^\"'?#)<>\s]+")
# It draws the icons a second time, as SVG; the font has drawn them already.
ICONS = "fontawesome.js"
# Small, and wanted by the scripts in the page itself.
OPTIONS = "documentation_options.js"
# Every formula needs these two; without them its line would move when they come.
FORMULA_FONTS = ("KaTeX_Main-Regular", "KaTeX_Math-Italic")
STYLE = '<link rel="stylesheet" href="{}" />\n'
# Fonts start at once, but not in a folder: there a browser refuses it, and says so.
FONTS = """<script>
if (location.protocol != "file:") for (const href of {}) document.head.append(
Object.assign(document.createElement("link"), {{rel: "preload", as: "font", crossOrigin: "", href}})
);</script>
"""


class Page:
    """A page of the site: its HTML, and what it links to."""

    def __init__(self, name, html):
        self.name, self.html = name, html
        self.tags = [(tag, dict(ATTRIBUTE.findall(tag[2]))) for tag in TAG.finditer(html)]
        sheets = (self.style_sheet(tag, attributes) for tag, attributes in self.tags)
        # Each once, in their order.
        self.style_sheets = tuple(dict.fromkeys(file for file in sheets if file))
        sources = (self.script(tag, attributes) for tag, attributes in self.tags)
        self.scripts = {file for file in sources if file and not self.needless(file)}

    def file(self, address):
        """Return the path in the site of what an address on the page points at, or None."""
        path = (address or "").partition("?")[0]
        if not path or ":" in path or path.startswith("/"):
            return None
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.name), path))

    def at(self, file):
        """Return a file's address on the page."""
        return posixpath.relpath(file, posixpath.dirname(self.name) or ".")

    def style_sheet(self, tag, attributes):
        if tag[1] != "link" or attributes.get("rel") != "stylesheet" or "media" in attributes:
            return None
        file = self.file(attributes.get("href"))
        return file if file and file.startswith(f"{FOLDER}/") else None

    def script(self, tag, attributes):
        return self.file(attributes.get("src")) if tag[1] == "script" else None

    def needless(self, file):
        return posixpath.basename(file) == ICONS

    @property
    def is_plain(self):
        """Tell whether the page is still as the theme made it."""
        return any(not posixpath.basename(file).startswith("style-") for file in self.style_sheets)

    def static_files(self):
        """Return the files among the static ones that the page names."""
        return set(NAMED.findall(self.html))

    def lean(self, site):
        """Return the HTML with one style sheet, with the fonts' new names, without the needless."""
        parts, end, seen = [], 0, set()
        for tag, attributes in self.tags:
            parts += [self.html[end : tag.start()], self.instead(tag, attributes, site, seen)]
            end = tag.end()
        return "".join([*parts, self.html[end:]])

    def instead(self, tag, attributes, site, seen):
        """Return what stands in the place of a tag; `seen` holds what is wanted only once."""
        if self.style_sheet(tag, attributes):
            return self.first("style", seen) and self.head_links(site)
        if attributes.get("name") == "viewport":
            return self.first("viewport", seen) and tag[0]
        if file := self.script(tag, attributes):
            return self.waiting(tag[0], file, attributes, site)
        needless = attributes.get("rel") == "preload" and attributes.get("as") in ("script", "font")
        return "" if needless else tag[0]

    @staticmethod
    def first(what, seen):
        """Return true text only the first time."""
        new = what not in seen
        seen.add(what)
        return "first" if new else ""

    def head_links(self, site):
        """Return the link to the style sheet, and the start of the fonts that paint first."""
        fonts = [
            site.renamed.get(file := self.file(attributes.get("href")), file)
            for _, attributes in self.tags
            if attributes.get("rel") == "preload" and attributes.get("as") == "font"
        ]
        fonts += site.fonts_named(FORMULA_FONTS) if 'class="katex"' in self.html else []
        start = FONTS.format(json.dumps([self.at(font) for font in fonts])) if fonts else ""
        return STYLE.format(self.at(site.bundles[self.style_sheets])) + start

    def waiting(self, tag, file, attributes, site):
        """Return a script's tag so that it waits until the page is there."""
        if self.needless(file):
            return ""
        if posixpath.basename(file) == OPTIONS:
            return f"<script>{' '.join(site.text(file).split())}</script>\n"
        waits = attributes.get("type") == "module" or re.search(r"\s(defer|async)\b", tag)
        return tag if waits else tag.replace("<script", "<script defer", 1)
