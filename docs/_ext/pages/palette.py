"""The colors of the pages: those of the figures, as custom properties of CSS.

`gradbook/plots/palette.py` is their one source. A page that is printed has the light ones, in
either mode, and so has one without scripts whose reader asks for no dark pages.
"""

from __future__ import annotations

from pathlib import Path

from book import palette
from sphinx.application import Sphinx
from sphinx.builders import Builder

FILE = "palette.css"
LIGHT, DARK = 0, 1

Roles = dict[str, tuple[str, str]]

# Figures are transparent and their paper is nearly white, as a mark for the build.
PAGE = "#ffffff"
# Areas behind text, by the share of a role's color that is in them.
TINTS = {
    "surface": ("shade", 0.5),
    "blue-tint": ("blue", 0.06),
    "orange-tint": ("orange", 0.07),
    "green-tint": ("green", 0.07),
    "amber-tint": ("amber", 0.25),
}
# Without scripts, the theme leaves its mode at "auto".
SHEET = """html[data-theme] {{
  color-scheme: light;
{light}
}}

@media not print {{
  html[data-theme="dark"] {{
    color-scheme: dark;
{dark}
  }}
}}

@media screen and (prefers-color-scheme: dark) {{
  html[data-theme="auto"] {{
    color-scheme: dark;
{dark}
  }}
}}
"""


def colors(roles: Roles, mode: int) -> dict[str, str]:
    """Return the name and value of every color of a page in one mode."""
    found = {name: pair[mode] for name, pair in roles.items()}
    if mode == LIGHT:
        found["paper"] = PAGE
    mixed = {name: mix(found[role], found["paper"], share) for name, (role, share) in TINTS.items()}
    return found | mixed


def mix(color: str, ground: str, share: float) -> str:
    """Return a color laid over a ground, as opaque as its share."""
    pairs = zip(channels(color), channels(ground), strict=True)
    return "#" + "".join(f"{round(share * c + (1 - share) * g):02x}" for c, g in pairs)


def channels(color: str) -> list[int]:
    return [int(color[i : i + 2], 16) for i in (1, 3, 5)]


def sheet(roles: Roles) -> str:
    """Return the style sheet of the palette."""
    blocks = {
        name: "\n".join(f"  --{role}: {value};" for role, value in colors(roles, mode).items())
        for name, mode in (("light", LIGHT), ("dark", DARK))
    }
    return SHEET.format(**blocks)


def write(app: Sphinx, builder: Builder) -> None:
    if builder.format == "html":
        folder = Path(app.outdir, "_static")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE).write_text(sheet(palette(app)), encoding="utf-8")


def setup(app: Sphinx) -> None:
    app.add_css_file(FILE)
    # Sphinx asks for the sheet's hash while it writes the pages.
    app.connect("write-started", write)
