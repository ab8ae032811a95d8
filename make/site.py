"""Build the site with the book as PDF and EPUB beside it, and publish all of it or nothing.

Each chapter runs a second time elsewhere: nothing is published that was not reproduced.
"""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MAKE = ROOT / "make"


def main() -> int:
    pdf, epub, html = (runpy.run_path(str(MAKE / f"{name}.py")) for name in ("pdf", "epub", "html"))
    os.environ["GRADBOOK_TWICE"] = "1"
    pdf["browser"]("site")  # before minutes have gone by
    editions = {"pdf": pdf["write"], "epub": epub["write"]}
    return html["main"]([], editions)


if __name__ == "__main__":
    sys.exit(main())
