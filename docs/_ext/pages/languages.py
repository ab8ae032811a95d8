"""Chinese words are said to be Chinese, wherever they stand: in the text, in lists, in the index.

A screen reader would read them in the language of the page, or leave them out.
"""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx

from pages.lean.tags import FOLDER

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# Signs between words, which are part of them, and letters of full width.
BETWEEN = r"\u3000-\u303f\uff00-\uffef"
CHINESE = re.compile(rf"[{BETWEEN}]*[{HAN}][{HAN}{BETWEEN}]*")
# What is no text, or is marked already.
PARTS = re.compile(
    r"(<!--.*?-->|<(script|style|title)\b.*?</\2>|<span lang=\"zh\">.*?</span>|<[^>]*>)", re.DOTALL
)
MARK = r'<span lang="zh">\g<0></span>'


def marked(page: str) -> str:
    """Return the HTML of a page whose Chinese words are in elements with their language."""
    if page.find('<html lang="zh') >= 0 or not CHINESE.search(page):
        return page
    done, made = 0, []
    for part in PARTS.finditer(page):
        made += [CHINESE.sub(MARK, page[done : part.start()]), part[0]]
        done = part.end()
    return "".join([*made, CHINESE.sub(MARK, page[done:])])


def mark(app: Sphinx) -> None:
    """Name the language of Chinese words on all pages."""
    if app.builder.name != "html":
        return
    for path in Path(app.outdir).rglob("*.html"):
        if FOLDER not in path.relative_to(app.outdir).parts:
            text = path.read_text("utf-8")
            if (found := marked(text)) != text:
                path.write_text(found, "utf-8")
