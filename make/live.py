"""Serve the book and rebuild what a change touches: chapters, figures, the module."""

import sys
from pathlib import Path

from sphinx_autobuild.__main__ import main

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "_build" / "live"

# Not strict, and never published: a chapter runs again when it or a module that it imports changes.
sys.exit(
    main(
        [
            *("-j", "auto", "-c", str(ROOT), "-d", str(BUILD / "doctrees")),
            *("-D", "lean_pages=0"),
            *("--watch", str(ROOT / "gradbook"), "--watch", str(ROOT / "conf.py")),
            *("--ignore", "*/__pycache__/*", "--open-browser"),
            *(str(ROOT / "docs"), str(BUILD / "html")),
        ]
    )
)
