"""A figure for light pages and for dark ones, and whether there is something to see on both."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import PIL
import resvg_py
from hashed_files import digest, keep, read

from writing import dark_figures, seen
from writing.slim_figures import lighter

# What a figure in the cache depends on besides itself.
FILES = ("dark_colors", "dark_figures", "figure_modes", "panels", "seen", "slim_figures")
WAY = [Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8") for name in FILES]
LIBRARIES = (PIL.__version__, resvg_py.__version__)

PIXELS_A_POINT = 4 / 3
# The scale of a text whose letters are drawn for 100 points; a page makes wide figures smaller.
TYPE = re.compile(r"scale\(([\d.]+) -[\d.]+\)")
SMALLEST, WIDEST = 9, 800  # in points, in pixels
MODES = ("light", "dark")

Roles = dict[str, tuple[str, str]]


class Modes(NamedTuple):
    """The two pictures, and what is wrong with one of them."""

    light: str
    dark: str
    fault: str | None


def both(svg: str, roles: Roles, cache: Path) -> Modes:
    """Return a figure of Matplotlib in both modes; from the cache if it was made before."""
    entry = cache / f"figure-{digest(svg, repr(sorted(roles.items())), *WAY, *LIBRARIES)}.made"
    made = read(entry)
    if made is None:
        made = make(svg, roles)
        keep(entry, made)
    return Modes(*made)


def make(svg: str, roles: Roles) -> Modes:
    try:
        ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        return Modes(svg, svg, f"expected a figure that browsers can read, got one with: {error}")
    page = dark_figures.page(roles)
    dark = dark_figures.twin(svg, page)
    pictures = lighter(svg, {}), on_ground(lighter(dark, dict(roles.values())), roles["paper"][1])
    # Lines that are seen in the palette's light colors are seen in its dark ones.
    one = "<image" not in svg and dark_figures.is_of_palette(svg, page)
    for picture, paper, mode in list(zip(pictures, roles["paper"], MODES, strict=True))[: 2 - one]:
        if fault := seen.fault(svg, picture, paper):
            return Modes(*pictures, f"{fault}, on a {mode} page")
    return Modes(*pictures, small_type(svg))


def on_ground(svg: str, paper: str) -> str:
    """Give a picture the ground of a dark page, for who opens it alone."""
    return svg.replace("<svg ", f'<svg style="background: {paper}" ', 1)


def small_type(svg: str) -> str | None:
    """Return what is wrong with the type of a figure, as large as a page shows it, or None."""
    sizes = [100 * float(scale) for scale in TYPE.findall(svg)]
    width = float((size(svg) or ("0",))[0])
    shown = min(sizes, default=SMALLEST) * min(1, WIDEST / max(width, 1))
    if round(shown, 1) >= SMALLEST:
        return None
    return f"expected type of at least {SMALLEST} points on a page, got {shown:.1f}"


def size(svg: str) -> tuple[str, ...]:
    """Return width and height of a Matplotlib SVG in CSS pixels, or () for another picture."""
    opening = svg.partition("<svg")[2].partition(">")[0]
    found = [re.search(rf'\b{side}="([\d.]+)pt"', opening) for side in ("width", "height")]
    sides = [side[1] for side in found if side]
    return tuple(str(round(float(s) * PIXELS_A_POINT)) for s in sides) if len(sides) == 2 else ()
