"""Bind the built site as an e-book: its pages, their pictures, and formulas as MathML."""

from __future__ import annotations

import html
import re
import runpy
import sys
import time
import uuid
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "make"))

from binding.archive import WHEN  # noqa: E402
from binding.colors import sheet  # noqa: E402
from binding.edition import make, moment  # noqa: E402
from binding.pages import Page, pages, relink, slug  # noqa: E402
from pygments.formatters import HtmlFormatter  # noqa: E402

# What Matplotlib writes into an SVG, and an e-book must not have or cannot do without.
DOCTYPE = re.compile(rb"<!DOCTYPE.*?>", re.DOTALL)
EMPTY_PATH = re.compile(rb"<path(?![^>]*\sd=)")
KINDS = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp"}
PAGE_KIND = "application/xhtml+xml"
CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""
PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" \
xml:lang="en">
<head><title>{title}</title><link rel="stylesheet" type="text/css" href="book.css"/></head>
<body>
{body}
</body>
</html>
"""
PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:language>en</dc:language>
<dc:creator>{author}</dc:creator>
<dc:rights>{rights}</dc:rights>
<meta property="dcterms:modified">{modified}</meta>
</metadata>
<manifest>
{manifest}
</manifest>
<spine>
{spine}
</spine>
</package>
"""


def use_mathml(page: Page) -> bool:
    """Leave of each formula its MathML, with its TeX as text; tell whether there is one."""
    formulas = page.article.select(".katex")
    for formula in formulas:
        math = formula.find("math")
        tex = math.find("annotation")
        math["alttext"] = tex.get_text()
        tex.decompose()
        formula.replace_with(math)
    for display in page.article.select(".katex-display"):
        display.unwrap()
    return bool(formulas)


def chapter(page: Page) -> str:
    """Return a page as XHTML."""
    for element in page.article.select("[aria-hidden], [data-theme]"):
        del element["aria-hidden"]
    return PAGE.format(title=html.escape(page.title), body=page.article.decode(formatter="minimal"))


def navigation(book: list[Page]) -> str:
    """Return the contents, which e-book readers show beside the text too."""
    rows = []
    for part in dict.fromkeys(page.part for page in book):
        inside = [page for page in book if page.part == part]
        links = "".join(
            f'<li><a href="{p.slug}.xhtml">{html.escape(p.title)}</a></li>' for p in inside
        )
        rows.append(f"<li><span>{html.escape(part)}</span><ol>{links}</ol></li>")
    body = f'<nav epub:type="toc"><h1>Contents</h1><ol>{"".join(rows)}</ol></nav>'
    return PAGE.format(title="Contents", body=body)


def drawing(data: bytes) -> bytes:
    """Return a picture as e-books have it."""
    if data.lstrip()[:5] == b"<?xml" or data.lstrip()[:4] == b"<svg":
        return EMPTY_PATH.sub(b'<path d=""', DOCTYPE.sub(b"", data))
    return data


def item(name: str, kind: str, properties: str = "") -> str:
    given = f' properties="{properties}"' if properties else ""
    key = name.replace("/", "-")
    return f'<item id="i-{key}" href="{name}" media-type="{kind}"{given}/>'


def package(meta: dict[str, Any], modified: str, manifest: list[str], spine: list[str]) -> str:
    """Return what the e-book says of itself and its files."""
    return PACKAGE.format(
        identifier=uuid.uuid5(uuid.NAMESPACE_DNS, meta["project"]),
        title=html.escape(meta["html_title"]),
        author=html.escape(meta["author"]),
        rights=html.escape(meta["copyright"]),
        modified=modified,
        manifest="\n".join(manifest),
        spine="\n".join(f'<itemref idref="i-{name}"/>' for name in spine),
    )


def files(site: Path, modified: str) -> dict[str, bytes]:
    """Return all files of the e-book but its first."""
    book, meta = pages(site), runpy.run_path(str(ROOT / "conf.py"))
    names = {page.name for page in book}
    pictures: dict[str, Path] = {}
    manifest = [item("book.css", "text/css"), item("contents.xhtml", PAGE_KIND, "nav")]
    made: dict[str, bytes] = {}

    def target(name: str, fragment: str) -> str:
        return f"{slug(name)}.xhtml" + (f"#{fragment}" if fragment else "")

    def picture(path: Path) -> str:
        place = f"images/{path.name}"
        if pictures.setdefault(place, site / path) != site / path:
            sys.exit(f"epub: expected pictures with names of their own, got {path.name} twice")
        return place

    for page in book:
        relink(page, names, target, picture)
        mathematics = use_mathml(page)
        made[f"{page.slug}.xhtml"] = chapter(page).encode()
        manifest.append(item(f"{page.slug}.xhtml", PAGE_KIND, "mathml" if mathematics else ""))
    manifest += [item(name, KINDS[path.suffix]) for name, path in sorted(pictures.items())]
    code = HtmlFormatter(style="a11y-high-contrast-light").get_style_defs(".highlight")
    made["book.css"] = f"{sheet('book.css')}\n{code}\n".encode()
    made["contents.xhtml"] = navigation(book).encode()
    made |= {name: drawing(path.read_bytes()) for name, path in pictures.items()}
    spine = ["contents.xhtml", *(f"{page.slug}.xhtml" for page in book)]
    made["package.opf"] = package(meta, modified, manifest, spine).encode()
    return made


def write(site: Path, target: Path) -> Path:
    """Bind a site."""
    made = files(site, time.strftime("%Y-%m-%dT%H:%M:%SZ", moment()))
    with zipfile.ZipFile(target, "w") as archive:
        # Readers know an e-book by its first file, which is not compressed.
        archive.writestr(zipfile.ZipInfo("mimetype", WHEN), "application/epub+zip")
        for name, data in [("META-INF/container.xml", CONTAINER.encode()), *sorted(made.items())]:
            place = name if name.startswith("META-INF") else f"book/{name}"
            entry = zipfile.ZipInfo(place, WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return target


if __name__ == "__main__":
    sys.exit(make("epub", write))
