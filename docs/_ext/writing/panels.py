"""What a figure of Matplotlib consists of, read from its SVG: panels, each with ground and marks.

Matplotlib writes a group for each part. A panel's ground is its first patch; frame, axes and grid
are what it brings by itself; the rest are marks, which somebody has drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
ElementTree.register_namespace("", SVG.strip("{}"))
ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
AXES = re.compile(r"axes_\d")
BROUGHT = re.compile(r"matplotlib\.axis_|(?:axis|grid|pane)3d_")
PATCH, TEXT, LEGEND = "patch_", "text_", "legend_"
# Only the lines of a frame end with squares.
FRAME = re.compile(r"fill: none;.*stroke-linejoin: miter; stroke-linecap: square")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
# Thinner panels are no panels, but axes of their own.
THIN = 1

Box = tuple[float, float, float, float]


@dataclass
class Panel:
    """One panel: its group, its ground, and where it is: left, top, right and bottom in points."""

    group: Element
    ground: Element
    box: Box


def is_part(element: Element, start: str) -> bool:
    return element.get("id", "").startswith(start)


def is_axes(element: Element) -> bool:
    return bool(AXES.match(element.get("id", "")))


def is_brought(element: Element) -> bool:
    """Tell whether a part is an axis, a grid or a frame."""
    return bool(BROUGHT.match(element.get("id", ""))) or is_frame(element)


def is_frame(element: Element) -> bool:
    return is_part(element, PATCH) and any(FRAME.match(p.get("style", "")) for p in element)


def marks(group: Element) -> list[Element]:
    """Return what somebody has drawn in axes, or in a figure beside its axes."""
    drawn = [
        part
        for place, part in enumerate(group)
        if part.tag != f"{SVG}defs"
        and not (is_axes(part) or is_brought(part) or (place == 0 and is_ground(part)))
    ]
    # A legend tells of other marks, if there are any.
    others = [part for part in drawn if not is_part(part, LEGEND)]
    return others or drawn


def panels(root: Element) -> Iterator[Panel]:
    """Yield the panels of a figure; axes without a ground share that of others, or have none."""
    for parent in root.iter(f"{SVG}g"):
        before = None
        for element in parent:
            if is_axes(element) and len(element) and is_ground(element[0]):
                yield from thick(Panel(element, element[0], box(element[0])))
            # In 3-D, the ground stands before what its axes bring.
            elif is_part(element, "pane3d_1") and before is not None and is_ground(before):
                following = (e for e in list(parent)[list(parent).index(element) :] if is_axes(e))
                yield from thick(Panel(next(following, element), before, box(before)))
            before = element


def is_ground(element: Element) -> bool:
    """Tell whether a part is an area that nothing clips."""
    shapes = [shape for shape in element if shape.get("d")]
    return is_part(element, PATCH) and len(shapes) == 1 and "clip-path" not in shapes[0].attrib


def thick(panel: Panel) -> Iterator[Panel]:
    left, top, right, bottom = panel.box
    if right - left > THIN and bottom - top > THIN:
        yield panel


def box(part: Element) -> Box:
    """Return the extent of a part: of its paths, or of its pixels."""
    across, down = [], []
    for shape in part.iter():
        if shape.tag == f"{SVG}image":
            # Matplotlib draws pixels upside down, from below the line at the top.
            left, top, width, height = (
                float(shape.get(name, 0)) for name in ("x", "y", "width", "height")
            )
            across += [left, left + width]
            down += [-top, height - top]
        elif path := shape.get("d"):
            numbers = [float(number) for number in NUMBER.findall(path)]
            across += numbers[::2]
            down += numbers[1::2]
    return min(across), min(down), max(across), max(down)


def is_text_outside(element: Element, box: Box) -> bool:
    """Tell whether a part is a text that begins outside of a place."""
    if not is_part(element, TEXT):
        return False
    left, top, right, bottom = box
    places = [NUMBER.findall(part.get("transform", "")) for part in element.iter(f"{SVG}g")]
    x, y = next((map(float, place[:2]) for place in places if len(place) > 1), (left, top))
    return not (left <= x <= right and top <= y <= bottom)
