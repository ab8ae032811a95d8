"""What a browser gets, in bytes, which are the same on every machine."""

import gzip
import re
from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from pages.lean import css
from reading import html

ROOT = Path(__file__).resolve().parents[3]
CHAPTER = "optimization/himmelblau"
OURS = sorted((ROOT / "docs/_static").glob("*.css"))
PACKED = (".woff2", ".webp", ".png")


@cache
def weight(path):
    """Return the bytes of a file as they are sent."""
    data = path.read_bytes()
    return len(data if path.suffix in PACKED else gzip.compress(data, mtime=0))


def local(book, name, address):
    return ((book.site / f"{name}.html").parent / address.partition("?")[0]).resolve()


def scripts(book, name):
    return {local(book, name, tag["src"]) for tag in book.pages[name].select("script[src]")}


def style_sheets(book, name):
    links = book.pages[name].select('link[rel="stylesheet"]')
    return {local(book, name, tag["href"]) for tag in links}


def style(book, name):
    """Return the one style sheet of a page that is like those of other pages."""
    (sheet,) = (path for path in style_sheets(book, name) if path.name.startswith("style-"))
    return sheet


def figures(book, name):
    return {
        local(book, name, image["src"])
        for image in book.pages[name].select("img")
        if "only-dark" not in image.get("class", [])
    }


def fonts(book, name):
    """Return all fonts that a page's style sheets name: more than a page loads."""
    return {
        (sheet.parent / font).resolve()
        for sheet in style_sheets(book, name)
        for font in re.findall(r"url\(([^)]+\.woff2)\)", sheet.read_text("utf-8"))
    }


def total(book, name):
    files = scripts(book, name) | style_sheets(book, name) | figures(book, name)
    return sum(map(weight, {*files, *fonts(book, name), book.site / f"{name}.html"}))


def test_himmelblau_s_chapter_comes_with_300_kilobytes(book):
    assert total(book, CHAPTER) <= 300_000


def test_no_page_needs_more_than_450_kilobytes(book):
    assert {name: total(book, name) for name in book.names if total(book, name) > 450_000} == {}


def test_scripts_have_at_most_40_kilobytes_and_each_explorer_12_more(book):
    for name in book.names:
        found = scripts(book, name)
        explorers = {script for script in found if script.parent.name == "explorers"}
        assert sum(map(weight, found - explorers)) <= 40_000, name
        assert max(map(weight, explorers), default=0) <= 12_000, name


def test_the_style_of_a_page_is_one_file_of_at_most_45_kilobytes(book):
    """The font of the text is a part of it and takes 18 of them."""
    for name in book.names:
        assert weight(style(book, name)) <= 45_000


def test_a_page_with_an_explorer_has_one_more_style_sheet_of_at_most_3_kilobytes(book):
    for name in book.names:
        more = style_sheets(book, name) - {style(book, name)}
        assert len(more) == bool(book.pages[name].select(".explorer")), name
        assert sum(map(weight, more)) <= 3_000, name


def test_every_file_that_a_page_or_its_style_names_is_there(book):
    for name, page in book.pages.items():
        for tag in page.select("[src], link[href]"):
            address = tag.get("src") or tag["href"]
            if not re.match(r"[a-z]+:|#|//", address):
                assert local(book, name, address).is_file(), f"{name}: {address}"
        for sheet in style_sheets(book, name):
            for address in re.findall(r"url\(\s*[\"']?([^)\"']+)", sheet.read_text("utf-8")):
                if not address.startswith(("data:", "#")):
                    assert (sheet.parent / address).is_file(), address


def test_scripts_wait_until_the_page_is_there(book):
    for name, page in book.pages.items():
        for script in page.select("script[src]"):
            waits = {"defer", "async"} & set(script.attrs) or script.get("type") == "module"
            assert waits, f"{name}: {script}"


def test_fonts_have_every_sign_of_the_site_that_they_had_before(book):
    signs = set("".join(page.get_text() for page in book.pages.values()))
    for font in fonts(book, CHAPTER):
        stem = font.stem.rpartition("-")[0]
        if originals := list((ROOT / "docs" / "_static").rglob(f"{stem}.woff2")):
            before = set(map(chr, TTFont(originals[0]).getBestCmap()))
            assert signs & before <= set(map(chr, TTFont(font).getBestCmap())), stem
            assert weight(font) <= weight(originals[0])


def test_icons_that_the_style_draws_are_in_a_font(book):
    sheet = style(book, CHAPTER)
    drawn = re.findall('--fa:"(.)"', sheet.read_text("utf-8"))
    icons = [TTFont(font).getBestCmap() for font in fonts(book, CHAPTER) if "fa-" in font.name]
    assert drawn
    for code in drawn:
        assert any(ord(code) in icon for icon in icons), hex(ord(code))


@pytest.fixture(scope="module")
def names(book):
    """Return what pages and scripts name."""
    names = css.Names()
    for page in book.site.rglob("*.html"):
        names.add_page(html.read_page(page.read_text("utf-8")))
    for script in book.site.rglob("*.js"):
        names.add_script(script.read_text("utf-8"))
    return names


@pytest.mark.parametrize("sheet", OURS, ids=lambda path: path.name)
def test_each_rule_of_our_style_sheets_is_for_something(names, sheet):
    rules = css.sheet(sheet.name, {sheet.name: sheet.read_text("utf-8")}.get, "")
    found = [one for rule in css.flat(rules) if not rule.keyword for one in css.selectors(rule)]
    assert found and [css.text(one) for one in found if not css.matches(one, names)] == []


def test_a_figure_has_at_most_40_kilobytes(book):
    heavy = {path.name: weight(path) for path in (book.site / "_images").glob("*.svg")}
    assert {name: size for name, size in heavy.items() if size > 40_000} == {}


def test_only_the_two_renderings_of_a_figure_are_in_the_site(book):
    for path in (book.site / "_images").glob("*.svg"):
        assert path.stem.endswith(("-light", "-dark")), path.name


def test_what_nothing_asks_for_is_not_in_the_site(book):
    site = book.site.resolve()
    files = {str(path.relative_to(site)) for path in site.rglob("*") if path.is_file()}
    assert not [name for name in files if name.endswith((".map", "fontawesome.js", ".po", ".mo"))]
    assert not any(name.startswith("_sources") for name in files)


@pytest.mark.parametrize("license", ["katex/LICENSE", "scripts/bootstrap.js.LICENSE.txt"])
def test_licenses_stay(book, license):
    assert (book.site / "_static" / license).is_file()
