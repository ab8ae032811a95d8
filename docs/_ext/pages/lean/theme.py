"""The theme's scripts without what ours do better.

The theme asks each block of code whether it scrolls, those within closed details too, so that a
browser lays out what nobody sees, when a page is loaded and whenever something on it changes;
`accessible.js` waits until a block is shown.
"""

from __future__ import annotations

import re
from pathlib import Path

THEME = "scripts/pydata-sphinx-theme.js"
STOPS = re.compile(
    r'"complete"===?document\.readyState\?(\w+)\(\):window\.addEventListener\("load",\1\)'
)


def mend(static: Path) -> None:
    """Take the needless work out of the theme's script, if it is there and still has it."""
    script = static / THEME
    if script.is_file():
        text = script.read_text("utf-8")
        if (lighter := STOPS.sub("0", text)) != text:
            script.write_text(lighter, "utf-8")
