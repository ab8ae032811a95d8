import re
from xml.etree import ElementTree

from pages import brand

LARGEST_FONT = 20_000


def test_every_page_shows_the_logo_without_a_request(book):
    for name, page in book.pages.items():
        logo = page.select_one("a.navbar-brand")
        assert logo.select_one("svg") and not logo.select("img"), name
        assert logo.get_text(strip=True) == "gradbook"


def test_every_page_has_the_icon_of_the_tab(book):
    for name, page in book.pages.items():
        icon = page.select_one('link[rel="icon"]')["href"]
        assert (book.site / name).parent.joinpath(icon).resolve().is_file(), name


def test_the_icon_and_the_logo_draw_the_same(book):
    icon = ElementTree.parse(book.site / "_static/logo.svg")
    drawn = [e.get("class") for e in icon.iter() if e.get("class")]
    logo = book.pages["index"].select_one("a.navbar-brand svg")
    assert drawn == [shape["class"][0] for shape in logo.select("[class]")] != []


def test_the_icon_has_the_colors_of_the_palette_in_both_modes():
    roles = {
        "muted": ("#010101", "#020202"),
        "blue": ("#030303", "#040404"),
        "orange": ("#050505", "#060606"),
    } | {name: ("#000000", "#000000") for name in ("shade", "green", "amber", "paper")}
    light, dark = brand.icon(roles).split("@media")
    assert [re.findall("#[0-9a-f]{6}", part) for part in (light, dark)] == [
        ["#010101", "#030303", "#050505"],
        ["#020202", "#040404", "#060606"],
    ]


def test_the_font_is_small_and_comes_with_its_license():
    assert brand.FONT.stat().st_size <= LARGEST_FONT
    assert "SIL Open Font License" in brand.FONT.with_suffix(".LICENSE").read_text("utf-8")


def test_the_font_stands_in_the_style_of_a_page(book):
    (sheet,) = (book.site / "_static").glob("style-*.css")
    assert "url(data:font/woff2;base64," in sheet.read_text("utf-8").replace('"', "")
