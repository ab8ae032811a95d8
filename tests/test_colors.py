"""The palette is the one source of colors, for figures, pages, print, e-book and logo."""

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "make"))

from binding import colors  # noqa: E402

FOLDERS = ("docs/_static", "docs/_ext", "make", "gradbook")
KINDS = {".css", ".svg", ".py", ".html", ".js", ".mjs"}
OF_OTHERS = {"vendor", "katex"}
HEX = re.compile(r"""#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})(?=["'\s;,)}])""", re.IGNORECASE)
# Beside hex; the black of a shadow is none.
FUNCTION = re.compile(r"\b(?:rgba?|hsla?|oklch)\((?!0 0 0 /)")
EXCEPTIONS = {
    "gradbook/plots/palette.py": "the palette itself",
    "gradbook/plots/optimization/landscapes.py": "a map of heights, clear on either paper",
    "gradbook/plots/losses/landscape.py": "a map of heights, clear on either paper",
    "docs/_ext/pages/palette.py": "the white of a light page, which the palette marks",
    "docs/_ext/reading/cells.py": "the white paper of a figure in a reader's notebook",
    "docs/_ext/writing/dark_figures.py": "Matplotlib's black, which a dark page replaces",
    "docs/_ext/writing/katex.py": "KaTeX's red, which is looked for",
}
FILES = sorted(
    str(path.relative_to(ROOT))
    for folder in FOLDERS
    for path in (ROOT / folder).rglob("*")
    if path.suffix in KINDS and OF_OTHERS.isdisjoint(path.parts)
)


def own(name: str) -> list[str]:
    text = re.sub(r"/\*.*?\*/", "", (ROOT / name).read_text("utf-8"), flags=re.DOTALL)
    return HEX.findall(text) + (FUNCTION.findall(text) if name.endswith(".css") else [])


@pytest.mark.parametrize("name", [name for name in FILES if name not in EXCEPTIONS])
def test_a_file_has_no_color_of_its_own(name):
    assert not own(name)


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_an_exception_is_one(name):
    assert own(name)


@pytest.mark.parametrize("name", ["book.css", "paper.css"])
def test_print_has_the_light_colors_of_the_palette(name):
    sheet = colors.sheet(name)
    assert "var(" not in sheet
    found = set(re.findall("#[0-9a-f]{6}", sheet))
    assert found and found <= {light for light, _dark in colors.ROLES.values()}
