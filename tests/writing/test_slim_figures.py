import base64
import re
from io import BytesIO

import pytest
from PIL import Image
from writing import slim_figures

COLORS = {"#0b62a8": "#6cb6ff"}


@pytest.mark.parametrize(
    ("hundreds", "text"), [(100, "1"), (150, "1.5"), (-25, "-.25"), (5, ".05"), (0, "0")]
)
def test_numbers_are_short(hundreds, text):
    assert slim_figures.written(hundreds) == text


def test_a_path_goes_from_point_to_point():
    path = "M 1 2 \nL 3.004 2 \nL 3 5.5 \nQ 1 1 2 2 \nz\nM 0 0 \nL 1 1 \n"
    assert slim_figures.relative(path) == "m1 2l2 0 0 3.5q-2-4.5-1-3.5zm-1-2l1 1"


def test_rounding_does_not_add_up_along_a_path():
    path = "M 0 0 " + "".join(f"L {i * 0.0149:.6f} 0 " for i in range(1, 1001))
    steps = re.findall(r"\.\d+(?= 0)", slim_figures.relative(path))
    assert sum(map(float, steps)) == pytest.approx(14.9, abs=0.005)


def test_a_point_drawn_as_a_line_of_no_length_stays():
    assert slim_figures.relative("M 1 1 L 1 1 ") == "m1 1l0 0"


def test_places_are_rounded_and_scales_are_not():
    svg = '<use x="1.23456" transform="translate(1.23456 2) scale(0.015625)"/>'
    assert slim_figures.lighter(svg, {}) == (
        '<use x="1.23" transform="translate(1.23 2) scale(0.015625)"/>\n'
    )


def picture(pixels):
    image = Image.new("RGBA", (len(pixels), 1))
    image.putdata(pixels)
    data = BytesIO()
    image.save(data, "png")
    png = base64.b64encode(data.getvalue()).decode()
    return f'<image xlink:href="data:image/png;base64,{png}"/>'


def pixels(svg):
    data = re.search(r"data:image/webp;base64,([^\"]*)", svg)[1]
    image = Image.open(BytesIO(base64.b64decode(data))).convert("RGBA")
    return [image.getpixel((x, 0)) for x in range(image.width)]


def test_pixels_of_few_colors_lose_nothing():
    drawn = [(11, 98, 168, 255), (1, 2, 3, 255)]
    assert pixels(slim_figures.lighter(picture(drawn), {})) == drawn


def test_pixels_have_the_dark_colors_of_the_palette():
    drawn = [(11, 98, 168, 255), (1, 2, 3, 255)]
    assert pixels(slim_figures.lighter(picture(drawn), COLORS)) == [
        (0x6C, 0xB6, 0xFF, 255),
        (1, 2, 3, 255),
    ]


def test_a_translucent_pixel_has_the_dark_color_of_what_it_was_drawn_in():
    drawn = [(11, 97, 168, 114), (11, 96, 168, 114), (11, 97, 168, 255)]
    assert pixels(slim_figures.lighter(picture(drawn), COLORS)) == [
        (0x6C, 0xB6, 0xFF, 114),
        (11, 96, 168, 114),
        (11, 97, 168, 255),
    ]
