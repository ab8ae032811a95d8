"""The SVG of a figure with the same looks and fewer bytes.

Coordinates are rounded to a hundredth of a point and written from point to point. Pixels, where a
surface or a field is drawn with them, become WebP.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from io import BytesIO

from PIL import Image

PATH = re.compile(r'(?<=\sd=")[^"]+')
STEP = re.compile(r"([MLQCz])([^MLQCz]*)")
PLACE = re.compile(r'(?<=[\s"(])-?\d+\.\d{3,}')
PLACES = re.compile(r'\s(?:x|y|width|height|transform)="[^"]*"')
SCALE = re.compile(r"(?:scale|matrix|rotate)\([^)]*\)")
PNG = re.compile(r"data:image/png;base64,([^\"]*)")
NEEDLESS = re.compile(
    r"<\?xml[^>]*\?>|<!DOCTYPE[^>]*>|<!--.*?-->|<metadata>.*?</metadata>", re.DOTALL
)
# More colors than these are a surface; its shades allow for a loss that nobody sees.
FEW = 64
QUALITY = 85


def lighter(svg: str, colors: dict[str, str]) -> str:
    """Return a figure with fewer bytes; `colors` are replaced in its pixels."""
    svg = NEEDLESS.sub("", svg)
    svg = PATH.sub(lambda m: relative(m[0]), svg)
    svg = PLACES.sub(lambda m: shorter(m[0]), svg)
    svg = PNG.sub(lambda m: webp(m[1], colors), svg)
    return re.sub(r">\s+<", "><", svg).strip() + "\n"


def shorter(attribute: str) -> str:
    """Round places to hundredths of a point; scales and angles stay."""
    if SCALE.search(attribute) and "translate" not in attribute:
        return attribute
    return re.sub(
        r"translate\([^)]*\)|=\"[^\"(]*\"",
        lambda m: PLACE.sub(lambda number: written(hundredths(number[0])), m[0]),
        attribute,
    )


def hundredths(number: str) -> int:
    return round(float(number) * 100)


def written(hundreds: int) -> str:
    """Return hundredths as the shortest decimal number."""
    text = f"{hundreds / 100:.2f}".rstrip("0").rstrip(".")
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text


@lru_cache(maxsize=1024)  # a figure for dark pages has the paths of that for light ones
def relative(path: str) -> str:
    """Return a path that says how far it is from each point to the next."""
    parts: list[str] = []
    here = start = (0, 0)
    for command, numbers in STEP.findall(path):
        if command == "z":
            parts.append("z")
            here = start
            continue
        values = [hundredths(number) for number in numbers.split()]
        points = list(zip(values[::2], values[1::2], strict=True))
        steps = [(x - here[0], y - here[1]) for x, y in points]
        here = points[-1]
        if command == "M":
            start = here
        elif steps == [(0, 0)] and parts[-1][0] != "m":
            continue
        parts.append(command.lower() + " ".join(written(n) for step in steps for n in step))
    return joined(parts).replace(" -", "-")


def joined(parts: list[str]) -> str:
    """Return the steps as text; a command that repeats is written once."""
    text, before = "", ""
    for part in parts:
        repeated = part[0] == before and before not in "mz"
        text += f" {part[1:]}" if repeated else part
        before = part[0]
    return text


def webp(png: str, colors: dict[str, str]) -> str:
    """Return pixels as the address of a WebP picture."""
    image = Image.open(BytesIO(base64.b64decode(png))).convert("RGBA")
    few = image.getcolors(FEW)
    if few and colors:
        image = repaint(image, colors)
    data = BytesIO()
    image.save(data, "webp", method=4, lossless=bool(few), quality=80 if few else QUALITY)
    return f"data:image/webp;base64,{base64.b64encode(data.getvalue()).decode()}"


def repaint(image: Image.Image, colors: dict[str, str]) -> Image.Image:
    """Replace colors in the pixels of an image."""

    @cache
    def painted(pixel: bytes) -> bytes:
        color = f"#{pixel[:3].hex()}"
        meant = near(color, colors) if pixel[3] < 255 else color
        return bytes.fromhex(colors.get(meant, meant)[1:]) + pixel[3:]

    data = image.tobytes()
    pixels = (data[place : place + 4] for place in range(0, len(data), 4))
    mixed = b"".join(map(painted, pixels))
    return Image.frombytes("RGBA", image.size, mixed)


def near(color: str, colors: Iterable[str]) -> str:
    """Return the color that a translucent pixel was drawn in: its own one is rounded."""
    if color in colors:
        return color
    mine = bytes.fromhex(color[1:])
    for other in colors:
        if all(abs(a - b) <= 1 for a, b in zip(mine, bytes.fromhex(other[1:]), strict=True)):
            return other
    return color
