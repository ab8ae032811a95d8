"""The mark of the book and its letters: logo, icon of the tab, and the font of the text.

The logo stands in each page, where it follows the page's mode; the tab has its file.
"""

import base64
from pathlib import Path

LOGO = "docs/_static/logo.svg"
HERE = Path(__file__).parent
FONT = HERE / "vendor" / "gradbook-sans.woff2"
FILE = "letters.css"
# The font is a part of its sheet, so that it is there in time; if it is not, nothing jumps later.
SHEET = """@font-face {{
  font-family: "Gradbook Sans";
  font-weight: 400 600;
  font-display: optional;
  src: url("data:font/woff2;base64,{data}") format("woff2");
}}
"""


def configure(app, config):
    config.html_favicon = config.html_favicon or LOGO


def write(app, builder):
    if builder.format == "html":
        folder = Path(app.outdir, "_static")
        folder.mkdir(parents=True, exist_ok=True)
        data = base64.b64encode(FONT.read_bytes()).decode()
        (folder / FILE).write_text(SHEET.format(data=data), encoding="utf-8")


def setup(app):
    app.add_css_file(FILE)
    app.connect("config-inited", configure)
    # Sphinx asks for the sheet's hash while it writes the pages.
    app.connect("write-started", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
