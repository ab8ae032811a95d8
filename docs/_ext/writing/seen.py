"""Whether there is something to see in a figure: drawn as a page shows it, and compared with paper.

Each panel needs a mark. Axes that are switched off are no panel, and two in one place are one.
Each curve, group of points and text is seen, alone or on what lies below it; what was drawn
without data has left no shape. A bar may have no height, an error no length, and a panel in a panel
shows a part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from PIL import Image, ImageChops
from resvg_py import svg_to_bytes

from writing.panels import NUMBER, PATCH, SVG, Box, is_axes, is_part, marks, panels

# Pixels of the picture for each one of the page: as few as a thin line and a dot need.
ZOOM = 0.35
POINTS = 72 / 96
DEFINITIONS = f"{SVG}defs"
# A smaller difference of a channel, of 255, is seen by nobody.
FAINT = 4
EMPTY = "expected something drawn in the figure, got an empty one"
EMPTY_PANEL = (
    "expected something drawn in each panel of the figure, or axis('off'), got an empty panel, "
    "number {}"
)
UNSEEN = "expected all that is drawn in the figure to be seen, got nothing of {}, number {}"


def fault(original: str, published: str, paper: str) -> str | None:
    """Return what is wrong with a figure on a paper, or None.

    Where the panels are, the figure tells as Matplotlib has written it.
    """
    written = ElementTree.fromstring(original)
    found = list(panels(written))
    root = ElementTree.fromstring(published)
    groups = {group.get("id", ""): group for group in root.iter(f"{SVG}g")}
    grounds = [groups[panel.ground.get("id", "")] for panel in found]
    drawn = [m for group in groups.values() if is_whole(group) for m in marks(group)]
    figure = Figure(root, grounds, [mark for mark in drawn if mark not in grounds], paper)
    whole = figure.shown(figure.drawn)
    if not found:
        return None if whole.getbbox() else EMPTY
    # What need not be seen: marks of no length, and those of a panel in a panel.
    parts = [groups[g.get("id", "")] for g in written.iter(f"{SVG}g") if is_point(g)]
    for number, panel in enumerate(found, 1):
        picture = whole
        # What lies below a panel in a panel is none of its own marks.
        if any(is_inside(panel.box, other.box) for other in found):
            own = marks(groups[panel.group.get("id", "")])
            picture = figure.shown(own)
            parts += own
        if not picture.crop(pixels(panel.box)).getbbox():
            return EMPTY if len(found) == 1 else EMPTY_PANEL.format(number)
    unseen = (
        name for mark, name in named(figure.drawn) if not (mark in parts or figure.shows(mark))
    )
    return next((UNSEEN.format(*name) for name in unseen), None)


@dataclass
class Figure:
    """The parts of a figure: the grounds of its panels, and what is drawn on them."""

    root: Element
    grounds: list[Element]
    drawn: list[Element]
    paper: str

    def __post_init__(self) -> None:
        self.bare = self.picture([])
        self.full = self.picture(self.drawn)

    def picture(self, some: list[Element]) -> Image.Image:
        return draw(self.root, [*self.grounds, *some], self.paper)

    def shown(self, some: list[Element]) -> Image.Image:
        """Return where some marks differ from their grounds."""
        return differing(self.picture(some), self.bare)

    def shows(self, mark: Element) -> bool:
        """Tell whether a mark is seen, alone or on what lies below it."""
        if self.shown([mark]).getbbox():
            return True
        others = [other for other in self.drawn if other is not mark]
        return bool(differing(self.picture(others), self.full).getbbox())


def named(drawn: list[Element]) -> Iterator[tuple[Element, tuple[str, int]]]:
    """Yield the marks that have shapes, each with the name of its kind and its number in that."""
    counts: Counter[str] = Counter()
    for mark in drawn:
        kind = mark.get("id", "").rpartition("_")[0]
        counts[kind] += 1
        if len(mark) and not is_part(mark, PATCH):
            yield mark, (kind, counts[kind])


def is_point(mark: Element) -> bool:
    """Tell whether a mark has lines, and all of them are of no length, as errors of 0 are."""
    paths = [NUMBER.findall(path.get("d", "")) for path in mark.iter(f"{SVG}path")]
    return bool(paths) and all(
        path and len(set(path[::2])) == len(set(path[1::2])) == 1 for path in paths
    )


def is_whole(group: Element) -> bool:
    return is_axes(group) or is_part(group, "figure_") or is_part(group, "subfigure_")


def is_inside(box: Box, other: Box) -> bool:
    """Tell whether a panel is within a larger one."""
    return box != other and all(
        a <= b for a, b in zip((*other[:2], *box[2:]), (*box[:2], *other[2:]), strict=True)
    )


def pixels(box: Box) -> tuple[int, int, int, int]:
    """Return the pixels of a place, with those that a line at its edge may have."""
    left, top, right, bottom = (round(side / POINTS * ZOOM) for side in box)
    return left - 1, top - 1, right + 1, bottom + 1


def draw(root: Element, shown: list[Element], paper: str) -> Image.Image:
    """Draw some parts of a figure on paper."""
    hidden = list(hide(root, set(shown)))
    svg = ElementTree.tostring(root, encoding="unicode")
    for parent, place, element in hidden:
        parent[place] = element
    png = svg_to_bytes(svg_string=svg, background=paper, zoom=ZOOM, dpi=96, skip_system_fonts=True)
    return Image.open(BytesIO(png)).convert("RGB")


def hide(element: Element, shown: set[Element]) -> Iterator[tuple[Element, int, Element]]:
    """Take out what holds nothing that is shown, and yield it with its place.

    It takes long to read what is not drawn, and a figure is drawn for each of its parts.
    """
    for place, child in enumerate(element):
        if child in shown or child.tag == DEFINITIONS:
            continue
        if shown.isdisjoint(child.iter()):
            element[place] = definitions(child)
            yield element, place, child
        else:
            yield from hide(child, shown)


def definitions(element: Element) -> Element:
    """Return the shapes in a part that others may use, and nothing that is drawn."""
    found = Element(f"{SVG}g")
    found.extend(element.iter(DEFINITIONS))
    return found


def differing(one: Image.Image, other: Image.Image) -> Image.Image:
    """Return where two pictures differ for an eye."""
    return ImageChops.difference(one, other).point(lambda channel: channel > FAINT and 255)
