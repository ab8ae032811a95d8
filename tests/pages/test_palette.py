import re
import runpy
from pathlib import Path

import pytest
from pages import palette

ROOT = Path(__file__).resolve().parents[2]
ROLES = runpy.run_path(str(ROOT / "gradbook/plots/palette.py"))["ROLES"]
STATIC = ROOT / "docs/_static"
SHEETS = sorted(STATIC.glob("*.css"))
MODES = (palette.LIGHT, palette.DARK)
GROUNDS = ("paper", "surface", "blue-tint", "orange-tint", "green-tint")
TEXTS = sorted(set(ROLES) - {"grid", "shade", "paper"})


def luminance(color):
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_each_color_is_halfway_in_a_mixture_of_halves():
    assert palette.mix("#ff0000", "#0000ff", 0.5) == "#800080"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("role", TEXTS)
def test_text_is_legible_on_every_ground(role, mode):
    colors = palette.colors(ROLES, mode)
    for ground in GROUNDS:
        assert contrast(colors[role], colors[ground]) >= 4.5, ground


def test_a_role_of_the_palette_reaches_the_sheet_in_both_modes():
    sheet = palette.sheet({**ROLES, "blue": ("#010203", "#040506")})
    light, dark = sheet.split("@media not print")
    assert "--blue: #010203;" in light and "--blue: #040506;" in dark
    assert dark.count("--blue: #040506;") == 2


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_uses_only_colors_that_there_are(sheet):
    text = sheet.read_text("utf-8")
    known = {*palette.colors(ROLES, palette.LIGHT), *re.findall(r"^\s*--([a-z-]+):", text, re.M)}
    for name in re.findall(r"var\(--([a-z-]+)\)", text):
        assert name in known or name.startswith(("pst-", "fa-")), name


def test_every_page_has_the_colors_of_the_figures(book):
    (sheet,) = (book.site / "_static").glob("style-*.css")
    text = sheet.read_text("utf-8")
    wanted = [palette.colors(ROLES, mode) for mode in MODES]
    for role in set(wanted[0]) & set(re.findall(r"var\(--([a-z-]+)\)", text)):
        found = re.findall(rf"--{role}:\s*(#[0-9a-f]+)", text)
        assert {colors[role] for colors in wanted} == set(found), role
