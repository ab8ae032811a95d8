"""What a color of a light page becomes on a dark one.

The palette says so for its own. Black is the ink of any page and white its paper, with grays
between; other colors keep their hue, and become lighter where they would be lost.
"""

from __future__ import annotations

from functools import cache

Color = tuple[int, int, int]

# Up to this distance between its channels, a color is a gray.
GRAY = 24
# The contrast of lines with the paper, as WCAG asks of graphics.
CLEAR = 3
WHITE = (255, 255, 255)
# Areas without a channel below this are grounds for something else, and so clear at least.
PALE, FAINT = 160, 1.15
STEPS = 100


def channels(color: str) -> Color:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return red, green, blue


def written(color: Color) -> str:
    return "#" + "".join(f"{channel:02x}" for channel in color)


def luminance(color: Color) -> float:
    linear = [c / 3294.6 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in color]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: Color, other: Color) -> float:
    """Return the contrast of two colors, from 1 to 21, as WCAG defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@cache
def dark(color: Color, ink: Color, paper: Color, ground: bool = False) -> Color:
    """Return a color for a dark page; as a ground, a pale one is as pale there."""
    if max(color) - min(color) <= GRAY:
        share = sum(color) / (3 * 255)
        return mixed(paper, ink, share)
    if ground and min(color) >= PALE:
        return between(paper, color, max(contrast(color, WHITE), FAINT), paper)
    return between(color, WHITE, CLEAR, paper)


def mixed(one: Color, other: Color, share: float) -> Color:
    red, green, blue = (round(share * a + (1 - share) * b) for a, b in zip(one, other, strict=True))
    return red, green, blue


def between(start: Color, end: Color, wanted: float, paper: Color) -> Color:
    """Return the first color, on the way from one to another, that is as clear as wanted."""
    mixtures = (mixed(end, start, step / STEPS) for step in range(STEPS))
    return next((mixture for mixture in mixtures if contrast(mixture, paper) >= wanted), end)
