"""The browser that prints pages and takes their pictures."""

from __future__ import annotations

import os
import shutil
import sys

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser(command: str) -> str:
    """Return its path, or end a command with what to do."""
    named = os.environ.get("CHROMIUM")
    found = next(filter(None, map(shutil.which, [named] if named else BROWSERS)), None)
    if not found:
        sys.exit(
            f"{command}: expected Chromium or Chrome, found {named or 'none'}; install it (on "
            "Debian: apt-get install chromium), or name one, as in "
            f"CHROMIUM=/path/to/chrome make {command}"
        )
    return found
