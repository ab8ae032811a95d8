"""A figure in the colors of a dark page.

What has the palette's colors alone gets its dark ones. In another figure all colors follow the
page; but what is a picture, of pixels or of the colors of a map, stays as it is, and so does what
is drawn on it.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from PIL import Image

from writing.dark_colors import Color, channels, dark, written
from writing.panels import LINK, SVG, box, is_axes, is_text_outside, marks, panels
from writing.slim_figures import NEEDLESS, near, repaint

HEX = re.compile(r"#[0-9a-f]{6}\b")
FILL = re.compile(r"\bfill: (#[0-9a-f]{6})")
STROKE = re.compile(r"\bstroke: (#[0-9a-f]{6})")
# Letters and areas in Matplotlib's black, which it does not name.
UNNAMED = re.compile(r'<g transform="translate|<path d="[^"]*" (?:clip-path|style)(?![^>]*fill:)')
BLACK = "#000000"
PNG = "data:image/png;base64,"
# So many colors in one part are a map of them.
MAP = 3


@dataclass(frozen=True)
class Page:
    """A dark page: the palette's colors on it, each by the light one; its ink and its paper."""

    palette: dict[str, str]
    ink: Color
    paper: Color

    def color(self, light: str, ground: bool = False) -> str:
        known = self.palette.get(light)
        return known or written(dark(channels(light), self.ink, self.paper, ground))


def page(roles: dict[str, tuple[str, str]]) -> Page:
    """Return the dark page of a palette."""
    return Page(dict(roles.values()), channels(roles["ink"][1]), channels(roles["paper"][1]))


def is_of_palette(svg: str, on: Page) -> bool:
    """Tell whether all colors of a figure are the palette's."""
    return on.palette.keys() >= set(HEX.findall(svg)) and not UNNAMED.search(svg)


def twin(svg: str, on: Page) -> str:
    """Return a figure of Matplotlib as a dark page has it."""
    svg = NEEDLESS.sub("", svg)
    if is_of_palette(svg, on):
        return HEX.sub(lambda m: on.palette[m[0]], svg)
    root = ElementTree.fromstring(svg)
    root.set("fill", written(on.ink))
    spatial = {panel.group for panel in panels(root) if panel.ground not in panel.group}
    follow(root, on, spatial)
    return ElementTree.tostring(root, encoding="unicode")


def follow(element: Element, on: Page, spatial: set[Element]) -> None:
    """Let the colors of an element, and of all in it, follow the page."""
    if element.tag == f"{SVG}image":
        paint(element, on)
    stay = set(on_picture(element)) if is_axes(element) and element not in spatial else set()
    alone = len(fills(element)) == 1
    for child in element:
        if style := child.get("style"):
            child.set("style", followed(style, on, alone and child.tag == f"{SVG}path"))
        if child in stay:
            keep(child, on)
        else:
            follow(child, on, spatial)


def followed(style: str, on: Page, area: bool) -> str:
    """Return the style of an element; an opaque area may be a ground for others."""
    fill, stroke = FILL.search(style), STROKE.search(style)
    ground = area and "fill-opacity" not in style
    around = ground and fill is not None and stroke is not None and fill[1] == stroke[1]
    style = FILL.sub(lambda m: f"fill: {on.color(m[1], ground)}", style)
    return STROKE.sub(lambda m: f"stroke: {on.color(m[1], around)}", style)


def fills(part: Element) -> set[str]:
    """Return the colors of the areas of a part."""
    styles = (shape.get("style", "") for shape in part if shape.tag == f"{SVG}path")
    return {fill[1] for style in styles if (fill := FILL.search(style))}


def keep(element: Element, on: Page) -> None:
    """Let colors stay, but for the palette's."""
    element.set("fill", BLACK)
    for part in element.iter():
        if style := part.get("style"):
            part.set("style", HEX.sub(lambda m: on.palette.get(m[0], m[0]), style))


def on_picture(axes: Element) -> list[Element]:
    """Return the marks of axes if one of them is a picture, which others may lie on."""
    found = marks(axes)
    places = [box(mark) for mark in found if is_picture(mark)]
    if not places:
        return []
    return [mark for mark in found if not all(is_text_outside(mark, place) for place in places)]


def is_picture(mark: Element) -> bool:
    """Tell whether a mark is made of pixels, or of areas in the colors of a map."""
    if image := pixels(mark):
        return mark.tag == f"{SVG}g" or is_opaque(image)
    styles = [part.get("style", "") for part in mark]
    return len(fills(mark)) >= MAP and not any(map(STROKE.search, styles))


def pixels(element: Element) -> Image.Image | None:
    """Return the pixels of an image, or of one that its axes clip."""
    image = element if element.tag == f"{SVG}image" else element.find(f"{SVG}image")
    if image is None or not (address := image.get(LINK, "")).startswith(PNG):
        return None
    return Image.open(BytesIO(base64.b64decode(address.removeprefix(PNG)))).convert("RGBA")


def is_opaque(image: Image.Image) -> bool:
    return image.getchannel("A").getextrema() == (255, 255)


def paint(element: Element, on: Page) -> None:
    """Let pixels that stand for lines follow the page; those of a picture leave nothing free."""
    image = pixels(element)
    if image is None or is_opaque(image):
        return
    found = image.convert("RGB").getcolors(image.width * image.height) or []
    colors = [f"#{bytes(color).hex()}" for _count, color in found if isinstance(color, tuple)]
    data = BytesIO()
    repaint(image, {color: on.color(near(color, on.palette)) for color in colors}).save(data, "png")
    element.set(LINK, PNG + base64.b64encode(data.getvalue()).decode())
