from pathlib import Path

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


def test_the_icon_and_the_logo_draw_the_same():
    icon = Path(__file__).resolve().parents[2] / brand.LOGO
    logo = Path(brand.__file__).with_name("templates") / "navbar-logo.html"
    shapes = [
        [line.strip() for line in file.read_text("utf-8").splitlines() if 'class="' in line]
        for file in (icon, logo)
    ]
    drawn = [[line for line in lines if line.endswith("/>")] for lines in shapes]
    assert drawn[0] and drawn[0] == drawn[1]


def test_the_font_is_small_and_comes_with_its_license():
    assert brand.FONT.stat().st_size <= LARGEST_FONT
    assert "SIL Open Font License" in brand.FONT.with_suffix(".LICENSE").read_text("utf-8")


def test_the_font_stands_in_the_style_of_a_page(book):
    (sheet,) = (book.site / "_static").glob("style-*.css")
    assert "url(data:font/woff2;base64," in sheet.read_text("utf-8").replace('"', "")
