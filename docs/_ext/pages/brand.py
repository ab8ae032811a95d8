"""The mark of the book and its letters: logo, icon of the tab, and the font of the text.

The logo stands in each page, where it follows the page's mode; the tab has its file.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from book import VENDOR, palette
from sphinx.application import Sphinx
from sphinx.builders import Builder

from pages.palette import DARK, LIGHT, Roles, colors

SHAPES = Path(__file__).with_name("templates") / "logo-shapes.html"
ICON_FILE = "logo.svg"
ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
<style>
{light}
@media (prefers-color-scheme: dark) {{
{dark}
}}
</style>
{shapes}</svg>
"""
STYLE = """.contour {{ stroke: {muted} }}
.path {{ stroke: {blue} }}
.minimum {{ fill: {orange} }}"""
FONT = VENDOR / "gradbook-sans.woff2"
FILE = "letters.css"
# The font is a part of its sheet, so that it comes early. Until then one of the system stands in,
# drawn as wide as ours, so that lines break alike and nothing jumps.
SHEET = """@font-face {{
  font-family: "Gradbook Sans";
  font-weight: 400 600;
  src: url("data:font/woff2;base64,{data}") format("woff2");
}}
"""
STAND_IN = """@font-face {{
  font-family: "Like {name}";
  font-weight: {weight};
  src: {local};
  size-adjust: {percent}%;
}}
"""
# The width of our text over theirs, regular and bold, in percent.
STAND_INS = (
    ("Arial", ("Arial", "Liberation Sans"), ("Arial Bold", "Liberation Sans Bold"), 93.1, 89.0),
    ("Roboto", ("Roboto",), ("Roboto Bold",), 92.4, 88.3),
    ("DejaVu", ("DejaVu Sans",), ("DejaVu Sans Bold",), 81.8, 74.5),
)


def icon(roles: Roles) -> str:
    """Return the picture of the tab, in the colors of the palette."""
    light, dark = (STYLE.format(**colors(roles, mode)) for mode in (LIGHT, DARK))
    return ICON.format(light=light, dark=dark, shapes=SHAPES.read_text(encoding="utf-8"))


def write(app: Sphinx, builder: Builder) -> None:
    if builder.format == "html":
        folder = Path(app.outdir, "_static")
        folder.mkdir(parents=True, exist_ok=True)
        data = base64.b64encode(FONT.read_bytes()).decode()
        (folder / FILE).write_text(SHEET.format(data=data) + stand_ins(), encoding="utf-8")
        (folder / ICON_FILE).write_text(icon(palette(app)), encoding="utf-8")


def show_icon(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Give a page the picture of its tab, unless conf.py names another one."""
    if not app.config.html_favicon:
        context["favicon_url"] = context["pathto"](f"_static/{ICON_FILE}", resource=True)


def stand_ins() -> str:
    """Return the faces of the system that stand in for ours, as wide as ours."""
    faces = []
    for name, regular, bold, percent, bold_percent in STAND_INS:
        for weight, fonts, adjust in ((400, regular, percent), (600, bold, bold_percent)):
            local = ", ".join(f'local("{font}")' for font in fonts)
            face = STAND_IN.format(name=name, weight=weight, local=local, percent=adjust)
            faces.append(face)
    return "".join(faces)


def setup(app: Sphinx) -> None:
    app.add_css_file(FILE)
    app.connect("html-page-context", show_icon)
    # Sphinx asks for the sheet's hash while it writes the pages.
    app.connect("write-started", write)
