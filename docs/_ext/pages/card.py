"""The picture that others show beside a link to a page: its title above its first figure.

Pictures are made only for a book with an address, since nobody could find them without one.
"""

from __future__ import annotations

import base64
import html
import importlib.util
import io
import json
from pathlib import Path

from book import palette
from PIL import Image
from resvg_py import svg_to_bytes
from sphinx.application import Sphinx
from stack import executed_notebook

WIDTH, HEIGHT = 1200, 630
MARGIN = 64
LARGEST = 60_000
COLORS = (96, 48, 24, 12)
CARD = """<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">
<rect width="100%" height="100%" fill="{paper}"/>
<rect width="100%" height="14" fill="{blue}"/>
<text x="{margin}" y="124" font-family="DejaVu Sans" font-weight="bold" font-size="{size}"
 fill="{ink}">{title}</text>
<text x="{right}" y="124" font-family="DejaVu Sans" font-size="32" text-anchor="end"
 fill="{muted}">{book}</text>
{figure}
</svg>
"""
FIGURE = '<image x="{margin}" y="160" width="{inner}" height="430" href="{address}"/>'


def picture(app: Sphinx, pagename: str) -> str:
    """Make the picture of a page, or that of the book, and return its path in the site."""
    figure = first_figure(app, pagename)
    if not figure and pagename != app.config.root_doc:
        # The page that starts the book makes the picture of the book.
        return place(app.config.root_doc)
    path = Path(app.outdir, place(pagename))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(small(render(app, app.env.titles[pagename].astext(), figure)))
    return place(pagename)


def place(pagename: str) -> str:
    # In folders, as pages are: part-one might be a page of its own.
    return f"_images/cards/{pagename}.png"


def first_figure(app: Sphinx, pagename: str) -> str | None:
    """Return the first figure of a page's cells as an address of data, or None."""
    path = executed_notebook(app, pagename)
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"] if path.is_file() else []
    for output in (output for cell in cells for output in cell.get("outputs", ())):
        for kind, content in output.get("data", {}).items():
            if kind.startswith("image/"):
                return data_address(kind, "".join(content))
    return None


def data_address(kind: str, content: str) -> str:
    """Return an image as an address; what is no text already stands in base 64."""
    if kind == "image/svg+xml":
        content = base64.b64encode(content.encode()).decode()
    return f"data:{kind};base64,{''.join(content.split())}"


def render(app: Sphinx, title: str, figure: str | None) -> bytes:
    """Return the picture as a PNG of all colors."""
    inner = WIDTH - 2 * MARGIN
    card = CARD.format(
        **{name: light for name, (light, _dark) in palette(app).items()},
        **{"width": WIDTH, "height": HEIGHT, "margin": MARGIN},
        right=WIDTH - MARGIN,
        figure=FIGURE.format(margin=MARGIN, inner=inner, address=figure) if figure else "",
        # A long title gets smaller letters.
        size=min(60, 1300 // max(len(title), 1)),
        title=html.escape(title),
        book=html.escape(app.config.html_title if title != app.config.html_title else ""),
    )
    spec = importlib.util.find_spec("matplotlib")
    assert spec and spec.origin
    fonts = Path(spec.origin).parent / "mpl-data/fonts/ttf"
    files = [str(fonts / name) for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")]
    return svg_to_bytes(svg_string=card, dpi=96, skip_system_fonts=True, font_files=files)


def small(png: bytes) -> bytes:
    """Return a PNG with as many colors as its weight allows."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    for colors in COLORS:
        file = io.BytesIO()
        few = image.quantize(colors, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(file, "PNG", optimize=True)
        if file.tell() <= LARGEST:
            break
    return file.getvalue()
