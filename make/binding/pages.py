"""The pages of the built site in the order of the book, without what only a browser needs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "docs/_ext"))

from reading.contents import contents  # noqa: E402

# Links to headings, buttons, pictures for dark pages, and what a reader of the site can load.
OF_THE_SITE = (
    "a.headerlink, button, script, style, .only-dark, .page-downloads, .whole-book, .explorer, "
    ".explorer-caption, .explorer-summary, [data-binding-ignore]"
)
# From where a link leads, and the fragment there, to its new target.
Target = Callable[[str, str], str]


@dataclass
class Page:
    """A page of the book; `name` is as in `activations/sigmoid`."""

    name: str
    part: str
    title: str
    article: Tag

    @property
    def slug(self) -> str:
        return slug(self.name)


def in_order() -> list[tuple[str, str]]:
    """Return part and name of each page."""
    return list(contents((ROOT / "docs/index.md").read_text(encoding="utf-8")))


def pages(site: Path) -> list[Page]:
    """Return the pages of a site."""
    slugs: dict[str, str] = {}
    for _part, name in in_order():
        other = slugs.setdefault(slug(name).casefold(), name)
        if other != name:
            sys.exit(f"expected pages that differ as {slug(name)}, got {other} and {name}")
    return [read(site, part, name) for part, name in in_order()]


def slug(name: str) -> str:
    """Return the name of a page without folders."""
    return name.replace("/", "-")


def read(site: Path, part: str, name: str) -> Page:
    soup = BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
    article = soup.select_one("article")
    assert article is not None and article.h1 is not None, f"{name}: no article with a title"
    for element in article.select(OF_THE_SITE):
        element.decompose()
    for link in article.select("a.image-reference"):
        link.unwrap()
    for image in article.select("img"):
        del image["loading"]
    unfold(article)
    return Page(name, part, article.h1.get_text().strip(), article)


def foot(site: Path) -> str:
    """Return what stands at the foot of each page: authors, licenses, versions and commit."""
    soup = BeautifulSoup((site / "index.html").read_text(encoding="utf-8"), "html.parser")
    return "".join(map(str, soup.select("footer.bd-footer-content p")))


def unfold(article: Tag) -> None:
    """Open the solutions; a formula keeps its mark, whose code is in notebook and script."""
    for details in article.select("details"):
        summary = details.summary
        assert summary is not None
        if "formula-mark" in details.get_attribute_list("class"):
            for code in details.find_all(recursive=False):
                if code is not summary:
                    code.decompose()
            details.name = "div"
            summary.unwrap()
        else:
            details.name, summary.name = "section", "p"
            summary["class"] = "folded"
            del details["open"]


def relink(page: Page, names: set[str], target: Target, file: Callable[[Path], str]) -> None:
    """Lead links to the other pages of the book, and pictures to their files."""
    folder = PurePosixPath(page.name).parent
    for link in page.article.select("a[href]"):
        parts = urlsplit(str(link["href"]))
        if parts.scheme or parts.netloc:
            continue
        path = normal(folder / unquote(parts.path)) if parts.path else f"{page.name}.html"
        name = path.removesuffix(".html")
        if path.endswith(".html") and name in names:
            link["href"] = target(name, parts.fragment)
        else:
            link.unwrap()
    for image in page.article.select("img[src]"):
        image["src"] = file(Path(normal(folder / unquote(str(image["src"])))))


def normal(path: PurePosixPath) -> str:
    """Return a path of the site without its steps up."""
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)
