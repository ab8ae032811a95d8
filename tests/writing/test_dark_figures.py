import base64
import re
from io import BytesIO

import pytest
from PIL import Image
from writing import dark_figures

ROLES = {
    "ink": ("#24292f", "#e6edf3"),
    "paper": ("#fffffe", "#14181e"),
    "blue": ("#0b62a8", "#6cb6ff"),
}
PAGE = dark_figures.page(ROLES)
CLEAR = {"#1f77b4", "#e6edf3"}


def colors(svg):
    return set(re.findall(r"#[0-9a-f]{6}\b", svg))


def test_a_figure_in_the_palette_changes_nothing_but_its_colors():
    svg = '<svg><path d="M 1 2" style="fill: none; stroke: #0b62a8"/></svg>'
    assert dark_figures.twin(svg, PAGE) == svg.replace("#0b62a8", "#6cb6ff")


def test_nothing_stays_black_or_white_in_a_plain_figure(svg_of):
    svg = svg_of("plt.plot([1, 2], label='a'); plt.legend(facecolor='white'); plt.grid()")
    assert "#000000" in svg
    twin = dark_figures.twin(svg, PAGE)
    assert not colors(twin) & {"#000000", "#ffffff"}
    assert colors(twin) >= CLEAR


def test_a_black_area_among_colors_of_the_palette_becomes_ink(svg_of):
    code = "plt.axis('off'); plt.bar([1], [2], color='black')"
    assert 'fill="#e6edf3"' in dark_figures.twin(svg_of(code), PAGE).partition(">")[0]


def test_letters_without_a_color_are_ink(svg_of):
    twin = dark_figures.twin(svg_of("plt.figtext(0, 0, 'x')"), PAGE)
    assert 'fill="#e6edf3"' in twin.partition(">")[0]


def test_a_color_of_the_palette_is_its_dark_one_among_others(svg_of):
    twin = dark_figures.twin(svg_of("plt.plot([1, 2], color='#0b62a8')"), PAGE)
    assert "#6cb6ff" in twin and "#0b62a8" not in twin


@pytest.mark.parametrize("picture", ["imshow([[1, 2], [3, 4]])", "contourf([[1, 2], [3, 4]])"])
def test_a_text_on_a_picture_stays_black_and_its_title_does_not(svg_of, picture):
    code = f"plt.axis('off'); plt.{picture}; plt.text(0.5, 0.5, 'a'); plt.title('b')"
    on, above = re.findall('<g id="text_[12]"([^>]*)>', dark_figures.twin(svg_of(code), PAGE))
    assert (on, above) == (' fill="#000000"', "")


def test_a_map_of_colors_stays(svg_of):
    svg = svg_of("plt.contourf([[1, 2], [3, 4]])")
    areas = set(re.findall("fill: (#[0-9a-f]{6})", svg))
    assert len(areas) > 3 and areas <= colors(dark_figures.twin(svg, PAGE))


def image(svg):
    data = re.search('base64,([^"]*)', svg)[1]
    return Image.open(BytesIO(base64.b64decode(data))).convert("RGBA")


def test_the_pixels_of_a_picture_stay(svg_of):
    svg = svg_of("plt.imshow([[0, 1]], cmap='gray')")
    assert image(dark_figures.twin(svg, PAGE)).tobytes() == image(svg).tobytes()


def test_lines_in_pixels_follow_the_page(svg_of):
    svg = svg_of("plt.plot([1, 2], color='black', rasterized=True)")
    found = [color for count, color in image(dark_figures.twin(svg, PAGE)).getcolors(1 << 20)]
    assert max(found, key=lambda color: color[3])[:3] == (0xE6, 0xED, 0xF3)
