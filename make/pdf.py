"""Print the built site as one PDF with contents, bookmarks and page numbers, through Chromium."""

from __future__ import annotations

import html
import logging
import re
import runpy
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "make"))

from binding.browser import browser  # noqa: E402
from binding.colors import sheet  # noqa: E402
from binding.edition import make, moment  # noqa: E402
from binding.pages import Page, foot, pages, relink  # noqa: E402
from fontTools.ttLib import TTFont  # noqa: E402
from fontTools.varLib.instancer import instantiateVariableFont  # noqa: E402
from pygments.formatters import HtmlFormatter  # noqa: E402

OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--no-pdf-header-footer", "--generate-pdf-document-outline", "--virtual-time-budget=60000"),
)
SECONDS = 600
# A formula that is wider than its line is drawn smaller, so that paper loses nothing.
FIT = """
document.fonts.ready.then(() => {
  for (const box of document.querySelectorAll(".katex-display")) {
    const wide = box.scrollWidth / box.clientWidth;
    if (wide > 1) box.style.fontSize = `${1 / wide}em`;
  }
});
"""
DATE = re.compile(rb"/(CreationDate|ModDate) ?\(D:[^)]*\)")


def document(book: list[Page], title: str, site: Path, folder: Path) -> str:
    """Return the whole book as one page of HTML."""
    names = {page.name for page in book}
    for page in book:
        for element in page.article.select("[id]"):
            element["id"] = anchor(page.name, str(element["id"]))
        page.article["id"] = anchor(page.name, "")
        relink(page, names, lambda *to: f"#{anchor(*to)}", lambda p: (site / p).as_uri())
    katex = next((ROOT / "docs/_static").rglob("katex.min.css"))
    styles = [f'<link rel="stylesheet" href="{katex.as_uri()}">']
    styles += [f"<style>{sheet(name)}</style>" for name in STYLES]
    code = HtmlFormatter(style="a11y-high-contrast-light").get_style_defs(".highlight")
    styles.append(f"<style>{faces(folder)}</style>")
    head = f'<meta charset="utf-8"><title>{html.escape(title)}</title>{"".join(styles)}'
    articles = "".join(str(page.article) for page in book)
    return (
        f'<!doctype html><html lang="en"><head>{head}<style>{code}</style></head><body>'
        f"{title_page(title, site)}{contents(book)}{articles}<script>{FIT}</script></body></html>"
    )


STYLES = ("book.css", "paper.css")
FONT = ROOT / "docs/_ext/vendor/gradbook-sans.woff2"
FACE = '@font-face {{ font-family: "Gradbook Sans"; font-weight: {}; src: url("{}"); }}'
WEIGHTS = (400, 600)


def anchor(name: str, fragment: str) -> str:
    return f"{name.replace('/', '-')}--{fragment}"


def faces(folder: Path) -> str:
    """Return the styles of the font in files of one weight each; a PDF has no variable fonts."""
    logging.getLogger("fontTools").setLevel(logging.WARNING)
    rules = []
    for weight in WEIGHTS:
        file = folder / f"{weight}.ttf"
        instantiateVariableFont(TTFont(FONT), {"wght": weight}).save(file)
        rules.append(FACE.format(weight, file.as_uri()))
    return "".join(rules)


def title_page(title: str, site: Path) -> str:
    """Return the first page: the title, and below it the foot of the site's pages."""
    first, _, second = title.partition(": ")
    words = f"<h1>{html.escape(first)}</h1><p>{html.escape(second)}</p>"
    logo = (site / "_static/logo.svg").as_uri()
    return f'<div class="title-page"><img src="{logo}" alt="">{words}{foot(site)}</div>'


def contents(book: list[Page]) -> str:
    """Return the table of contents."""
    rows, part = [], ""
    for page in book:
        if page.part != part:
            part = page.part
            rows.append(f'<li class="part">{html.escape(part)}</li>')
        rows.append(f'<li><a href="#{anchor(page.name, "")}">{html.escape(page.title)}</a></li>')
    return f"<nav><h1>Contents</h1><ol>{''.join(rows)}</ol></nav>"


def write(site: Path, target: Path) -> Path:
    """Print a site."""
    program = browser("pdf")
    meta = runpy.run_path(str(ROOT / "conf.py"))
    title = f"{meta['project']}: the executable book of gradients"
    with tempfile.TemporaryDirectory() as folder:
        page, made = Path(folder, "book.html"), Path(folder, "book.pdf")
        page.write_text(document(pages(site), title, site, Path(folder)), encoding="utf-8")
        command = [program, *OPTIONS, f"--user-data-dir={folder}/profile"]
        said = printed([*command, f"--print-to-pdf={made}", page.as_uri()])
        if not made.is_file():
            sys.exit(f"pdf: {program} printed nothing:\n{said}")
        target.write_bytes(dated(made.read_bytes()))
    return target


def printed(command: list[str]) -> str:
    """Let the browser print; return what it says."""
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return f"it was still at it after {SECONDS} seconds"
    return run.stderr


def dated(data: bytes) -> bytes:
    """Return a PDF with the date of the commit instead of today's, in as many bytes."""
    date = time.strftime("%Y%m%d%H%M%S", moment()).encode()
    return DATE.sub(lambda m: m[0].replace(m[0].split(b"D:")[1][:14], date), data)


if __name__ == "__main__":
    sys.exit(make("pdf", write))
