"""Every figure is painted, in colors that can be seen, in both modes."""

import re
import runpy
from pathlib import Path

import pytest

from tests.browser.visits import MODES, NARROW, SETTLE

ROLES = runpy.run_path(str(Path(__file__).parents[2] / "gradbook/plots/palette.py"))["ROLES"]
# They carry no information by themselves.
QUIET = {ROLES[name][mode] for name in ("grid", "shade", "paper") for mode in (0, 1)}
TEXT, LINE = 4.5, 3
# In pixels, sub- and superscripts among them.
SMALLEST = 8


def figures(visited):
    return [(visit, figure) for visit in visited for figure in visit.figures]


def parts(color):
    """Return red, green, blue and opacity of a color as the browser writes it."""
    found = [float(part) for part in re.findall(r"[\d.]+", color)]
    return found[:3], (found[3] if len(found) > 3 else 1)


def luminance(channels):
    shares = [c / 255 for c in channels]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(color, opacity, paper):
    """Return the contrast of a color, seen through its opacity, with the page."""
    (channels, own), (ground, _) = parts(color), parts(paper)
    share = opacity * own
    mixed = [share * c + (1 - share) * g for c, g in zip(channels, ground, strict=True)]
    low, high = sorted((luminance(mixed), luminance(ground)))
    return (high + 0.05) / (low + 0.05)


def name(color):
    return "#{:02x}{:02x}{:02x}".format(*(int(channel) for channel in parts(color)[0]))


def test_contrast_is_that_of_the_guidelines():
    assert contrast("rgb(0, 0, 0)", 1, "rgb(255, 255, 255)") == pytest.approx(21)
    assert contrast("rgb(118, 118, 118)", 1, "rgb(255, 255, 255)") == pytest.approx(4.54, abs=0.01)
    assert contrast("rgb(0, 0, 0)", 0, "rgb(255, 255, 255)") == 1


def test_every_figure_is_painted(visited):
    blank = [
        f"{visit}: {figure['file']}"
        for visit, figure in figures(visited)
        if not figure["natural"] or figure["colored"] < 0.005
    ]
    assert figures(visited) and not blank


def test_every_figure_has_its_size_before_it_is_loaded(visited):
    assert not [f"{visit}: {f['file']}" for visit, f in figures(visited) if not f["sized"]]


def test_no_letter_of_a_figure_is_small_on_a_phone(visited):
    narrow = [(v, f) for v, f in figures(visited) if v.width == NARROW]
    assert not [f"{v}: {f['file']} {f['type']:.2f} px" for v, f in narrow if f["type"] < SMALLEST]


def test_no_labels_of_a_figure_touch(visited):
    touching = {
        f"{v.name}: {f['alt'][:40]} {f['touching']}" for v, f in figures(visited) if f["touching"]
    }
    assert not touching, "\n".join(sorted(touching))


def test_a_dark_figure_brings_its_ground_for_who_opens_it_alone(visited):
    dark = [(v, f) for v, f in figures(visited) if v.mode == "dark" and v.scripts]
    svg = [(v, f) for v, f in dark if f["colors"]]
    assert svg
    assert not [f"{v}: {f['file']}" for v, f in svg if f["ground"] != v.page["paper"]]


def test_no_figure_is_empty_when_the_mode_is_switched(page):
    page.goto("losses/softmax.html")
    page.evaluate(SETTLE)
    page.locator(".theme-switch-button:visible").first.click()
    page.wait_for_function(
        """() => [...document.querySelectorAll("article img.only-dark")].every(
      (image) => image.complete && image.naturalWidth)""",
        timeout=20_000,
    )


def test_no_figure_is_a_light_slab_on_a_dark_page(visited):
    dark = [(v, f) for v, f in figures(visited) if v.mode == "dark" and v.scripts]
    assert not [f"{v}: {f['file']} {f['light']:.0%}" for v, f in dark if f["light"] > 0.25]


@pytest.mark.parametrize("kind, least", [("text", TEXT), ("line", LINE)])
@pytest.mark.parametrize("mode", MODES)
def test_contrast_of(visited, mode, kind, least):
    shown = [(v, f) for v, f in figures(visited) if v.mode == mode and v.scripts]
    used = [(v, f, u) for v, f in shown for u in f["colors"] if u["kind"] == kind]
    assert used
    faint = {
        f"{visit.name}, {figure['alt'][:40]}…: {use['where']} {use['color']}"
        for visit, figure, use in used
        if name(use["color"]) not in QUIET
        and contrast(use["color"], use["opacity"], visit.page["paper"]) < least
    }
    assert not faint, "\n".join(sorted(faint))


def test_code_has_the_colors_of_the_figures(page):
    page.goto("losses/softmax.html")
    shown = {}
    for role, kind in {"purple": "kn", "orange": "mf", "blue": "nb"}.items():
        token = page.locator(f"article .highlight .{kind}").first
        shown[role] = name(token.evaluate("(one) => getComputedStyle(one).color"))
    assert shown == {role: ROLES[role][0] for role in shown}
